import type { Ingest } from './ingest/ingest.js'
import { type ClockWatch, watchClock } from './jobs/clock-watch.js'
import type { Log } from './log.js'
import type { Records } from './store/records.js'

export interface Clock extends ClockWatch {
  /** Writes to disk what is there already; rejects where that cannot be done. */
  touch(): Promise<void>
}

interface ClockOptions {
  readonly records: Records
  readonly now: () => number
  readonly uptimeMs: () => number
  readonly record: Ingest['record']
  readonly log: Log
}

/** Name of the record that tells a restarted daemon of a step of the clock. */
const CLOCK_DOUBT = 'clock doubt'

/** Watches the clock; its steps go to log and trail, its doubt to disk. */
export async function openClock({ records, now, uptimeMs, record, log }: ClockOptions): Promise<Clock> {
  const failed = (what: string) => (err: unknown) => log.error({ err }, what)
  const keep = (doubtMs: number) => records.put('setting', CLOCK_DOUBT, doubtMs)
  const watch = watchClock({
    now,
    uptimeMs,
    doubtMs: Number((await records.get('setting', CLOCK_DOUBT)) ?? 0),
    onStep(byMs) {
      log.warn({ byMs }, `the clock has stepped ${byMs > 0 ? 'forward' : 'back'}, or the machine slept`)
      const details = { byHours: Math.round(byMs / 360_000) / 10 }
      record({ action: 'Audit Clock Jumped', details }).catch(failed('Cannot record a step of the clock'))
    },
    keep: (doubtMs) => void keep(doubtMs).catch(failed('Cannot keep the doubt of the clock')),
  })
  return { ...watch, touch: () => keep(watch.doubtMs()) }
}

import type { Ingest } from './ingest/ingest.js'
import { type ClockWatch, watchClock } from './jobs/clock-watch.js'
import type { Log } from './log.js'
import type { Records } from './store/records.js'

export interface ClockOptions {
  readonly now: () => number
  readonly uptimeMs: () => number
  readonly log: Log
  readonly record: Ingest['record']
  readonly records: Records
}

/** Name of the record that tells a restarted daemon of a step of the clock. */
const CLOCK_DOUBT = 'clock doubt'

/** Watches the clock; a step is logged, recorded as an event and remembered. */
export async function openClock({ now, uptimeMs, log, record, records }: ClockOptions): Promise<ClockWatch> {
  const failed = (what: string) => (err: unknown) => log.error({ err }, what)
  return watchClock({
    now,
    uptimeMs,
    doubtMs: Number((await records.get('setting', CLOCK_DOUBT)) ?? 0),
    onStep(byMs) {
      log.warn({ byMs }, `the clock has stepped ${byMs > 0 ? 'forward' : 'back'}, or the machine slept`)
      const details = { byHours: Math.round(byMs / 360_000) / 10 }
      record({ action: 'Audit Clock Jumped', details }).catch(failed('Cannot record a step of the clock'))
    },
    keep: (doubtMs) =>
      void records.put('setting', CLOCK_DOUBT, doubtMs).catch(failed('Cannot keep the doubt of the clock')),
  })
}

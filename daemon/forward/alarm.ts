import { DOWN_AFTER } from './circuit.js'
import type { Incident } from './delivery.js'
import type { Progress } from './progress.js'
import type { Down } from './standing-record.js'

export interface AlarmOptions {
  readonly progress: Pick<Progress, 'record' | 'toldDown'>
  readonly now: () => number
  readonly onIncident: (incident: Incident) => Promise<void>
  readonly onMistake: (error: unknown) => void
}

/** Tells that a receiver is down, and that it is back: once each, also over a restart. */
export interface Alarm {
  /** After so many failures in a row. */
  failed(failures: number, down: Down): void
  succeeded(): void
  /** Resolves when all is told. */
  settled(): Promise<void>
}

export function createAlarm({ progress, now, onIncident, onMistake }: AlarmOptions): Alarm {
  let telling = Promise.resolve()
  let isTelling = 0
  const isDown = () => progress.record.down !== undefined
  /** One after the other; what cannot be told is tried again at the next occasion. */
  const next = (tell: () => Promise<void>) => {
    isTelling += 1
    telling = telling
      .then(tell)
      .catch(onMistake)
      .finally(() => {
        isTelling -= 1
      })
  }

  return {
    failed(failures, down) {
      if (failures < DOWN_AFTER || (isDown() && isTelling === 0)) return
      next(async () => {
        if (isDown()) return
        await onIncident({ kind: 'failing', code: down.code, message: down.message })
        progress.toldDown(down)
      })
    },
    succeeded() {
      if (!isDown() && isTelling === 0) return
      next(async () => {
        const { down } = progress.record
        if (down === undefined) return
        await onIncident({ kind: 'recovered', downMs: Math.max(0, now() - down.sinceMs) })
        progress.toldDown(undefined)
      })
    },
    settled: () => telling,
  }
}

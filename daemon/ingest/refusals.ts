import type { ErrorType, WireError } from '../../protocol/error.js'

/** What was refused for one reason since the trail was last told. */
export interface RefusalReport {
  readonly reason: ErrorType
  readonly count: number
  readonly example: WireError
}

/** Counts refused items by reason. */
export interface Refusals {
  note(error: WireError): void
  /** Since the start. */
  counts(): { readonly [reason: string]: number }
  /** What is due to be told: at most one report a reason and minute, or `all` there is. */
  takeReports(nowMs: number, all?: boolean): readonly RefusalReport[]
}

const INTERVAL_MS = 60_000

export function createRefusals(): Refusals {
  const tallies = new Map<ErrorType, { total: number; untold: number; toldAtMs: number; example: WireError }>()
  return {
    note(error) {
      const tally = tallies.get(error.type) ?? {
        total: 0,
        untold: 0,
        toldAtMs: Number.NEGATIVE_INFINITY,
        example: error,
      }
      tally.total++
      tally.untold++
      tally.example = error
      tallies.set(error.type, tally)
    },
    counts: () => Object.fromEntries([...tallies].map(([reason, { total }]) => [reason, total])),
    takeReports(nowMs, all = false) {
      const isDue = (toldAtMs: number) => all || nowMs - toldAtMs >= INTERVAL_MS
      const due = [...tallies].filter(([, { untold, toldAtMs }]) => untold > 0 && isDue(toldAtMs))
      return due.map(([reason, tally]) => {
        const report = { reason, count: tally.untold, example: tally.example }
        tally.untold = 0
        tally.toldAtMs = nowMs
        return report
      })
    },
  }
}

export interface ClockWatchOptions {
  readonly now: () => number
  /** Milliseconds by a clock that nobody can set. */
  readonly uptimeMs: () => number
  /** What `keep` was last told, by the daemon before this one. */
  readonly doubtMs: number
  /** Told of each step of more than an hour, forward (above 0) or back. A machine that slept looks the same. */
  readonly onStep: (byMs: number) => void
  /** Told of each change of `doubtMs`, so that a restart does not forget it. */
  readonly keep: (doubtMs: number) => void
}

export interface ClockWatch {
  /** How far the clock has stepped forward, all told, within a day of uptime; whole minutes. */
  doubtMs(): number
  close(): void
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MINUTE_MS = 60_000
const INTERVAL_MS = 5_000

/** Notices when the clock is set, by comparing it with one that only runs. */
export function watchClock({ now, uptimeMs, doubtMs, onStep, keep }: ClockWatchOptions): ClockWatch {
  let offsetMs = now() - uptimeMs()
  let steps = doubtMs === 0 ? [] : [{ atMs: uptimeMs(), byMs: doubtMs }]
  let keptMs = doubtMs

  const look = (): number => {
    const atMs = uptimeMs()
    const byMs = now() - atMs - offsetMs
    // Lesser corrections add up to nothing: each is taken as the clock's own pace.
    offsetMs += byMs
    if (Math.abs(byMs) > HOUR_MS) {
      steps.push({ atMs, byMs })
      onStep(byMs)
    }
    steps = steps.filter((step) => atMs - step.atMs < DAY_MS)
    const sumMs = steps.reduce((sum, step) => sum + step.byMs, 0)
    const aheadMs = sumMs > HOUR_MS ? Math.round(sumMs / MINUTE_MS) * MINUTE_MS : 0
    if (aheadMs !== keptMs) keep(aheadMs)
    keptMs = aheadMs
    return aheadMs
  }
  const timer = setInterval(look, INTERVAL_MS).unref()
  return { doubtMs: look, close: () => clearInterval(timer) }
}

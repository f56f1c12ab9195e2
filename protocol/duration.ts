const UNITS_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1, w: 604_800_000 } as const

/** `90d`, `2w`, `12h`, `15m`, `30s`, `250ms` in ms; undefined for anything else. A day is 24 hours. */
export function parseDuration(text: string): number | undefined {
  const [, digits, unit] = /^(\d+)(ms|[smhdw])$/.exec(text) ?? []
  if (digits === undefined) return undefined
  const ms = Number(digits) * UNITS_MS[unit as keyof typeof UNITS_MS]
  return Number.isSafeInteger(ms) ? ms : undefined
}

/** The shortest text that `parseDuration` reads as `ms`, in days at most: `90d`. */
export function formatDuration(ms: number): string {
  if (!Number.isSafeInteger(ms) || ms < 0)
    throw new RangeError(`Cannot write a duration that is no whole number of ms: ${ms}`)
  if (ms === 0) return '0s'
  for (const [unit, unitMs] of Object.entries(UNITS_MS)) {
    if (ms % unitMs === 0) return `${ms / unitMs}${unit}`
  }
  throw new RangeError('unreachable: every integer is a multiple of 1')
}

import { EARLIEST_MS, formatTime, LATEST_MS } from '../../protocol/time.js'
import { zoneNamed } from '../../protocol/zone.js'

export type TimeMode = 'local' | 'utc' | 'relative'

/** Clocks of one place. */
export interface Clock {
  readonly timeZone: string
  /** `YYYY-MM-DDTHH:mm:ss.sss` as clocks there show it. */
  wall(atMs: number): string
  /** `CET`, `GMT+5:30`, `UTC`. */
  zone(atMs: number): string
}

const QUARTER_MS = 15 * 60_000

const clocks = new Map<string, Clock>()

/** Throws `invalid-request` for a time zone that is none. */
export function clockIn(timeZone: string): Clock {
  const clock = clocks.get(timeZone) ?? makeClock(timeZone)
  clocks.set(timeZone, clock)
  return clock
}

function makeClock(timeZone: string): Clock {
  const zone = zoneNamed(timeZone)
  const names = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'short' })
  // Asking for an offset costs more than drawing the row; it only ever changes on a quarter of an hour.
  const offsets = new Map<number, number>()
  const offsetMs = (atMs: number) => {
    const quarter = Math.floor(atMs / QUARTER_MS)
    let offset = offsets.get(quarter)
    if (offset === undefined) {
      offset = zone.offsetMs(atMs)
      if (offsets.size >= 1000) offsets.clear()
      offsets.set(quarter, offset)
    }
    return offset
  }
  return {
    timeZone,
    // At the ends of time a zone's clocks would show a year that cannot be written.
    wall: (atMs) => formatTime(Math.min(LATEST_MS, Math.max(EARLIEST_MS, atMs + offsetMs(atMs)))).slice(0, -1),
    zone: (atMs) => names.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone,
  }
}

export const UTC = clockIn('UTC')

/** How long ago, in one unit: `5s ago`, `3h ago`; `in 2m` for what is ahead. */
export function ago(atMs: number, nowMs: number): string {
  const age = duration(Math.abs(nowMs - atMs))
  return nowMs >= atMs ? `${age} ago` : `in ${age}`
}

/** A stretch of time in its largest unit. */
export function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  if (seconds < 60) return `${seconds}s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`
  return `${Math.floor(seconds / 86_400)}d`
}

/** A stretch of time in its largest unit, with a digit behind the point while it is small: `2.5h`. */
export function stretch(ms: number): string {
  const [unitMs, unit] = UNITS.find(([unitMs]) => ms >= unitMs) ?? UNITS.at(-1)!
  const value = ms / unitMs
  return `${value < 9.95 ? value.toFixed(1).replace('.0', '') : Math.round(value)}${unit}`
}

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
] as const

import { TrailError } from './error.js'

/** A time zone: how far local clocks are ahead of UTC at an instant. */
export interface Zone {
  offsetMs(atMs: number): number
}

const DAY_MS = 86_400_000

/** An IANA time zone, as `Europe/Berlin`. Throws `invalid-request` for a name that is none. */
export function zoneNamed(name: string): Zone {
  if (name === 'UTC') return { offsetMs: () => 0 }
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
    return { offsetMs: (atMs) => parseOffsetName(format.format(atMs)) }
  } catch (cause) {
    const message = `Cannot read the time zone: expected an IANA name as "Europe/Berlin", got "${name}"`
    throw new TrailError('invalid-request', message, { field: 'timeZone', cause })
  }
}

/**
 * The instant at which clocks of the zone show `localMs` (a wall-clock time
 * written as if it were UTC). Where clocks are set forward over it, the time that
 * much later; where they show it twice, the first: what Temporal (ECMA-262) calls
 * `compatible`.
 */
export function localToMs(zone: Zone, localMs: number): number {
  const before = localMs - zone.offsetMs(localMs - DAY_MS)
  const after = localMs - zone.offsetMs(localMs + DAY_MS)
  const shows = (ms: number) => ms + zone.offsetMs(ms) === localMs
  if (shows(before) && shows(after)) return Math.min(before, after)
  return shows(after) ? after : before
}

/** The local midnight at or before an instant, written as if it were UTC. */
export function localMidnight(zone: Zone, atMs: number): number {
  return Math.floor((atMs + zone.offsetMs(atMs)) / DAY_MS) * DAY_MS
}

/** From the end of "11/20/2026, GMT+05:30"; plain "GMT" is UTC, and times before railways had seconds. */
function parseOffsetName(text: string): number {
  const [, sign, hours, minutes, seconds = '0'] = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text) ?? []
  if (sign === undefined) return 0
  const ms = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
  return sign === '-' ? -ms : ms
}

import { parseDuration } from '../../protocol/duration.js'
import { EARLIEST_MS, LATEST_MS, parseDate, parseTime } from '../../protocol/time.js'
import { localMidnight, localToMs, type Zone, zoneNamed } from '../../protocol/zone.js'
import type { FilterClock } from './filtering.js'

const DAY_MS = 86_400_000

/** Times as they are asked for in words. */
export const GO_TO_FORMS = '12:04, 9am, -3h, yesterday 9am, mon 14:30, 2026-11-20 14:30 or RFC 3339'

/** Of each a word's worth, where one is chosen from a list. */
export const GO_TO_EXAMPLES = ['-15m', '-3h', '9am', 'yesterday', 'yesterday 9am', 'monday', 'now'] as const

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/**
 * The instant a text means on the clocks here, in ms; undefined where it means
 * none. A clock time alone, and a weekday, is the last one that is not ahead.
 */
export function timeMeant(text: string, { now, timeZone }: FilterClock): number | undefined {
  const atMs = meant(text.trim().toLowerCase(), now(), zoneNamed(timeZone))
  return atMs === undefined || !(atMs >= EARLIEST_MS && atMs <= LATEST_MS) ? undefined : atMs
}

function meant(text: string, nowMs: number, zone: Zone): number | undefined {
  if (text === 'now') return nowMs
  const ago = parseDuration(text.replace(/^-\s*|\s*ago$/g, ''))
  if (ago !== undefined) return nowMs - ago
  const instant = parseTime(text)
  if (instant !== undefined) return instant

  const today = localMidnight(zone, nowMs)
  const clock = clockMs(text)
  if (clock !== undefined) {
    const atMs = localToMs(zone, today + clock)
    return atMs <= nowMs ? atMs : localToMs(zone, today - DAY_MS + clock)
  }
  const [, word = '', rest] = /^([^\s]+?)(?:(?:\s+|(?<=\d)t)(\S.*))?$/.exec(text) ?? []
  const ofDay = rest === undefined ? 0 : clockMs(rest)
  const day = dayMeant(word, today)
  if (ofDay === undefined || day === undefined) return undefined
  const atMs = localToMs(zone, day + ofDay)
  return weekdayOf(word) === undefined || atMs <= nowMs ? atMs : localToMs(zone, day - 7 * DAY_MS + ofDay)
}

/** Midnight of a day, as if it were UTC. */
function dayMeant(word: string, today: number): number | undefined {
  if (word === 'today') return today
  if (word === 'yesterday') return today - DAY_MS
  const weekday = weekdayOf(word)
  if (weekday !== undefined) return today - ((new Date(today).getUTCDay() - weekday + 7) % 7) * DAY_MS
  const date = parseDate(word)
  return date === undefined ? undefined : date * DAY_MS
}

function weekdayOf(word: string): number | undefined {
  const weekday = word.length < 3 ? -1 : DAYS.findIndex((name) => name.startsWith(word))
  return weekday === -1 ? undefined : weekday
}

/** A time of day, in ms behind midnight: `14:30`, `9:05:30`, `9am`, `12:30 pm`. */
function clockMs(text: string): number | undefined {
  const [, hours, minutes, seconds = '0', half] = /^(\d{1,2})(?::(\d\d)(?::(\d\d))?)?\s*(am|pm)?$/.exec(text) ?? []
  if (hours === undefined || (minutes === undefined && half === undefined)) return undefined
  const [h, m, s] = [Number(hours), Number(minutes ?? 0), Number(seconds)]
  if (m > 59 || s > 59 || (half === undefined ? h > 23 : h < 1 || h > 12)) return undefined
  const hour = half === undefined ? h : (h % 12) + (half === 'pm' ? 12 : 0)
  return (hour * 3600 + m * 60 + s) * 1000
}

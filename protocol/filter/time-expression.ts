import { formatDuration, parseDuration } from '../duration.js'
import { formatTime, parseDate, parseTime } from '../time.js'
import { localMidnight, localToMs, type Zone } from '../zone.js'
import type { TimeExpression } from './filter.js'

const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/
const DAY_MS = 86_400_000

export const TIME_FORMS = 'a time: 2026-11-20T14:30:00Z, 2026-11-20, 14:30, 15m, 2h, 7d or now'

/** The forms of `TIME_FORMS`; undefined for any other text. */
export function parseTimeExpression(text: string): TimeExpression | undefined {
  if (text === 'now') return { kind: 'ago', ms: 0 }
  if (CLOCK.test(text)) return { kind: 'clock', text }
  if (parseDate(text) !== undefined) return { kind: 'date', text }
  const ms = parseDuration(text)
  if (ms !== undefined) return { kind: 'ago', ms }
  const atMs = parseTime(text)
  return atMs === undefined ? undefined : { kind: 'instant', atMs }
}

export function printTimeExpression(time: TimeExpression): string {
  switch (time.kind) {
    case 'instant':
      return formatTime(time.atMs)
    case 'ago':
      return time.ms === 0 ? 'now' : formatDuration(time.ms)
    case 'date':
    case 'clock':
      return time.text
  }
}

/** The instant it means, in ms, at each call anew. A clock time is today's, on the zone's clocks. */
export function evaluateTime(time: TimeExpression, now: () => number, zone: Zone): () => number {
  switch (time.kind) {
    case 'instant':
      return () => time.atMs
    case 'ago':
      return () => now() - time.ms
    case 'date': {
      const atMs = localToMs(zone, parseDate(time.text)! * DAY_MS)
      return () => atMs
    }
    case 'clock':
      return evaluateClock(time.text, now, zone)
  }
}

/** Asks the zone once a day, as it is asked for every live event. */
function evaluateClock(text: string, now: () => number, zone: Zone): () => number {
  const [, hours, minutes, seconds = '0'] = CLOCK.exec(text)!
  const sinceMidnightMs = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
  let [todayMs, tomorrowMs, atMs] = [0, 0, 0]
  return () => {
    const nowMs = now()
    if (nowMs < todayMs || nowMs >= tomorrowMs) {
      const midnight = localMidnight(zone, nowMs)
      todayMs = localToMs(zone, midnight)
      tomorrowMs = localToMs(zone, midnight + DAY_MS)
      atMs = localToMs(zone, midnight + sinceMidnightMs)
    }
    return atMs
  }
}

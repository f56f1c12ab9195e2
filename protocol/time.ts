/** Milliseconds since the Unix epoch of 0000-01-01T00:00:00Z and of 9999-12-31T23:59:59.999Z: the years RFC 3339 can write. */
export const EARLIEST_MS = -62_167_219_200_000
export const LATEST_MS = 253_402_300_799_999

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * An RFC 3339 time, in ms since the Unix epoch; undefined for anything else. Any
 * offset is taken, digits behind the millisecond are cut off, and days that do
 * not exist are refused. A leap second, `23:59:60` UTC on a month's last day, is
 * the last millisecond of that minute.
 */
export function parseTime(text: string): number | undefined {
  // One look at each character: this runs on every event, where a regular expression costs several times as much.
  const { length } = text
  if (length < 20 || text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return undefined
  if ((text.charCodeAt(10) | 0x20) !== LOWER_T) return undefined
  const day = dayAtStart(text)
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  if (day === undefined || !(hour <= 23 && minute <= 59 && second <= 60)) return undefined

  let at = 19
  let millisecond = 0
  if (text.charCodeAt(at) === DOT) {
    let unit = 100
    const first = ++at
    for (let digit = digitAt(text, at); digit >= 0; digit = digitAt(text, ++at)) {
      millisecond += digit * unit
      unit = unit > 1 ? unit / 10 : 0
    }
    if (at === first) return undefined
  }
  const offset = parseOffset(text, at)
  if (offset === undefined) return undefined

  const minuteMs = day * DAY_MS + (hour * 60 + minute - offset) * MINUTE_MS
  if (second === 60) return isMonthsLastMinute(minuteMs) ? minuteMs + MINUTE_MS - 1 : undefined
  const ms = minuteMs + second * 1000 + millisecond
  return ms >= EARLIEST_MS && ms <= LATEST_MS ? ms : undefined
}

/** A calendar date, `YYYY-MM-DD`, in days since 1970-01-01; undefined for anything else. */
export function parseDate(text: string): number | undefined {
  return text.length === 10 ? dayAtStart(text) : undefined
}

function dayAtStart(text: string): number | undefined {
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return undefined
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  // Written so that NaN, from a character that is no digit, fails every comparison.
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return undefined
  return daysFromCivil(year, month, day)
}

/** `YYYY-MM-DDTHH:mm:ss.sssZ`; of fixed width, so that text order is time order. RangeError outside the years 0 to 9999. */
export function formatTime(ms: number): string {
  if (!(ms >= EARLIEST_MS && ms <= LATEST_MS))
    throw new RangeError(`Cannot write a time outside the years 0 to 9999: ${ms}`)
  // Formatting runs twice for every event that is read, and Date is several times slower than this.
  const day = Math.floor(ms / DAY_MS)
  const rest = ms - day * DAY_MS
  const seconds = Math.floor(rest / 1000)
  const clock = `${TWO_DIGITS[Math.floor(seconds / 3600)]}:${TWO_DIGITS[Math.floor(seconds / 60) % 60]}:${TWO_DIGITS[seconds % 60]}`
  const millisecond = Math.floor(rest % 1000)
  return `${dateText(day)}T${clock}.${millisecond < 100 ? '0' : ''}${TWO_DIGITS[millisecond] ?? millisecond}Z`
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'))

/** The last date of each of a few slots: times come in runs, but two series of them may alternate. */
const DATE_SLOTS = 16
const dates = Array.from({ length: DATE_SLOTS }, () => ({ day: Number.NaN, text: '' }))

function dateText(day: number): string {
  const slot = dates[(day >>> 0) % DATE_SLOTS]!
  if (slot.day !== day) {
    slot.day = day
    slot.text = new Date(day * DAY_MS).toISOString().slice(0, 10)
  }
  return slot.text
}

/** Minutes east of UTC written at the end of the text from `at` on. RFC 3339's `-00:00` is UTC. */
function parseOffset(text: string, at: number): number | undefined {
  const sign = text.charCodeAt(at)
  if ((sign | 0x20) === LOWER_Z) return text.length === at + 1 ? 0 : undefined
  if ((sign !== PLUS && sign !== DASH) || text.length !== at + 6 || text.charCodeAt(at + 3) !== COLON) return undefined
  const hours = twoDigits(text, at + 1)
  const minutes = twoDigits(text, at + 4)
  if (!(hours <= 23 && minutes <= 59)) return undefined
  return (sign === DASH ? -1 : 1) * (hours * 60 + minutes)
}

function isMonthsLastMinute(ms: number): boolean {
  const next = new Date(ms + MINUTE_MS)
  return next.getUTCDate() === 1 && next.getUTCHours() === 0 && next.getUTCMinutes() === 0
}

function daysInMonth(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return DAYS_IN_MONTH[month - 1]! + (leap ? 1 : 0)
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar, years counted from March so that the leap day is a year's last. */
function daysFromCivil(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

const DASH = 0x2d
const PLUS = 0x2b
const DOT = 0x2e
const COLON = 0x3a
const LOWER_T = 0x74
const LOWER_Z = 0x7a

/** NaN where there is no digit. */
function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - 0x30
  return digit >= 0 && digit <= 9 ? digit : Number.NaN
}

function twoDigits(text: string, at: number): number {
  return digitAt(text, at) * 10 + digitAt(text, at + 1)
}

/** `1,204`: every digit. */
export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',')

const UNITS = ['', 'k', 'M', 'G', 'T'] as const

/** At most five columns: `843`, `12.4k`, `4.1M`. */
export function compact(n: number): string {
  let value = n
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  return unit === 0
    ? String(Math.round(value))
    : `${value < 99.95 ? value.toFixed(1) : Math.round(value)}${UNITS[unit]}`
}

/** A rate: one digit behind the point while it is small. */
export const rate = (perSecond: number): string =>
  perSecond > 0 && perSecond < 9.95 ? perSecond.toFixed(1) : compact(perSecond)

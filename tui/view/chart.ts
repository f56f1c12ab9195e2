import type { Size } from './rect.js'
import type { Line } from './text.js'

/** What can be drawn, and of what. Only numbers go in: whatever has a name is named beside it. */
export interface Charts {
  /** Values from left to right. */
  readonly line: readonly number[]
  /** One bar a group of parts; the first part at the bottom. At most two parts; bars of two columns and gaps of two at the least. */
  readonly bars: { readonly groups: readonly (readonly number[])[]; readonly barColumns: number; readonly gap: number }
  /** From the oldest to the newest: the newest are shown. */
  readonly sparkline: readonly number[]
  /** A share from 0 to 1. */
  readonly gauge: number
}
export type ChartName = keyof Charts

/** A chart as lines of exactly that size. */
export type DrawChart = <C extends ChartName>(chart: C, data: Charts[C], size: Size) => readonly Line[]

export type Draw<C extends ChartName> = (data: Charts[C], size: Size) => readonly Line[]

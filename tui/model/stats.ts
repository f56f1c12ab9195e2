import type { Histogram } from '../../protocol/request.js'

/** Stretches of time up to now that figures can be about. */
export const PERIODS = [
  { name: '15 min', term: '15m', ms: 900_000 },
  { name: '1 h', term: '1h', ms: 3_600_000 },
  { name: '6 h', term: '6h', ms: 21_600_000 },
  { name: '24 h', term: '24h', ms: 86_400_000 },
  { name: '7 days', term: '7d', ms: 604_800_000 },
  { name: '90 days', term: '90d', ms: 7_776_000_000 },
] as const
export type Period = (typeof PERIODS)[number]

export interface Outcomes {
  readonly name: string
  readonly success: number
  readonly failure: number
}

/** Counted over the whole trail, for a period and a filter. */
export interface Figures {
  readonly period: Period
  readonly filter: string
  readonly total: number
  readonly failures: number
  readonly activity: Histogram
  /** The most frequent first. */
  readonly areas: readonly Outcomes[]
  readonly actors: readonly { readonly name: string; readonly total: number; readonly counts: readonly number[] }[]
}

export interface StatsState {
  period: Period
  figures: Figures | undefined
  figuresAskedAtMs: number
  /** How long counting took; undefined while it does. */
  figuresTookMs: number | undefined
  /** The widgets are there to draw with; until then the figures are told in words. */
  chartsLoaded: boolean
}

export const newStats = (): StatsState => ({
  period: PERIODS[3],
  figures: undefined,
  figuresAskedAtMs: 0,
  figuresTookMs: 0,
  chartsLoaded: false,
})

const AGAIN_MS = 5000

/** Whether to count anew: not while it is being done, and seldom where it takes long. */
export const figuresAreStale = ({ figuresTookMs, figuresAskedAtMs }: StatsState, nowMs: number): boolean =>
  figuresTookMs !== undefined && nowMs - figuresAskedAtMs >= Math.max(AGAIN_MS, 10 * figuresTookMs)

import { parseDuration } from '../../protocol/duration.js'
import type { Filter } from '../../protocol/filter/filter.js'

/** Stretches of time up to now that are often wanted, as `since:` takes them. */
export const PRESETS = ['5m', '15m', '1h', '6h', '24h', '7d'] as const
export type Preset = (typeof PRESETS)[number]

/** The choice of a stretch: the presets, and behind them all of the time. */
export interface Presets {
  readonly cursor: number
}

/** The preset a filter is of; undefined for all of the time and for any other stretch. */
export function presetOf({ terms }: Filter): Preset | undefined {
  const [time, ...more] = terms.flatMap((term) => (term.key === 'since' || term.key === 'until' ? [term] : []))
  if (time === undefined || more.length > 0 || time.key === 'until' || time.negated) return undefined
  const { time: since } = time
  return since.kind === 'ago' ? PRESETS.find((preset) => parseDuration(preset) === since.ms) : undefined
}

/** Whether a filter wants no more than the last while, or all but that. */
export function standingOfTime({ terms }: Filter, preset: Preset): 'included' | 'excluded' | undefined {
  const ms = parseDuration(preset)
  const found = terms.find(
    (term) => (term.key === 'since' || term.key === 'until') && term.time.kind === 'ago' && term.time.ms === ms,
  )
  if (found === undefined) return undefined
  return (found.key === 'since') === found.negated ? 'excluded' : 'included'
}

export const openPresets = (filter: Filter): Presets => {
  const preset = presetOf(filter)
  return { cursor: preset === undefined ? PRESETS.length : PRESETS.indexOf(preset) }
}

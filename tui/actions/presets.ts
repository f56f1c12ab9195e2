import type { Command } from '../keymap/keymap.js'
import { browseOf } from '../model/browse.js'
import type { Effect } from '../model/effect.js'
import { withTimes } from '../model/filter-edit.js'
import type { Model } from '../model/model.js'
import { applyFilter } from '../model/narrowing.js'
import { changeOverlay, closeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import { openPresets, PRESETS, type Preset } from '../model/presets.js'
import { type Action, leave } from './action.js'

/** The filter of the last while; without one, of all of the time. */
export function since(model: Model, preset: Preset | undefined): Effect[] {
  const times = preset === undefined ? '' : `since:${preset}`
  return applyFilter(model, withTimes(browseOf(model).filter.text, times))
}

const choose =
  (preset: Preset | undefined): Action =>
  (model) => {
    closeOverlay(model)
    return since(model, preset)
  }

const moveBy =
  (by: 1 | -1): Action =>
  (model) => {
    const presets = stateOf(model, 'presets')
    if (presets === undefined) return []
    const cursor = Math.min(PRESETS.length, Math.max(0, presets.cursor + by))
    changeOverlay(model, 'presets', { cursor })
    return []
  }

export const PRESETS_ACTIONS = {
  'choose-time': (model) => {
    openOverlay(model, 'presets', openPresets(browseOf(model).filter.filter))
    return []
  },
  'since-5m': choose('5m'),
  'since-15m': choose('15m'),
  'since-1h': choose('1h'),
  'since-6h': choose('6h'),
  'since-24h': choose('24h'),
  'since-7d': choose('7d'),
  'since-ever': choose(undefined),
  'use-preset': (model) => choose(PRESETS[stateOf(model, 'presets')?.cursor ?? PRESETS.length])(model),
  'next-preset': moveBy(1),
  'previous-preset': moveBy(-1),
  'leave-presets': leave,
} as const satisfies Partial<Record<Command, Action>>

import type { Command } from '../keymap/keymap.js'
import { askForFigures } from '../model/figures.js'
import { PERIODS } from '../model/stats.js'
import { note } from '../model/toast.js'
import type { Action } from './action.js'

const periodBy =
  (by: 1 | -1): Action =>
  (model) => {
    const period = PERIODS[PERIODS.indexOf(model.period) + by]
    if (period === undefined) {
      note(model, by === 1 ? 'That is the longest period' : 'That is the shortest period')
      return []
    }
    model.period = period
    return model.connection.kind === 'open' ? askForFigures(model) : []
  }

export const STATS_ACTIONS = {
  'longer-period': periodBy(1),
  'shorter-period': periodBy(-1),
} as const satisfies Partial<Record<Command, Action>>

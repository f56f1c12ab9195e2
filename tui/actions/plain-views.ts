import type { Command } from '../keymap/keymap.js'
import type { Effect } from '../model/effect.js'
import { askForFigures } from '../model/figures.js'
import { askForDestinations } from '../model/forwarding.js'
import type { Model } from '../model/model.js'
import { figuresAreStale } from '../model/stats.js'
import type { ViewName } from '../model/views.js'
import type { Action } from './action.js'

/** Shows a view as it was left. */
function show(model: Model, view: ViewName): Effect[] {
  model.current = view
  const charts: Effect[] = model.chartsLoaded || (view !== 'jobs' && view !== 'stats') ? [] : [{ type: 'load-charts' }]
  if (model.connection.kind !== 'open') return charts
  if (view === 'alerts' || view === 'jobs') return [...charts, { type: 'ask-report' }]
  if (view === 'forwarding') return askForDestinations(model)
  if (view !== 'stats') return []
  return [
    ...charts,
    ...(figuresAreStale(model, model.nowMs) || model.figures?.filter !== model.browses.live.filter.text
      ? askForFigures(model)
      : []),
  ]
}

const showing =
  (view: ViewName): Action =>
  (model) =>
    show(model, view)

export const PLAIN_VIEWS_ACTIONS = {
  'view-live': showing('live'),
  'view-live-again': showing('live'),
  'view-alerts': showing('alerts'),
  'view-jobs': showing('jobs'),
  'view-stats': showing('stats'),
  'view-forwarding': showing('forwarding'),
} as const satisfies Partial<Record<Command, Action>>

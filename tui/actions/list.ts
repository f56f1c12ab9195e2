import type { Command } from '../keymap/keymap.js'
import { askForWindow } from '../model/asking.js'
import { type Browse, browseOf } from '../model/browse.js'
import type { Effect } from '../model/effect.js'
import type { Model } from '../model/model.js'
import { askAgain, newerThan } from '../model/search.js'
import { note } from '../model/toast.js'
import { moveTo, pause, resume } from '../model/viewport.js'
import { layoutOf } from '../screens/layout.js'
import { columnsInSight } from '../screens/list.js'
import { clockIn } from '../view/time.js'
import type { Action } from './action.js'

const moveBy =
  (by: (model: Model) => number): Action =>
  (model) => {
    const browse = browseOf(model)
    moveTo(browse.view, browse.list, browse.view.cursor + by(model), model.listRows)
    browse.detailScroll = 0
    return []
  }

const half = ({ listRows }: Model): number => Math.max(1, Math.floor(listRows / 2))
const page = ({ listRows }: Model): number => Math.max(1, listRows - 1)

function follow(model: Model, browse: Browse): Effect[] {
  const { list, view } = browse
  const atEnd = view.cursor === list.length - 1 && list.newer === 'end'
  // What was fetched around an old event does not reach up to now: it is fetched anew.
  const detached = list.newer !== 'end'
  if (detached) list.setWindow({ events: [], older: 'end', newer: 'end' })
  resume(view, list, model.listRows)
  // Who wants what is newer than the newest shown asks anew.
  if (browse.name === 'search' && atEnd && newerThan(model, browse) > 0) return askAgain(model, browse)
  return detached ? askForWindow(browse) : []
}

function first(model: Model): Effect[] {
  const browse = browseOf(model)
  const { name, view, list, filter } = browse
  const atTop = !view.follow && view.cursor === 0
  moveTo(view, list, 0, model.listRows)
  if (!atTop || list.older === 'end') return []
  view.anchor = undefined
  browse.fetching = 'window'
  return [{ type: 'fetch-window', of: name, filter: filter.text, base: list.base, place: 'oldest' }]
}

const columnBy =
  (by: 1 | -1): Action =>
  (model) => {
    const browse = browseOf(model)
    const names = columnsInSight(model, clockIn(model.clock.timeZone), layoutOf(model).list.columns)
    const at = names.indexOf(browse.column)
    browse.column = names[Math.min(names.length - 1, Math.max(0, at + by))] ?? browse.column
    return []
  }

export const LIST_ACTIONS = {
  next: moveBy(() => 1),
  previous: moveBy(() => -1),
  'half-page-down': moveBy(half),
  'half-page-up': moveBy((model) => -half(model)),
  'page-down': moveBy(page),
  'page-up': moveBy((model) => -page(model)),
  first,
  follow: (model) => follow(model, browseOf(model)),
  'pause-or-follow': (model) => {
    const browse = browseOf(model)
    if (!browse.view.follow) return follow(model, browse)
    pause(browse.view)
    return []
  },
  wrap: (model) => {
    model.wrap = !model.wrap
    note(model, model.wrap ? 'Texts are wrapped' : 'Texts are cut')
    return [{ type: 'remember', change: { wrap: model.wrap } }]
  },
  'column-right': columnBy(1),
  'column-left': columnBy(-1),
} as const satisfies Partial<Record<Command, Action>>

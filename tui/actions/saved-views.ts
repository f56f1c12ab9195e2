import type { Command } from '../keymap/keymap.js'
import { keyOf } from '../model/binding.js'
import type { Effect } from '../model/effect.js'
import { isMistake, readFilter } from '../model/filtering.js'
import { typed } from '../model/line-editor.js'
import type { Model } from '../model/model.js'
import { changeOverlay, closeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import type { SavedView } from '../model/remembered.js'
import { commandLineOf, deleteView, isShown, loadView, putBack, saveView, toggleDefault } from '../model/saved-views.js'
import { note } from '../model/toast.js'
import { type Action, leave } from './action.js'

/** On the view under the cursor; nothing where there is none. */
const onView =
  (act: (model: Model, view: SavedView, at: number) => Effect[]): Action =>
  (model) => {
    const at = stateOf(model, 'saved-views')?.cursor ?? 0
    const view = model.savedViews[at]
    return view === undefined ? [] : act(model, view, at)
  }

const moveBy =
  (by: 1 | -1): Action =>
  (model) => {
    const views = stateOf(model, 'saved-views')
    if (views === undefined) return []
    const cursor = Math.max(0, Math.min(model.savedViews.length - 1, views.cursor + by))
    changeOverlay(model, 'saved-views', { ...views, cursor })
    return []
  }

function share(model: Model, view: SavedView): Effect[] {
  const read = readFilter(view.filter, model.clock)
  if (!isMistake(read)) return [{ type: 'copy', text: commandLineOf(view), what: 'command line', name: 'command' }]
  note(model, `Cannot share ${view.name}: ${read.message}`, 'error')
  return []
}

function remove(model: Model, view: SavedView, at: number): Effect[] {
  const cursor = Math.max(0, Math.min(at, model.savedViews.length - 2))
  changeOverlay(model, 'saved-views', { cursor, deleted: { view, at } })
  note(model, `deleted view ${view.name} · ${keyOf(model, 'put-view-back')} puts it back`)
  return deleteView(model, at)
}

function undelete(model: Model): Effect[] {
  const deleted = stateOf(model, 'saved-views')?.deleted
  if (deleted === undefined) {
    note(model, 'No view was deleted here')
    return []
  }
  changeOverlay(model, 'saved-views', { cursor: deleted.at })
  return putBack(model, deleted)
}

function save(model: Model): Effect[] {
  const name = stateOf(model, 'save-view')?.line.text.trim() ?? ''
  if (name === '') {
    note(model, 'The view needs a name', 'error')
    return []
  }
  closeOverlay(model)
  const effects = saveView(model, name)
  const views = stateOf(model, 'saved-views')
  const cursor = model.savedViews.findIndex((view) => view.name === name)
  if (views !== undefined) changeOverlay(model, 'saved-views', { cursor })
  return effects
}

export const SAVED_VIEWS_ACTIONS = {
  'saved-views': (model) => {
    const shown = model.savedViews.findIndex((view) => isShown(model, view))
    openOverlay(model, 'saved-views', { cursor: Math.max(0, shown) })
    return []
  },
  'load-view': onView((model, view) => {
    closeOverlay(model)
    return loadView(model, view)
  }),
  'name-view': (model) => {
    const shown = model.savedViews.find((view) => isShown(model, view))
    openOverlay(model, 'save-view', { line: typed(shown?.name ?? '') })
    return []
  },
  'save-view': save,
  'leave-save-view': leave,
  'default-view': onView((model, _, at) => toggleDefault(model, at)),
  'share-view': onView(share),
  'delete-view': onView(remove),
  'put-view-back': undelete,
  'next-view': moveBy(1),
  'previous-view': moveBy(-1),
  'leave-views': leave,
} as const satisfies Partial<Record<Command, Action>>

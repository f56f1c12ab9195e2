import type { AuditEvent } from '../protocol/event.js'
import type { Command } from './keymap/keymap.js'
import { askForWindow } from './model/asking.js'
import type { Effect } from './model/effect.js'
import type { ColumnName, Model } from './model/model.js'
import { type Narrowing, narrowByCell } from './model/narrowing.js'
import { isNotice } from './model/tape.js'
import { note } from './model/toast.js'
import { findRow, isFailure, moveTo, pause, resume } from './model/viewport.js'

export type Action = (model: Model) => Effect[]

/** The event under the cursor; undefined on a notice and where there is none. */
export function eventAtCursor({ list, view }: Model): AuditEvent | undefined {
  const entry = list.at(view.cursor)
  return entry === undefined || isNotice(entry) ? undefined : entry
}

const moveBy =
  (by: (model: Model) => number): Action =>
  (model) => {
    moveTo(model.view, model.list, model.view.cursor + by(model), model.listRows)
    model.detailScroll = 0
    return []
  }

const half = ({ listRows }: Model): number => Math.max(1, Math.floor(listRows / 2))
const page = ({ listRows }: Model): number => Math.max(1, listRows - 1)

function follow(model: Model): Effect[] {
  const { list, view } = model
  // What was fetched around an old event does not reach up to now: it is fetched anew.
  const detached = list.newer !== 'end'
  if (detached) list.setWindow({ events: [], older: 'end', newer: 'end' })
  resume(view, list, model.listRows)
  return detached ? askForWindow(model) : []
}

function first(model: Model): Effect[] {
  const { view, list } = model
  const atTop = !view.follow && view.cursor === 0
  moveTo(view, list, 0, model.listRows)
  if (!atTop || list.older === 'end') return []
  view.anchor = undefined
  model.fetching = 'window'
  return [{ type: 'fetch-window', filter: model.filter.text, base: list.base, place: 'oldest' }]
}

const failure =
  (by: 1 | -1): Action =>
  (model) => {
    const found = findRow(model.view, model.list, by, isFailure)
    if (found === undefined) note(model, `No ${by === 1 ? 'later' : 'earlier'} failure among the loaded events`)
    else moveBy(() => found - model.view.cursor)(model)
    return []
  }

const narrow =
  (how: Narrowing): Action =>
  (model) => {
    const event = eventAtCursor(model)
    if (event === undefined) return []
    const effects = narrowByCell(model, event, model.column, how)
    if (effects === undefined) note(model, 'There is nothing under the cursor to filter by')
    return effects ?? []
  }

export const columnBy =
  (by: 1 | -1, columns: (model: Model) => readonly ColumnName[]): Action =>
  (model) => {
    const names = columns(model)
    const at = names.indexOf(model.column)
    model.column = names[Math.min(names.length - 1, Math.max(0, at + by))] ?? model.column
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
  follow,
  'pause-or-follow': (model) => {
    if (!model.view.follow) return follow(model)
    pause(model.view)
    return []
  },
  'next-failure': failure(1),
  'previous-failure': failure(-1),
  'include-cell': narrow('include'),
  'exclude-cell': narrow('exclude'),
  'only-cell': narrow('only'),
  copy: (model) => {
    const event = eventAtCursor(model)
    return event === undefined ? [] : [{ type: 'copy', text: copyOf(event), what: 'event as JSON' }]
  },
} as const satisfies Partial<Record<Command, Action>>

/** What no text should carry unseen into a terminal or a chat is escaped, as JSON allows. */
function copyOf(event: AuditEvent): string {
  return JSON.stringify(event).replace(
    /[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

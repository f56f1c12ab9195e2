import { parseFilter } from '../../protocol/filter/parse.js'
import { printFilter } from '../../protocol/filter/print.js'
import { browseOf } from './browse.js'
import type { Effect } from './effect.js'
import { isMistake, readFilter } from './filtering.js'
import type { Typed } from './line-editor.js'
import type { Model } from './model.js'
import { applyFilter } from './narrowing.js'
import type { SavedView } from './remembered.js'
import { note } from './toast.js'

/** The list of views. */
export interface SavedViews {
  readonly cursor: number
  /** The one that was deleted last, to be put back. */
  readonly deleted?: { readonly view: SavedView; readonly at: number }
}

/** The name a view is being saved under. */
export interface SaveView {
  readonly line: Typed
}

/** What is looked at now, under a name: in the place of one of that name, else as the last one. */
export function saveView(model: Model, name: string): Effect[] {
  const { time, columnsShown: columns } = model
  const view: SavedView = { name, filter: browseOf(model).filter.text, time, ...(columns && { columns }) }
  const at = model.savedViews.findIndex((each) => each.name === name)
  const { default: isDefault } = model.savedViews[at] ?? {}
  const kept = { ...view, ...(isDefault && { default: true }) }
  note(model, `saved view ${name}`, 'done')
  return keep(model, at < 0 ? [...model.savedViews, kept] : model.savedViews.with(at, kept))
}

export function loadView(model: Model, { name, filter, time, columns }: SavedView): Effect[] {
  const read = readFilter(filter, model.clock)
  if (isMistake(read)) {
    note(model, `Cannot show ${name}: ${read.message}`, 'error')
    return []
  }
  if (time !== undefined) model.time = time
  model.columnsShown = columns
  const browse = browseOf(model)
  browse.chips = { ...browse.chips, off: [] }
  return applyFilter(model, filter)
}

export function deleteView(model: Model, at: number): Effect[] {
  return keep(model, model.savedViews.toSpliced(at, 1))
}

export function putBack(model: Model, { view, at }: NonNullable<SavedViews['deleted']>): Effect[] {
  return keep(model, model.savedViews.toSpliced(at, 0, view))
}

/** The view to begin with, or no longer; one at most. */
export function toggleDefault(model: Model, at: number): Effect[] {
  return keep(
    model,
    model.savedViews.map(({ default: was, ...view }, i) => (i === at && !was ? { ...view, default: true } : view)),
  )
}

function keep(model: Model, views: readonly SavedView[]): Effect[] {
  model.savedViews = views
  return [{ type: 'remember', change: { views } }]
}

/** Whether what is looked at is what was saved. */
export const isShown = (model: Model, { filter }: SavedView): boolean => filter === browseOf(model).filter.text

/** The command line that shows the same filter. Of a filter that cannot be read what was saved stands in one piece. */
export function commandLineOf({ filter }: SavedView): string {
  const terms = parseFilter(filter).terms.map((term) => ` --filter ${quoted(printFilter({ terms: [term] }))}`)
  return `audit-trail${terms.join('')}`
}

/** For a POSIX shell. */
const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

import type { AuditEvent } from '../../protocol/event.js'
import { type Browse, browseOf, eventAtCursor } from './browse.js'
import type { Effect } from './effect.js'
import type { Model } from './model.js'
import { applyFilter } from './narrowing.js'
import { note } from './toast.js'
import { findAgain, pause, showNeighbours } from './viewport.js'

/** The neighbours of an event are looked at without the filter, which waits. */
export interface Context {
  readonly event: AuditEvent
  readonly filter: string
}

/** The event among all others; and back to it under the filter. */
export function toggleContext(model: Model): Effect[] {
  const browse = browseOf(model)
  const { context } = browse
  if (context !== undefined) {
    stand(model, browse, context.event)
    return applyFilter(model, context.filter)
  }
  const event = eventAtCursor(browse)
  const { text } = browse.filter
  if (event === undefined) return []
  if (text === '') {
    note(model, 'Nothing is filtered: these are its neighbours')
    return []
  }
  stand(model, browse, event)
  const effects = applyFilter(model, '')
  showNeighbours(browse.view, browse.list, model.listRows)
  browse.switchedOff = text
  browse.context = { event, filter: text }
  return effects
}

/** The cursor goes to the event with the rows that are to come. */
function stand({ listRows }: Model, { view, list }: Browse, event: AuditEvent): void {
  pause(view)
  view.anchor = event
  findAgain(view, list, listRows)
}

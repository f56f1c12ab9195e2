import type { AuditEvent } from '../../protocol/event.js'
import { askForWindow } from './asking.js'
import { keyOf } from './binding.js'
import { browseOf } from './browse.js'
import type { Effect } from './effect.js'
import type { Model } from './model.js'
import { toggleFilter } from './narrowing.js'
import { isNotice } from './tape.js'
import { note } from './toast.js'
import { findAgain, pause } from './viewport.js'

/** Puts the cursor on an event of the trail, wherever it is; a filter that hides it is switched off. */
export function jumpTo(model: Model, event: AuditEvent): Effect[] {
  const browse = browseOf(model)
  const { view, list } = browse
  pause(view)
  view.anchor = event
  browse.detailScroll = 0
  if (!browse.filter.compiled.matches(event)) {
    note(model, `The filter hid it and is off now; ${keyOf(model, 'toggle-filter')} switches it on again`)
    return toggleFilter(model)
  }
  findAgain(view, list, model.listRows)
  const entry = list.at(view.cursor)
  if (entry !== undefined && !isNotice(entry) && entry.seq === event.seq) return []
  return askForWindow(browse)
}

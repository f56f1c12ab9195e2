import type { AuditEvent } from '../../protocol/event.js'
import type { Command } from '../keymap/keymap.js'
import { browseOf, eventAtCursor } from '../model/browse.js'
import type { Action } from './action.js'

export const COPYING_ACTIONS = {
  copy: (model) => {
    const event = eventAtCursor(browseOf(model))
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

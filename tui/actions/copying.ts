import { show } from '../../protocol/show.js'
import type { Command } from '../keymap/keymap.js'
import { browseOf, eventAtCursor } from '../model/browse.js'
import { type CopyMenu, type CopyName, copiesOf } from '../model/copy.js'
import type { Effect } from '../model/effect.js'
import type { Model } from '../model/model.js'
import { changeOverlay, closeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import { MASK, masked } from '../model/secrets.js'
import { note } from '../model/toast.js'
import { eventMessage } from '../screens/event-message.js'
import { type Action, leave } from './action.js'
import { detailRow } from './detail.js'

function open(model: Model): Effect[] {
  const browse = browseOf(model)
  const event = eventAtCursor(browse)
  if (event === undefined) {
    note(model, 'There is no event here to copy')
    return []
  }
  const shown = browse.detail.revealed === event.seq ? event : masked(event)
  const field = browse.focus === 'detail' ? detailRow(model)?.field : undefined
  const { connect } = model
  openOverlay(model, 'copy', {
    copies: copiesOf({ event: shown, message: eventMessage(shown), filter: browse.filter.text, connect, field }),
    cursor: 0,
  })
  return []
}

const inMenu =
  (act: (model: Model, menu: CopyMenu) => Effect[]): Action =>
  (model) => {
    const menu = stateOf(model, 'copy')
    return menu === undefined ? [] : act(model, menu)
  }

const moveBy = (by: 1 | -1): Action =>
  inMenu((model, menu) => {
    const cursor = Math.min(menu.copies.length - 1, Math.max(0, menu.cursor + by))
    changeOverlay(model, 'copy', { ...menu, cursor })
    return []
  })

function copy(model: Model, menu: CopyMenu, name: CopyName | undefined): Effect[] {
  const chosen = menu.copies.find((each) => each.name === name)
  closeOverlay(model)
  if (chosen === undefined) {
    note(model, name === 'field' ? 'There is no field under the cursor: open the event' : 'The event has none')
    return []
  }
  const { what } = chosen
  // JSON and commands take care of it themselves; a name is shown as it was on the screen.
  const text = name === 'event' || name === 'link' || name === 'command' ? chosen.text : show(chosen.text)
  return [{ type: 'copy', name: chosen.name, text, what: text.includes(MASK) ? `${what}, secrets masked,` : what }]
}

const copyNamed = (name: CopyName): Action => inMenu((model, menu) => copy(model, menu, name))

/** What a click on a row of the menu copies. */
export const copyAt = (model: Model, index: number): Effect[] =>
  inMenu((_, menu) => copy(model, menu, menu.copies[index]?.name))(model)

export const COPYING_ACTIONS = {
  copy: open,
  'copy-next': moveBy(1),
  'copy-previous': moveBy(-1),
  'copy-chosen': inMenu((model, menu) => copy(model, menu, menu.copies[menu.cursor]?.name)),
  'copy-field': copyNamed('field'),
  'copy-event': copyNamed('event'),
  'copy-message': copyNamed('message'),
  'copy-id': copyNamed('id'),
  'copy-actor': copyNamed('actor'),
  'copy-target': copyNamed('target'),
  'copy-link': copyNamed('link'),
  'copy-command': copyNamed('command'),
  'leave-copy': leave,
} as const satisfies Partial<Record<Command, Action>>

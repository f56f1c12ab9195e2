import type { Command } from '../keymap/keymap.js'
import { openConfirm, wordOf } from '../model/confirm-destination.js'
import { openDeadLetters } from '../model/dead-letters.js'
import { openForm } from '../model/destination-form.js'
import type { Effect } from '../model/effect.js'
import { askForDestinations, destinationAtCursor, destinationIndex, moveToDestination } from '../model/forwarding.js'
import type { Model } from '../model/model.js'
import { changeOverlay, closeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import { note } from '../model/toast.js'
import { type Action, leave } from './action.js'
import { DESTINATION_SHEET_ACTIONS } from './destination-sheet.js'

const moveTo =
  (to: (index: number) => number): Action =>
  (model) => {
    moveToDestination(model, to(destinationIndex(model)))
    return askForDestinations(model)
  }

const onDestination =
  (act: (model: Model, name: string) => Effect[]): Action =>
  (model) => {
    const destination = destinationAtCursor(model)
    return destination === undefined ? [] : act(model, destination.settings.name)
  }

export function openDead(model: Model, name: string): Effect[] {
  openOverlay(model, 'dead-letters', openDeadLetters(name))
  return [{ type: 'ask-dead', name, after: 0 }]
}

export function testDestination(model: Model, name: string): Effect[] {
  note(model, `Sending ${name} an event to try it`)
  return [{ type: 'control-forwarding', name, control: { method: 'forward.test', params: { name } } }]
}

/** To begin is harmless; to stop is asked about first. */
export function switchTo(model: Model, name: string, enabled: boolean): Effect[] {
  if (enabled)
    return [{ type: 'control-forwarding', name, control: { method: 'forward.toggle', params: { name, enabled } } }]
  openOverlay(model, 'confirm-destination', openConfirm('disable', name))
  return []
}

function confirm(model: Model): Effect[] {
  const asked = stateOf(model, 'confirm-destination')
  if (asked === undefined) return []
  const { deed, name, seq, line } = asked
  if (line.text.trim() !== wordOf(asked)) {
    changeOverlay(model, 'confirm-destination', { ...asked, mistaken: true })
    return []
  }
  closeOverlay(model)
  switch (deed) {
    case 'disable': {
      const params = { name, enabled: false }
      return [{ type: 'control-forwarding', name, control: { method: 'forward.toggle', params } }]
    }
    case 'delete':
      return [{ type: 'control-forwarding', name, control: { method: 'forward.delete', params: { name } } }]
    case 'discard': {
      const params = { name, ...(seq !== undefined && { seqs: [seq] }) }
      return [{ type: 'control-forwarding', name, control: { method: 'forward.discard', params } }]
    }
  }
}

const asking =
  (purpose: 'filter' | 'replay'): Action =>
  (model) => {
    const destination = destinationAtCursor(model)
    if (destination !== undefined) openOverlay(model, 'destination-form', openForm(purpose, destination))
    return []
  }

export const FORWARDING_ACTIONS = {
  'next-destination': moveTo((index) => index + 1),
  'previous-destination': moveTo((index) => index - 1),
  'first-destination': moveTo(() => 0),
  'last-destination': moveTo(() => Number.MAX_SAFE_INTEGER),
  'open-destination': onDestination((model, name) => {
    openOverlay(model, 'destination', { name, cursor: 0 })
    return askForDestinations(model)
  }),
  'switch-destination': onDestination((model, name) =>
    switchTo(model, name, destinationAtCursor(model)?.enabled === false),
  ),
  'test-destination': onDestination(testDestination),
  'dead-letters': onDestination(openDead),
  replay: asking('replay'),
  'edit-destination-filter': asking('filter'),
  'new-destination': (model) => {
    openOverlay(model, 'destination-form', openForm('create'))
    return []
  },
  'delete-destination': onDestination((model, name) => {
    openOverlay(model, 'confirm-destination', openConfirm('delete', name))
    return []
  }),
  confirm,
  'leave-confirm': leave,
  ...DESTINATION_SHEET_ACTIONS,
} as const satisfies Partial<Record<Command, Action>>

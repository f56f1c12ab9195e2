import { askForDeadAgain, withPage } from '../model/dead-letters.js'
import { refused } from '../model/destination-form.js'
import { askForDestinations } from '../model/forwarding.js'
import type { Controlled, ForwardingMessage } from '../model/message/forwarding.js'
import type { Model } from '../model/model.js'
import { changeOverlay, stateOf } from '../model/overlay.js'
import { note } from '../model/toast.js'
import { count } from '../view/number.js'
import { quietly, type Reactions } from './reaction.js'

const PURPOSES = { 'forward.create': 'create', 'forward.update': 'filter', 'forward.replay': 'replay' } as const

/** The form that waits for the answer to a request. */
function waitingForm(model: Model, method: Controlled['method']) {
  const form = stateOf(model, 'destination-form')
  return form?.sending && (PURPOSES as Partial<Record<string, string>>)[method] === form.purpose ? form : undefined
}

export const FORWARDING_REACTIONS: Reactions<ForwardingMessage> = {
  destinations: quietly((model, { destinations, discards }) => {
    model.destinations = destinations
    model.discards = discards
    model.untold = undefined
  }),
  'no-destinations': quietly((model, { message }) => {
    model.untold = message
  }),
  dead: quietly((model, { name, after, dead, more }) => {
    const state = stateOf(model, 'dead-letters')
    if (state?.name === name) changeOverlay(model, 'dead-letters', withPage(state, after, dead, more))
  }),
  controlled(model, message) {
    if (waitingForm(model, message.method) !== undefined)
      model.overlays = model.overlays.filter(({ kind }) => kind !== 'destination-form')
    if (message.method === 'forward.create') model.destinationAt = message.name
    const [text, kind] = wordsFor(message)
    note(model, text, kind)
    return [...askForDestinations(model), ...askForDeadAgain(model), { type: 'ask-report' }]
  },
  'not-controlled': quietly((model, { method, message, field }) => {
    const form = waitingForm(model, method)
    if (form === undefined) note(model, message, 'error')
    else changeOverlay(model, 'destination-form', refused(form, message, field))
  }),
}

/** What became of it, in words. */
function wordsFor(message: Controlled): [text: string, kind: 'done' | 'error'] {
  const { name } = message
  switch (message.method) {
    case 'forward.create':
      return [`${name} is made; ${message.answer.enabled ? 'it sends from now on' : 'S has it begin to send'}`, 'done']
    case 'forward.update':
      return [`The filter of ${name} is changed`, 'done']
    case 'forward.toggle':
      return [message.answer.enabled ? `${name} sends from where it stopped` : `${name} sends no more`, 'done']
    case 'forward.delete':
      return [`${name} is deleted`, 'done']
    case 'forward.test': {
      const { delivered, tookMs, code, message: why } = message.answer
      return delivered
        ? [`${name} took the event in ${count(tookMs)} ms`, 'done']
        : [`${name} did not take the event: ${[code, why].filter(Boolean).join(': ')}`, 'error']
    }
    case 'forward.replay':
      return [`The replay to ${name} has begun; 4 shows how far it is`, 'done']
    case 'forward.retry':
      return [`They are sent to ${name} again; 4 shows how far it is`, 'done']
    case 'forward.discard':
      return [`${count(message.answer.count)} taken off the list of ${name}`, 'done']
  }
}

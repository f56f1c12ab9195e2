import type { Command } from '../keymap/keymap.js'
import { openConfirm } from '../model/confirm-destination.js'
import { type DeadLetters, deadAtCursor, deadIndex } from '../model/dead-letters.js'
import type { Effect } from '../model/effect.js'
import type { Model } from '../model/model.js'
import { changeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import { type Action, leave } from './action.js'
import { goToEvent } from './destination-sheet.js'

const inList =
  (act: (model: Model, state: DeadLetters) => Effect[]): Action =>
  (model) => {
    const state = stateOf(model, 'dead-letters')
    return state === undefined ? [] : act(model, state)
  }

/** At the end the next page is asked for. */
const moveTo = (to: (index: number) => number): Action =>
  inList((model, state) => {
    const { name, letters = [], more } = state
    const last = letters.length - 1
    const cursor = Math.max(0, Math.min(last, to(deadIndex(state))))
    changeOverlay(model, 'dead-letters', { ...state, cursor })
    return more && cursor === last ? [{ type: 'ask-dead', name, after: letters[last]!.seq }] : []
  })

const retry = (name: string, seqs?: number[]): Effect[] => [
  { type: 'control-forwarding', name, control: { method: 'forward.retry', params: { name, ...(seqs && { seqs }) } } },
]

export const DEAD_LETTERS_ACTIONS = {
  'next-dead': moveTo((index) => index + 1),
  'previous-dead': moveTo((index) => index - 1),
  'first-dead': moveTo(() => 0),
  'last-dead': moveTo(() => Number.MAX_SAFE_INTEGER),
  'go-to-dead': inList((model, state) => {
    const letter = deadAtCursor(state)
    return letter === undefined ? [] : goToEvent(model, letter.seq)
  }),
  'retry-dead': inList((_, state) => {
    const letter = deadAtCursor(state)
    return letter === undefined ? [] : retry(state.name, [letter.seq])
  }),
  'retry-all-dead': inList((_, { name }) => retry(name)),
  'discard-dead': inList((model, state) => {
    const letter = deadAtCursor(state)
    if (letter !== undefined) openOverlay(model, 'confirm-destination', openConfirm('discard', state.name, letter.seq))
    return []
  }),
  'discard-all-dead': inList((model, { name }) => {
    openOverlay(model, 'confirm-destination', openConfirm('discard', name))
    return []
  }),
  'leave-dead-letters': leave,
} as const satisfies Partial<Record<Command, Action>>

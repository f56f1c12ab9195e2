import type { DeadLetter } from '../../protocol/destination.js'
import type { Effect } from './effect.js'
import { type OverlayStack, stateOf } from './overlay.js'
import type { TrailState } from './trail.js'

/** The events that a receiver refused for good, as far as they were asked for. */
export interface DeadLetters {
  /** Of the destination. */
  readonly name: string
  /** In seq order; undefined until they were told. */
  readonly letters: readonly DeadLetter[] | undefined
  /** There are others behind these. */
  readonly more: boolean
  readonly cursor: number
}

export const openDeadLetters = (name: string): DeadLetters => ({ name, letters: undefined, more: false, cursor: 0 })

/** The cursor stays within the list, which grows shorter by itself. */
export const deadIndex = ({ letters = [], cursor }: DeadLetters): number =>
  Math.max(0, Math.min(cursor, letters.length - 1))

export const deadAtCursor = (state: DeadLetters): DeadLetter | undefined => state.letters?.[deadIndex(state)]

/** With a page of them: in place of all from there on. */
export function withPage(state: DeadLetters, after: number, dead: readonly DeadLetter[], more: boolean): DeadLetters {
  const before = (state.letters ?? []).filter(({ seq }) => seq <= after)
  return { ...state, letters: [...before, ...dead], more }
}

/** Who has gone further than the first page keeps what is shown. */
export function askForDeadAgain(model: OverlayStack & Pick<TrailState, 'connection'>): Effect[] {
  const state = stateOf(model, 'dead-letters')
  if (state === undefined || model.connection.kind !== 'open' || (state.letters?.length ?? 0) > FIRST_PAGE) return []
  return [{ type: 'ask-dead', name: state.name, after: 0 }]
}

const FIRST_PAGE = 1000

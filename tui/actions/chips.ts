import type { Command } from '../keymap/keymap.js'
import { browseOf } from '../model/browse.js'
import { removeChip, toggleChip, turnChipRound } from '../model/chip-edit.js'
import { chipsOf, termIndex } from '../model/chips.js'
import type { Effect } from '../model/effect.js'
import type { Model } from '../model/model.js'
import { openPrompt, retype, vocabularyOf } from '../model/prompt.js'
import type { Action } from './action.js'
import { showPrompt } from './prompt.js'

const cursorIn = (model: Model): number => {
  const browse = browseOf(model)
  return Math.max(0, Math.min(browse.chips.cursor, chipsOf(browse).length - 1))
}

const chipBy =
  (to: (cursor: number, last: number) => number): Action =>
  (model) => {
    const browse = browseOf(model)
    const last = chipsOf(browse).length - 1
    browse.chips = { ...browse.chips, cursor: Math.max(0, Math.min(last, to(cursorIn(model), last))) }
    return []
  }

const onChip =
  (act: (model: Model, index: number) => Effect[]): Action =>
  (model) =>
    act(model, cursorIn(model))

/** The prompt with the caret behind that part; one that is off is put on first. */
function editChip(model: Model, index: number): Effect[] {
  const browse = browseOf(model)
  const switchedOn = chipsOf(browse)[index]?.on === false ? toggleChip(model, index) : []
  const at = termIndex(chipsOf(browse), index)
  const { text, filter } = browse.filter
  const next = filter.terms[at + 1]
  const points = [...text]
  const caret = points
    .slice(0, next === undefined ? points.length : next.column - 1)
    .join('')
    .trimEnd().length
  const prompt = openPrompt(text, vocabularyOf(model))
  return [...switchedOn, ...showPrompt(model, retype(prompt, { text, caret }, vocabularyOf(model)))]
}

export const CHIPS_ACTIONS = {
  'toggle-chip': onChip(toggleChip),
  'remove-chip': onChip(removeChip),
  'turn-chip': onChip(turnChipRound),
  'edit-chip': onChip(editChip),
  'next-chip': chipBy((cursor) => cursor + 1),
  'previous-chip': chipBy((cursor) => cursor - 1),
  'first-chip': chipBy(() => 0),
  'last-chip': chipBy((_, last) => last),
} as const satisfies Partial<Record<Command, Action>>

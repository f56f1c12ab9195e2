import type { Command } from '../keymap/keymap.js'
import type { Effect } from '../model/effect.js'
import { typed } from '../model/line-editor.js'
import type { Model } from '../model/model.js'
import { changeOverlay, closeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import { retype, vocabularyOf } from '../model/prompt.js'
import { openRecall, recalled } from '../model/recall.js'
import { type Action, leave } from './action.js'
import { showPrompt } from './prompt.js'

const moveBy =
  (by: 1 | -1): Action =>
  (model) => {
    const recall = stateOf(model, 'recall')
    if (recall === undefined) return []
    const last = recalled(model.history, recall).length - 1
    changeOverlay(model, 'recall', { ...recall, cursor: Math.max(0, Math.min(last, recall.cursor + by)) })
    return []
  }

function take(model: Model): Effect[] {
  const recall = stateOf(model, 'recall')
  const prompt = stateOf(model, 'prompt')
  closeOverlay(model)
  const found = recall && recalled(model.history, recall)[recall.cursor]
  return found === undefined || prompt === undefined
    ? []
    : showPrompt(model, retype(prompt, typed(found), vocabularyOf(model)))
}

export const RECALL_ACTIONS = {
  'search-history': (model) => {
    openOverlay(model, 'recall', openRecall())
    return []
  },
  'older-recalled': moveBy(1),
  'newer-recalled': moveBy(-1),
  'take-recalled': take,
  'leave-recall': leave,
} as const satisfies Partial<Record<Command, Action>>

import type { Command } from '../keymap/keymap.js'
import type { Effect } from '../model/effect.js'
import type { Model } from '../model/model.js'
import { applyFilter } from '../model/narrowing.js'
import { changeOverlay, closeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import { cycle, type Prompt, recall, vocabularyOf } from '../model/prompt.js'
import { type Action, leave } from './action.js'

/** Counts for the prompt are wanted when nothing was typed for this long. */
const PREVIEW_MS = 120

/** The prompt as it is now; what it would leave is asked for by and by. */
export function showPrompt(model: Model, prompt: Prompt): Effect[] {
  openOverlay(model, 'prompt', prompt)
  return prompt.mistake ? [] : [{ type: 'wait', ms: PREVIEW_MS, purpose: 'preview' }]
}

const inPrompt =
  (act: (model: Model, prompt: Prompt) => Effect[]): Action =>
  (model) => {
    const prompt = stateOf(model, 'prompt')
    return prompt === undefined ? [] : act(model, prompt)
  }

const cycleBy = (by: 1 | -1): Action =>
  inPrompt((model, prompt) => showPrompt(model, cycle(prompt, by, vocabularyOf(model))))

const recallBy = (by: 1 | -1): Action =>
  inPrompt((model, prompt) => showPrompt(model, recall(prompt, model.history, by, vocabularyOf(model))))

function apply(model: Model, prompt: Prompt): Effect[] {
  if (prompt.mistake) {
    changeOverlay(model, 'prompt', { ...prompt, unfinished: false })
    return []
  }
  closeOverlay(model)
  return applyFilter(model, prompt.line.text)
}

export const PROMPT_ACTIONS = {
  'apply-filter': inPrompt(apply),
  'leave-prompt': leave,
  complete: cycleBy(1),
  'complete-back': cycleBy(-1),
  'recall-older': recallBy(1),
  'recall-newer': recallBy(-1),
} as const satisfies Partial<Record<Command, Action>>

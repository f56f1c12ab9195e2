import { showPrompt } from '../actions/prompt.js'
import { changeOverlay, topOf } from '../model/overlay.js'
import { choose, type Prompt, retype, vocabularyOf } from '../model/prompt.js'
import { viewPromptPopup } from '../screens/prompt-popup.js'
import type { OverlayKind } from './overlay.js'

/** The line itself stands where the filter stands; this is what comes below it. */
export const PROMPT: OverlayKind<Prompt> = {
  view: (prompt, model, { filter }) =>
    filter && topOf(model)?.kind === 'prompt' ? viewPromptPopup(prompt, filter, model) : undefined,
  typing: {
    line: ({ line }) => line,
    retype: (model, prompt, line) => showPrompt(model, retype(prompt, line, vocabularyOf(model))),
  },
  clicked(model, prompt, what, which) {
    if (what === 'candidate') changeOverlay(model, 'prompt', choose(prompt, Number(which), vocabularyOf(model)))
    return []
  },
}

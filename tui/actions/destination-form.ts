import type { Command } from '../keymap/keymap.js'
import { controlOf, type DestinationForm, nextChoice, step } from '../model/destination-form.js'
import type { Effect } from '../model/effect.js'
import type { Model } from '../model/model.js'
import { changeOverlay, stateOf } from '../model/overlay.js'
import { type Action, leave } from './action.js'

const inForm =
  (act: (model: Model, form: DestinationForm) => DestinationForm): Action =>
  (model) => {
    const form = stateOf(model, 'destination-form')
    if (form !== undefined && !form.sending) changeOverlay(model, 'destination-form', act(model, form))
    return []
  }

function answer(model: Model): Effect[] {
  const form = stateOf(model, 'destination-form')
  if (form === undefined || form.sending) return []
  const after = step(form, 1, model.clock)
  changeOverlay(model, 'destination-form', after)
  return after.sending ? [{ type: 'control-forwarding', ...controlOf(after, model.clock) }] : []
}

export const DESTINATION_FORM_ACTIONS = {
  answer,
  'next-choice': inForm((_, form) => nextChoice(form)),
  'question-before': inForm(({ clock }, form) => step(form, -1, clock)),
  'leave-form': leave,
} as const satisfies Partial<Record<Command, Action>>

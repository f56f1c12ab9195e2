import type { Command } from '../keymap/keymap.js'
import { keyOf } from '../model/binding.js'
import type { Effect } from '../model/effect.js'
import type { Model } from '../model/model.js'
import { note, toastOf } from '../model/toast.js'
import type { Action } from './action.js'

const TIMES = ['local', 'utc', 'relative'] as const

const timesAre = ({ time, clock }: Model): string =>
  time === 'relative' ? 'how long ago' : time === 'utc' ? 'UTC' : `local (${clock.timeZone})`

/** Once for all, at the first click: nobody can select text as they are used to. */
export function tellOfMouse(model: Model): Effect[] {
  if (model.mouseTold || toastOf(model) !== undefined) return []
  model.mouseTold = true
  note(model, `Shift-drag selects text; ${keyOf(model, 'toggle-mouse')} turns the mouse off`, 'note', 10_000)
  return [{ type: 'remember', change: { mouse: model.mouse } }]
}

export const LOOK_ACTIONS = {
  'cycle-time': (model) => {
    model.time = TIMES[(TIMES.indexOf(model.time) + 1) % TIMES.length]!
    note(model, `Times are ${timesAre(model)}`)
    return [{ type: 'remember', change: { time: model.time } }]
  },
  'toggle-mouse': (model) => {
    model.mouse = !model.mouse
    model.mouseTold = true
    note(model, model.mouse ? 'Mouse on: click and scroll; Shift-drag selects text' : 'Mouse off: drag selects text')
    return [
      { type: 'set-mouse', on: model.mouse },
      { type: 'remember', change: { mouse: model.mouse } },
    ]
  },
} as const satisfies Partial<Record<Command, Action>>

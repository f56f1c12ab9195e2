import type { Command } from '../keymap/keymap.js'
import { browseOf } from '../model/browse.js'
import type { Effect } from '../model/effect.js'
import type { Model } from '../model/model.js'
import { changeOverlay, closeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import { pause } from '../model/viewport.js'
import { plainHeight, plainLines, plainTop } from '../screens/plain.js'
import { clockIn } from '../view/time.js'
import type { Action } from './action.js'

function open(model: Model): Effect[] {
  const { view, list, focus } = browseOf(model)
  // What is selected must not move away.
  pause(view)
  view.anchor = list.at(view.cursor)
  const of = focus === 'detail' ? 'event' : 'list'
  openOverlay(model, 'plain', { of, top: plainTop(model, of, clockIn(model.clock.timeZone)) })
  return [{ type: 'set-mouse', on: false }]
}

const scrollBy =
  (by: (height: number) => number): Action =>
  (model) => {
    const plain = stateOf(model, 'plain')
    if (plain === undefined) return []
    const height = plainHeight(model)
    const most = Math.max(0, plainLines(model, plain, clockIn(model.clock.timeZone)).length - height)
    changeOverlay(model, 'plain', { ...plain, top: Math.min(most, Math.max(0, plain.top + by(height))) })
    return []
  }

export const PLAIN_ACTIONS = {
  plain: open,
  'plain-down': scrollBy(() => 1),
  'plain-up': scrollBy(() => -1),
  'plain-page-down': scrollBy((height) => height - 1),
  'plain-page-up': scrollBy((height) => 1 - height),
  'leave-plain': (model) => {
    closeOverlay(model)
    return [{ type: 'set-mouse', on: model.mouse }]
  },
} as const satisfies Partial<Record<Command, Action>>

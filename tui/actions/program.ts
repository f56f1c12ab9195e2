import type { Command } from '../keymap/keymap.js'
import { keyOf } from '../model/binding.js'
import { browseOf } from '../model/browse.js'
import type { Effect } from '../model/effect.js'
import type { Model } from '../model/model.js'
import { askAgain } from '../model/search.js'
import { note } from '../model/toast.js'
import { isPlain } from '../model/views.js'
import type { Action } from './action.js'
import { back } from './panes.js'

function quit(model: Model, asked: boolean): Effect[] {
  if (asked && model.exporting !== undefined) {
    const [stops, quits] = [keyOf(model, 'cancel-export'), keyOf(model, 'quit')]
    note(model, `An export is running: ${stops} stops it, ${quits} quits all the same`, 'error')
    return []
  }
  return [{ type: 'quit', code: 0 }]
}

export const PROGRAM_ACTIONS = {
  again: (model) => {
    if (model.connection.kind !== 'waiting') return askAgain(model, browseOf(model))
    note(model, 'Connecting again')
    return [{ type: 'reconnect' }]
  },
  redraw: () => [{ type: 'redraw' }],
  suspend: () => [{ type: 'suspend' }],
  quit: (model) => quit(model, false),
  'back-or-quit': (model) => {
    if (isPlain(model.current)) {
      model.current = 'live'
      return []
    }
    const { focus, detailOpen } = browseOf(model)
    return focus === 'list' && !detailOpen && !model.zoomed ? quit(model, true) : back(model)
  },
} as const satisfies Partial<Record<Command, Action>>

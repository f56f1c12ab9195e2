import { run } from '../actions/actions.js'
import { commandFor, refusalOf } from '../keymap/keymap.js'
import { browseOf } from '../model/browse.js'
import type { Effect } from '../model/effect.js'
import type { InputMessage } from '../model/message/input.js'
import type { Model } from '../model/model.js'
import { dismiss, dismissError, note } from '../model/toast.js'
import { paste, typeKey } from '../overlays/overlays.js'
import { layoutOf } from '../screens/layout.js'
import { pointed } from './pointer.js'
import { quietly, type Reactions } from './reaction.js'
import { everySecond } from './tick.js'

export const INPUT_REACTIONS: Reactions<InputMessage> = {
  key: (model, { key }) => keyPressed(model, key),
  paste: (model, { text }) => paste(model, text),
  mouse: pointed,
  focus: quietly((model, { focused }) => {
    model.focused = focused
  }),
  resize(model, { columns, rows }) {
    model.columns = columns
    model.rows = rows
    // The chart has as many columns as there are; it is asked for anew when the size has settled.
    for (const browse of Object.values(model.browses)) browse.uncounted++
    return []
  },
  tick: everySecond,
}

function keyPressed(model: Model, key: string): Effect[] {
  // Where a message has the line of the state, what the next key does is worth more.
  if (layoutOf(model).message === undefined) dismiss(model)
  else dismissError(model)
  const browse = browseOf(model)
  browse.sought = undefined
  // What failed for want of a connection is asked for when there is one.
  if (browse.fetching === 'failed' && model.connection.kind === 'open') browse.fetching = undefined
  const command = commandFor(key, model)
  if (command !== undefined) return run(command, model)
  const why = refusalOf(key, model)
  if (why !== undefined) note(model, `Not now: ${why}`)
  return typeKey(model, key)
}

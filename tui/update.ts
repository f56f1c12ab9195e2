import { askForMore, askForPanes } from './model/asking.js'
import { browseOf } from './model/browse.js'
import type { Effect } from './model/effect.js'
import { askForHitRank } from './model/hit-rank.js'
import type { Message } from './model/message.js'
import type { Model } from './model/model.js'
import { askForRelated } from './model/related.js'
import { settle } from './model/viewport.js'
import { COUNTS_REACTIONS } from './reactions/counts.js'
import { DAEMON_REACTIONS } from './reactions/daemon.js'
import { FILES_REACTIONS } from './reactions/files.js'
import { FORWARDING_REACTIONS } from './reactions/forwarding.js'
import { INPUT_REACTIONS } from './reactions/input.js'
import { INSPECTING_REACTIONS } from './reactions/inspecting.js'
import { MEMORY_REACTIONS } from './reactions/memory.js'
import type { Reactions } from './reactions/reaction.js'
import { ROWS_REACTIONS } from './reactions/rows.js'
import { measure } from './screen.js'

const REACTIONS: Reactions<Message> = {
  ...INPUT_REACTIONS,
  ...ROWS_REACTIONS,
  ...COUNTS_REACTIONS,
  ...INSPECTING_REACTIONS,
  ...FILES_REACTIONS,
  ...MEMORY_REACTIONS,
  ...DAEMON_REACTIONS,
  ...FORWARDING_REACTIONS,
}

/** The model after a message, changed in place, and what is asked of the world because of it. */
export function update(model: Model, message: Message): Effect[] {
  model.nowMs = model.clock.now()
  const effects = REACTIONS[message.type](model, message as never)
  measure(model)
  const browse = browseOf(model)
  settle(browse.view, browse.list, model.listRows)
  return [
    ...effects,
    ...askForMore(model, browse),
    ...askForRelated(model, browse),
    ...askForPanes(model, browse),
    ...askForHitRank(model, browse),
  ]
}

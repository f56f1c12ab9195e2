import { beginAnew, connectionChanged, frameCame, moreCame, windowCame } from '../model/arrivals.js'
import { logLink } from '../model/link-log.js'
import type { RowsMessage } from '../model/message/rows.js'
import { foundCame } from '../model/seek.js'
import { note } from '../model/toast.js'
import { quietly, type Reactions } from './reaction.js'

export const ROWS_REACTIONS: Reactions<RowsMessage> = {
  connection(model, { state }) {
    logLink(model, model.nowMs, state)
    const effects = connectionChanged(model, state)
    return state.kind === 'open' ? [...effects, { type: 'ask-report' }] : effects
  },
  'another-trail': beginAnew,
  frame: quietly((model, { frame }) => frameCame(model, frame)),
  window: quietly(windowCame),
  more: quietly(moreCame),
  found: (model, { of, sought, event }) => foundCame(model, model.browses[of], sought, event),
  failed: quietly((model, { asked, of, message, passing }) => {
    const browse = of && model.browses[of]
    if (browse && asked === 'rows') browse.fetching = 'failed'
    if (browse && asked === 'histogram') browse.countingMs = model.nowMs - browse.countedAtMs
    if (!passing || asked === 'find') note(model, message, 'error')
  }),
}

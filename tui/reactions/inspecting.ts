import { jumpTo } from '../model/jump.js'
import type { InspectingMessage } from '../model/message/inspecting.js'
import { note } from '../model/toast.js'
import { quietly, type Reactions } from './reaction.js'

export const INSPECTING_REACTIONS: Reactions<InspectingMessage> = {
  related: quietly((model, { of, related }) => {
    const browse = model.browses[of]
    if (browse.related?.seq === related.seq) browse.related = related
  }),
  marked(model, { events, jump }) {
    model.marked = new Map([...model.marked, ...events.map((event) => [event.seq, event] as const)])
    const [event] = events
    if (!jump) return []
    if (event !== undefined) return jumpTo(model, event)
    note(model, 'The event is no longer in the trail', 'error')
    return []
  },
  'marked-failed': quietly((model, { message }) => note(model, message, 'error')),
}

import type { AuditEvent } from '../../protocol/event.js'
import { compileFilter } from '../../protocol/filter/compile.js'
import { parseFilter } from '../../protocol/filter/parse.js'
import { type FollowContext, piecesAfter } from '../follow/pieces-after.js'

export interface Matching {
  readonly filter: string
  readonly timeZone?: string
  /** The instant that relative times are meant from. */
  readonly nowMs: number
  /** Last seq that is looked at. */
  readonly through: number
}

const PIECE_EVENTS = 500
/** After which the view of the trail is let go: who takes them may take hours. */
const MAX_READ_AHEAD = 2000

/** Events that match, in seq order, in pieces, at the pace of who takes them. What is gone is passed over. */
export async function* matchesAfter(
  context: FollowContext,
  { nowMs, through, ...filtered }: Matching,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<readonly AuditEvent[]> {
  const { filter, timeZone } = filtered
  const live = compileFilter(parseFilter(filter), { now: () => nowMs, ...(timeZone !== undefined && { timeZone }) })
  const asked = {
    ...context,
    now: () => nowMs,
    retentionMs() {
      // The limit is one of today, whenever the relative times were fixed.
      const limitMs = context.retentionMs()
      return limitMs === undefined ? undefined : limitMs - (context.now() - nowMs)
    },
  }
  for (let position = after; position < through; ) {
    const read: (readonly AuditEvent[])[] = []
    let events = 0
    const before = position
    for await (const piece of piecesAfter(asked, { ...filtered, live, size: PIECE_EVENTS }, position, signal)) {
      position = 'gap' in piece ? piece.gap.to : piece.through
      if ('events' in piece && piece.events.length > 0) read.push(piece.events)
      events += 'events' in piece ? piece.events.length : 0
      if (position >= through || events >= MAX_READ_AHEAD) break
    }
    yield* read
    if (position === before) return
  }
}

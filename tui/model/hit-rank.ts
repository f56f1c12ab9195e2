import type { AuditEvent } from '../../protocol/event.js'
import { type Browse, eventAtCursor } from './browse.js'
import type { Effect } from './effect.js'
import type { AppliedFilter } from './filtering.js'
import { type Highlight, hitsFilter } from './highlight.js'
import type { Model } from './model.js'
import { stateOf } from './overlay.js'
import { isNotice } from './tape.js'

/** Which of the hits the event under the cursor is, in the order of the list, the oldest being the first. */
export interface HitRank {
  readonly event: AuditEvent
  readonly highlight: Highlight
  readonly filter: AppliedFilter
  /** Undefined until the daemon has answered. */
  readonly rank?: number
  /** What the daemon was asked to count, and how many hits there are besides, up to this one. */
  readonly asked?: { readonly filter: string; readonly besides: number }
}

/** More rows than this are counted by the daemon. */
const MOST_SCANNED = 5000

/** The rank of the event under the cursor where that is a hit and it is known. */
export function hitRankOf(browse: Browse): number | undefined {
  const { hitRank, hits = 0 } = browse
  const rank = isOfCursor(hitRank, browse) ? hitRank?.rank : undefined
  return rank !== undefined && rank >= 1 && rank <= hits ? rank : undefined
}

const isOfCursor = (known: HitRank | undefined, browse: Browse): boolean =>
  known?.event === eventAtCursor(browse) && known?.highlight === browse.highlight && known?.filter === browse.filter

/** Finds out which hit the cursor is on: from the rows, where they reach to an end; else the daemon counts. */
export function askForHitRank(model: Model, browse: Browse): Effect[] {
  const { highlight, filter, hits, hitRank } = browse
  const event = eventAtCursor(browse)
  if (highlight === undefined || hits === undefined || event === undefined || !highlight.matches(event)) return []
  if (isOfCursor(hitRank, browse)) return []
  if (stateOf(model, 'find') !== undefined || model.connection.kind !== 'open') return []
  const later = hitsFromCursor(browse, 1)
  const earlier = later === undefined ? hitsFromCursor(browse, -1) : undefined
  const rank = later !== undefined ? hits - later : earlier !== undefined ? earlier + 1 : undefined
  if (rank !== undefined) {
    browse.hitRank = { event, highlight, filter, rank }
    return []
  }
  const asked = questionOf(browse, event, highlight)
  browse.hitRank = { event, highlight, filter, asked }
  return [{ type: 'count', of: browse.name, purpose: 'hit-rank', filter: asked.filter }]
}

export function hitRankCounted(browse: Browse, filter: string, count: number): void {
  const { hitRank } = browse
  if (hitRank?.asked?.filter === filter) browse.hitRank = { ...hitRank, rank: count + hitRank.asked.besides }
}

/** What came live is listed in order of seq, what was fetched in order of time. */
function questionOf(
  browse: Browse,
  { seq, timestamp }: AuditEvent,
  { matches }: Highlight,
): NonNullable<HitRank['asked']> {
  const { list, view } = browse
  const hits = hitsFilter(browse)
  if (seq > list.base) return { filter: `${hits} seq:..${seq}`, besides: 0 }
  let besides = 1
  for (let i = view.cursor - 1; ; i--) {
    const entry = list.at(i)
    if (entry === undefined || isNotice(entry) || entry.timestamp !== timestamp) break
    if (matches(entry)) besides++
  }
  return { filter: `${hits} seq:..${list.base} until:${timestamp}`, besides }
}

/** Hits beyond the cursor in a direction; undefined where not all rows are there, or too many. */
function hitsFromCursor({ list, view, highlight }: Browse, by: 1 | -1): number | undefined {
  const edge = by === 1 ? 'end' : list.older
  const rows = by === 1 ? list.length - 1 - view.cursor : view.cursor
  if (edge !== 'end' || rows > MOST_SCANNED) return undefined
  let hits = 0
  for (let i = view.cursor + by, left = rows; left > 0; i += by, left--) {
    const entry = list.at(i)!
    if (!isNotice(entry)) hits += Number(highlight!.matches(entry))
    else if (entry.notice === 'unloaded') return undefined
  }
  return hits
}

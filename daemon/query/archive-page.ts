import { encodeCursor } from '../../protocol/cursor.js'
import { TrailError } from '../../protocol/error.js'
import type { AuditEvent } from '../../protocol/event.js'
import type { Page, Params, SeqRange } from '../../protocol/request.js'
import { type ArchiveFile, archiveFiles, readArchiveFile } from '../store/archive.js'
import { damageIn } from '../store/damage.js'
import { SEGMENT_EVENTS } from '../store/segment.js'
import type { Within } from './asked-filter.js'
import type { Context } from './context.js'
import { readPageCursor } from './moment.js'
import { type Plan, planOf } from './plan.js'

/**
 * One page of what retention has archived. There is no index: files that can match
 * by their time and seqs are read in order until none of the rest could come before
 * the page's last event. Memory holds one file and one page. Throws `not-found` where
 * no archive is configured.
 */
export async function queryArchive(
  context: Context,
  params: Params<'query'> & Within,
  signal: AbortSignal,
): Promise<Page> {
  const { trail, now, archivePath } = context
  const path = archivePath?.()
  if (path === undefined) {
    throw new TrailError('not-found', 'Cannot search the archive: there is none; --archive DIR makes one')
  }
  const { order = 'newest', limit = 100 } = params
  const cursor = params.cursor === undefined ? undefined : readPageCursor(params.cursor, trail, order)
  const { nowMs, asOf } = cursor ?? { nowMs: now(), asOf: trail.lastSeq }
  // Nothing here is within the retention limit; and seqs of an earlier epoch may be larger than today's.
  const unbounded = { cutoffMs: Number.NEGATIVE_INFINITY, asOf: Number.MAX_SAFE_INTEGER }
  const plan = planOf(params, { nowMs, ...unbounded })
  const sign = order === 'oldest' ? 1 : -1
  const compare = (a: Position, b: Position) => sign * (a.timestampMs - b.timestampMs || a.seq - b.seq)
  const nearest = ({ minMs, maxMs }: ArchiveFile) => sign * (order === 'oldest' ? minMs : maxMs)
  const farthest = ({ minMs, maxMs }: ArchiveFile) => sign * (order === 'oldest' ? maxMs : minMs)

  const files = (await archiveFiles(path))
    .filter((file) => canMatch(file, plan) && (cursor === undefined || farthest(file) >= sign * cursor.timestampMs))
    .sort((a, b) => nearest(a) - nearest(b))
  const damaged: SeqRange[] = []
  let found: Found[] = []
  for (const file of files) {
    signal.throwIfAborted()
    const last = found[limit]
    if (last !== undefined && nearest(file) > sign * last.timestampMs) break
    const matches = (await eventsOf(path, file, damaged))
      .filter((event) => plan.matches(event))
      .map((event) => ({ timestampMs: Date.parse(event.timestamp), seq: event.seq, event }))
      .filter((position) => cursor === undefined || compare(position, cursor) > 0)
    found = unique([...found, ...matches].sort(compare)).slice(0, limit + 1)
  }
  const events = found.slice(0, limit).map(({ event }) => event)
  const { timestampMs, seq } = found[limit - 1] ?? {}
  const more = found.length > limit && timestampMs !== undefined && seq !== undefined
  const { id, epoch } = trail
  return {
    events,
    asOf,
    ...(damaged.length > 0 && { damaged }),
    ...(more && {
      next: encodeCursor({ kind: 'page', trail: id, epoch, order, asOf, nowMs, timestampMs, seq }),
    }),
  }
}

interface Position {
  readonly timestampMs: number
  readonly seq: number
}

interface Found extends Position {
  readonly event: AuditEvent
}

function canMatch({ segmentSeq, minMs, maxMs }: ArchiveFile, { sinceMs, untilMs, fromSeq, toSeq }: Plan): boolean {
  return maxMs >= sinceMs && minMs < untilMs && segmentSeq <= toSeq && segmentSeq + SEGMENT_EVENTS > fromSeq
}

/** None of a file that cannot be read, whose seqs are noted. */
async function eventsOf(path: string, { name, segmentSeq }: ArchiveFile, damaged: SeqRange[]): Promise<AuditEvent[]> {
  try {
    return await readArchiveFile(path, name)
  } catch (error) {
    damageIn(error)
    damaged.push({ from: segmentSeq, to: segmentSeq + SEGMENT_EVENTS - 1 })
    return []
  }
}

/** A crash may leave two files of a segment with the same events in them. */
function unique(sorted: readonly Found[]): Found[] {
  return sorted.filter(({ seq, event }, i) => seq !== sorted[i - 1]?.seq || event.id !== sorted[i - 1]?.event.id)
}

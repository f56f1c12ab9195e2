import type { AuditEvent } from '../../protocol/event.js'
import { archiveFiles, rewriteArchiveFile } from './archive.js'
import { damageIn } from './damage.js'
import { erasedId, eventLeaf } from './event-leaf.js'
import type { PruneParts } from './prune.js'
import { type Rewriting, rewriteBatch, rewriteSegment } from './rewrite.js'
import { encodeRow } from './row.js'
import { SEGMENT_EVENTS } from './segment.js'

export interface Erasure {
  /** What an event becomes, but for its id and its mark; undefined where it stays. Asked of each event that can be read, at least once. */
  readonly form: (event: AuditEvent) => AuditEvent | undefined
  /** Told of a segment or file that cannot be read. */
  readonly onUnreadable: (problem: string) => void
  /** Seq of the event that tells of it. */
  readonly by: number
  /** Seqs behind this one, up to and with that one. */
  readonly after: number
  readonly through: number
}

/**
 * Rewrites events in place, one write a segment or batch, and tells after each how
 * far it is. What is erased keeps the leaf hash of what it was, so no root changes.
 * Broken off at any moment it can be done again: what is erased already is not what
 * it was. What cannot be read stays as it is.
 */
export async function* erase(
  parts: PruneParts,
  { form, by, after, through, onUnreadable }: Erasure,
  signal: AbortSignal,
): AsyncGenerator<number> {
  const { shelf, sealing, idSeed } = parts
  const rewriting: Rewriting = (event) => {
    const erased = event.seq <= through ? erasedFrom(event, form, by, idSeed) : undefined
    return erased && encodeRow(erased)
  }
  for (let position = after; position < through; yield position) {
    signal.throwIfAborted()
    const firstSeq = position - (position % SEGMENT_EVENTS) + 1
    position = await sealing.paused(async () => {
      if (firstSeq < shelf.unsealedFrom()) {
        await readable(() => rewriteSegment(parts, firstSeq, rewriting), onUnreadable)
        return firstSeq + SEGMENT_EVENTS - 1
      }
      const batch = shelf.tail.from(position + 1)[0]
      const end = batch === undefined ? 0 : batch.place.seq + batch.slots - 1
      // Of a seq behind the end the tail gives the last batch there is.
      if (batch === undefined || end <= position) return through
      await rewriteBatch(parts, batch, rewriting)
      return end
    })
  }
}

export type ArchiveErasure = Pick<Erasure, 'form' | 'by' | 'onUnreadable'>

/** The same for what retention has moved to a folder. A file that cannot be read stays. */
export async function eraseArchive(
  { sealing, idSeed }: PruneParts,
  path: string,
  { form, by, onUnreadable }: ArchiveErasure,
  signal: AbortSignal,
): Promise<void> {
  for (const { name } of await archiveFiles(path)) {
    signal.throwIfAborted()
    // Retention, which replaces the same files, takes turns as well.
    await sealing.paused(() =>
      readable(() => rewriteArchiveFile(path, name, (event) => erasedFrom(event, form, by, idSeed)), onUnreadable),
    )
  }
}

/** What was erased twice keeps the leaf hash of what it was at first. */
function erasedFrom(event: AuditEvent, form: Erasure['form'], by: number, idSeed: number): AuditEvent | undefined {
  const formed = form(event)
  if (formed === undefined) return undefined
  const id = event.erased === undefined ? erasedId(event, idSeed) : event.id
  return { ...formed, id, erased: { by, leaf: eventLeaf(event).toString('hex') } }
}

async function readable(read: () => Promise<unknown>, onUnreadable: Erasure['onUnreadable']): Promise<void> {
  try {
    await read()
  } catch (error) {
    onUnreadable(damageIn(error).message)
  }
}

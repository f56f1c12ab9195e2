import { type Cursor, decodeCursor } from '../../protocol/cursor.js'
import { TrailError } from '../../protocol/error.js'
import type { View } from '../store/trail.js'
import type { Context, Readable } from './context.js'
import type { Bounds } from './plan.js'

/** Nothing with an earlier timestamp is shown. */
export function cutoffMs({ now, retentionMs }: Pick<Context, 'now' | 'retentionMs'>): number {
  const limit = retentionMs()
  return limit === undefined ? Number.NEGATIVE_INFINITY : now() - limit
}

/** What a question sees that is asked now. */
export function boundsNow(context: Context, view: View): Bounds {
  return { nowMs: context.now(), cutoffMs: cutoffMs(context), asOf: view.lastSeq }
}

export type PageCursor = Extract<Cursor, { kind: 'page' }>

/** Throws `unknown-cursor` for one of another trail, epoch or order, or from beyond the end. */
export function readPageCursor(text: string, trail: Readable, order: string): PageCursor {
  const cursor = decodeCursor(text)
  checkCursor(cursor, trail)
  if (cursor.kind !== 'page' || cursor.order !== order || cursor.asOf > trail.lastSeq) {
    throw new TrailError('unknown-cursor', `Cannot continue: the cursor does not fit a page in ${order} order`)
  }
  return cursor
}

export function checkCursor({ trail: id, epoch }: Cursor, trail: Pick<Readable, 'id' | 'epoch'>): void {
  if (id !== trail.id) throw new TrailError('unknown-cursor', 'Cannot continue: the cursor belongs to another trail')
  if (epoch !== trail.epoch)
    throw new TrailError('unknown-cursor', 'Cannot continue: the cursor belongs to an earlier epoch of this trail')
}

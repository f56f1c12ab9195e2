import { TrailError } from './error.js'

/**
 * A place in one log. `trail` and `epoch` name the log that seqs belong to; a
 * page cursor further holds the order it was made in, asOf (the last seq when the
 * first page was made) and the last row's timestamp (ms) and seq; `times` are the
 * instant at which relative times of the filter were fixed.
 */
export type Cursor = { readonly trail: string; readonly epoch: string } & (
  | { readonly kind: 'seq'; readonly seq: number }
  | {
      readonly kind: 'page'
      readonly order: 'newest' | 'oldest'
      readonly asOf: number
      readonly timestampMs: number
      readonly seq: number
      readonly nowMs: number
    }
)

/** Opaque to callers: base64url of a JSON array. */
export function encodeCursor(cursor: Cursor): string {
  const parts =
    cursor.kind === 'seq'
      ? [1, cursor.trail, cursor.epoch, cursor.seq]
      : [2, cursor.trail, cursor.epoch, cursor.order, cursor.asOf, cursor.timestampMs, cursor.seq, cursor.nowMs]
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** Throws `unknown-cursor` for anything that `encodeCursor` did not make. */
export function decodeCursor(text: string): Cursor {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (Array.isArray(parts)) {
      const [kind, trail, epoch, ...rest] = parts
      if (typeof trail === 'string' && typeof epoch === 'string') {
        if (kind === 1 && rest.length === 1 && rest.every(Number.isSafeInteger)) {
          return { kind: 'seq', trail, epoch, seq: rest[0] }
        }
        const [order, asOf, timestampMs, seq, nowMs] = rest
        if (
          kind === 2 &&
          (order === 'newest' || order === 'oldest') &&
          rest.slice(1).every(Number.isSafeInteger) &&
          rest.length === 5
        ) {
          return { kind: 'page', trail, epoch, order, asOf, timestampMs, seq, nowMs }
        }
      }
    }
  } catch {
    // Falls through: whatever is wrong with it, it is no cursor of ours.
  }
  throw new TrailError('unknown-cursor', 'Cannot continue: the cursor is not one of this trail')
}

import { BLOCK_ROWS, encodeBlock, presetDictionary } from './block.js'
import { eventIdHash } from './event-leaf.js'
import { treeRoot } from './merkle.js'
import { holeOf } from './row.js'
import { rowSealer } from './row-sealer.js'
import { decodeHeader, encodeHeader, type Holes } from './segment.js'
import { encodeTimestamps } from './timestamps.js'
import type { WriteAhead } from './write-ahead.js'

/** A column of a segment before its values are numbered. */
export interface SealedColumn {
  readonly texts: readonly string[]
  readonly counts: Uint16Array
  /** Encoded: width (0: all rows have the one value), zero, then one or two bytes a row. */
  readonly ordinals: Uint8Array
}

/** Every part of a segment, ready to be written. */
export interface SealedSegment {
  readonly header: Uint8Array
  readonly columns: readonly SealedColumn[]
  readonly timestamps: Uint8Array
  /** Of every slot, holes included. */
  readonly idHashes: Uint8Array
  readonly deflateDictionary: Uint8Array
  readonly blocks: readonly Uint8Array[]
  /** Leaf hashes of the holes, in order of slots. */
  readonly holeHashes: Uint8Array
}

/** Turns the events of one segment, as their write-ahead batches in order, into its columns, blocks and subtree root. */
export function sealSegment(batches: readonly WriteAhead[], idSeed: number): SealedSegment {
  const rows = rowSealer(batches.reduce((sum, { rows }) => sum + rows.length, 0))
  const timestampsMs: number[] = []
  const leaves: Uint8Array[] = []
  const holes: { start: number; length: number; reason: Holes['reason'] }[] = []
  const holeHashes: Uint8Array[] = []
  const received: { slot: number; atMs: number }[] = []
  const idHashes: number[] = []
  const idHash = new Uint32Array(2)
  let slot = 0

  for (const { receivedAtMs, firstSeq, ...batch } of batches) {
    if (received.at(-1)?.atMs !== receivedAtMs) received.push({ slot, atMs: receivedAtMs })
    for (const [i, row] of batch.rows.entries()) {
      const hole = holeOf(row)
      if (hole !== undefined) {
        const last = holes.at(-1)
        if (last !== undefined && last.start + last.length === slot && last.reason === hole.reason) last.length++
        else holes.push({ start: slot, length: 1, reason: hole.reason })
        holeHashes.push(hole.leafHash)
        leaves.push(hole.leafHash)
        idHashes.push(...hole.idHash)
      } else {
        const timestampMs = batch.timestampsMs[i]!
        const sealed = rows.add(row, { seq: firstSeq + i, timestampMs, receivedAtMs })
        leaves.push(sealed.leaf)
        timestampsMs.push(timestampMs)
        eventIdHash(sealed, idSeed, idHash)
        idHashes.push(idHash[0]!, idHash[1]!)
      }
      slot++
    }
  }

  const bodies = rows.bodies()
  const deflateDictionary = presetDictionary(bodies)
  const ordinals = rows.columns.map((column) => column.rows)
  const blocks: Uint8Array[] = []
  for (let first = 0; first < bodies.length; first += BLOCK_ROWS) {
    blocks.push(encodeBlock(bodies.slice(first, first + BLOCK_ROWS), ordinals, first, deflateDictionary))
  }
  const minMs = timestampsMs.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const maxMs = timestampsMs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  return {
    header: encodeHeader({ rows: bodies.length, minMs, maxMs, root: treeRoot(leaves), holes, received, revision: 0 }),
    columns: rows.columns.map((column) => column.build()),
    timestamps: encodeTimestamps(timestampsMs, minMs, maxMs),
    idHashes: new Uint8Array(Uint32Array.from(idHashes).buffer),
    deflateDictionary,
    blocks,
    holeHashes: Buffer.concat(holeHashes),
  }
}

/** Under the root it had before: where the leaf of what is gone is not known, it cannot be computed again. */
export function withRoot(sealed: SealedSegment, root: Uint8Array, revision = 0): SealedSegment {
  return { ...sealed, header: encodeHeader({ ...decodeHeader(Buffer.from(sealed.header)), root, revision }) }
}

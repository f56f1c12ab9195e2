import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

/** How far the trail had come, as of one moment after LevelDB's own sync. */
export interface Mark {
  /** Last acknowledged seq. */
  readonly seq: number
  /** Size and root of the sealed Merkle tree, for what can be proved without LevelDB. */
  readonly treeSize: number
  readonly root: Uint8Array
}

/**
 * The mark outside LevelDB by which a loss inside it is noticed. Two slots are
 * written in turn, each with a CRC, so that a torn write leaves the other one.
 */
export interface HighWater {
  /** What was last on disk when it was opened. */
  readonly found: Mark | undefined
  /** Takes note; the disk has it at most `DELAY_MS` plus one sync later. */
  note(mark: Mark): void
  /** Writes the first mark of a trail that has none, before there is an event to be marked. */
  begin(mark: Mark): Promise<void>
  /** Writes what was noted last. */
  close(): Promise<void>
}

const DELAY_MS = 50
/** Until it is tried again where it failed. */
const RETRY_MS = 1000
const SLOT_BYTES = 64

/** @param onTrouble Told when writing has failed and, with undefined, when it succeeds again. */
export async function openHighWater(path: string, onTrouble: (cause: unknown) => void): Promise<HighWater> {
  const file = await open(path, 'a+', 0o600).then(async (made) => {
    await made.close()
    return open(path, 'r+')
  })
  const newest = await readNewest(file)
  let turn = newest?.turn ?? 0
  let pending: Mark | undefined
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | undefined
  let closed = false
  let inTrouble = false

  const flush = async () => {
    timer = undefined
    const mark = pending
    if (mark === undefined) return
    pending = undefined
    try {
      // The other slot keeps the last mark that was synced, also when this one fails again and again.
      const slot = encodeSlot(turn + 1, mark)
      const { bytesWritten } = await file.write(slot, 0, SLOT_BYTES, ((turn + 1) % 2) * SLOT_BYTES)
      if (bytesWritten < SLOT_BYTES) throw Object.assign(new Error('the disk took half of it'), { code: 'ENOSPC' })
      await file.datasync()
      turn += 1
      if (inTrouble) onTrouble(undefined)
      inTrouble = false
    } catch (cause) {
      pending ??= mark
      if (!inTrouble) onTrouble(cause)
      inTrouble = true
      throw cause
    }
  }
  const schedule = () => {
    if (timer !== undefined || writing !== undefined || closed) return
    const start = () => {
      writing = flush()
        .catch(() => undefined)
        .finally(() => {
          writing = undefined
          if (pending !== undefined) schedule()
        })
    }
    timer = setTimeout(start, inTrouble ? RETRY_MS : DELAY_MS)
  }
  return {
    found: newest?.mark,
    note(mark) {
      pending = mark
      schedule()
    },
    async begin(mark) {
      pending = mark
      // Where it fails `onTrouble` has been told, and it is tried again.
      await flush().catch(schedule)
    },
    async close() {
      if (closed) return
      closed = true
      clearTimeout(timer)
      await writing
      await flush()
      await file.close()
    },
  }
}

/** What is on disk, without touching it; undefined where there is nothing valid. */
export async function readMark(path: string): Promise<Mark | undefined> {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return undefined
  try {
    return (await readNewest(file))?.mark
  } finally {
    await file.close()
  }
}

async function readNewest(file: FileHandle): Promise<Slot | undefined> {
  return (await readSlots(file)).reduce<Slot | undefined>(
    (a, b) => (b !== undefined && (a === undefined || b.turn > a.turn) ? b : a),
    undefined,
  )
}

interface Slot {
  readonly turn: number
  readonly mark: Mark
}

/** turn (8), seq (8), tree size (8), root (32), zeros (4), CRC-32 of what precedes (4); little-endian. */
function encodeSlot(turn: number, { seq, treeSize, root }: Mark): Buffer {
  const slot = Buffer.alloc(SLOT_BYTES)
  slot.writeBigUInt64LE(BigInt(turn), 0)
  slot.writeBigUInt64LE(BigInt(seq), 8)
  slot.writeBigUInt64LE(BigInt(treeSize), 16)
  slot.set(root, 24)
  slot.writeUInt32LE(crc32(slot.subarray(0, 60)), 60)
  return slot
}

async function readSlots(file: FileHandle): Promise<(Slot | undefined)[]> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2 * SLOT_BYTES), 0, 2 * SLOT_BYTES, 0)
  return [0, 1].map((i) => {
    const slot = buffer.subarray(i * SLOT_BYTES, (i + 1) * SLOT_BYTES)
    if (bytesRead < (i + 1) * SLOT_BYTES || slot.readUInt32LE(60) !== crc32(slot.subarray(0, 60))) return undefined
    const turn = Number(slot.readBigUInt64LE(0))
    // A fresh file is zeros, whose checksum is not zero; a slot of turn 0 was never written.
    if (turn === 0) return undefined
    const mark = {
      seq: Number(slot.readBigUInt64LE(8)),
      treeSize: Number(slot.readBigUInt64LE(16)),
      root: slot.subarray(24, 56),
    }
    return { turn, mark }
  })
}

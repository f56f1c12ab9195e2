import { Level } from 'level'
import { TrailError } from '../../protocol/error.js'
import { verify } from './checksum.js'

export type Operation =
  | { readonly type: 'put'; readonly key: Buffer; readonly value: Buffer }
  | { readonly type: 'del'; readonly key: Buffer }

export interface Range {
  readonly gte: Buffer
  readonly lt: Buffer
  readonly reverse?: boolean
  readonly limit?: number
}

/** A fixed moment of the database, for reads that must agree with each other. */
export interface Snapshot {
  close(): Promise<void>
}

/** LevelDB with binary keys and guarded values. */
export interface Database {
  /** All or nothing. With `sync` it resolves once the disk has it. */
  write(operations: readonly Operation[], options: { readonly sync: boolean }): Promise<void>
  /** The verified bytes under a key, or undefined. Blocks for the length of one read. Throws `damaged` naming `what`. */
  read(key: Buffer, what: string, snapshot?: Snapshot): Buffer | undefined
  /** Stored entries in key order, unverified, in groups. */
  entries(range: Range, snapshot?: Snapshot): AsyncIterable<readonly (readonly [key: Buffer, guarded: Buffer])[]>
  keys(range: Range): AsyncIterable<readonly Buffer[]>
  snapshot(): Snapshot
  /** Rewrites a range, which gives back the space of what was deleted. */
  compact(range: Range): Promise<void>
  close(): Promise<void>
}

export interface DatabaseOptions {
  readonly path: string
  readonly create: boolean
}

const GROUP = 1000

/** Throws `unavailable` where another process holds it and `damaged` where LevelDB cannot open it. */
export async function openDatabase({ path, create }: DatabaseOptions): Promise<Database> {
  const level = new Level<Buffer, Buffer>(path, {
    keyEncoding: 'buffer',
    valueEncoding: 'buffer',
    createIfMissing: create,
    // Write-ahead values live for a few seconds; a large buffer lets most die before they reach a table.
    writeBufferSize: 16 * 1024 * 1024,
    maxFileSize: 16 * 1024 * 1024,
    cacheSize: 16 * 1024 * 1024,
    // Other threads of this process may open it too; other processes may not.
    multithreading: true,
  } as object)
  try {
    await level.open()
  } catch (cause) {
    throw openFailure(path, cause)
  }
  return {
    write: (operations, options) => level.batch(operations as Operation[], options as object),
    read(key, what, snapshot) {
      const value = level.getSync(key, (snapshot === undefined ? {} : { snapshot }) as object) as Buffer | undefined
      return value === undefined ? undefined : verify(key, value, what)
    },
    async *entries(range, snapshot) {
      const iterator = level.iterator({
        ...range,
        highWaterMarkBytes: 4 * 1024 * 1024,
        ...(snapshot !== undefined && { snapshot }),
      } as object)
      try {
        for (;;) {
          const group = await iterator.nextv(GROUP)
          if (group.length === 0) return
          yield group as [Buffer, Buffer][]
        }
      } finally {
        await iterator.close()
      }
    },
    async *keys(range) {
      const iterator = level.keys(range as object)
      try {
        for (;;) {
          const group = await iterator.nextv(GROUP)
          if (group.length === 0) return
          yield group as Buffer[]
        }
      } finally {
        await iterator.close()
      }
    },
    snapshot: () => level.snapshot(),
    compact: ({ gte, lt }) =>
      (level as unknown as { compactRange(a: Buffer, b: Buffer): Promise<void> }).compactRange(gte, lt),
    close: () => level.close(),
  }
}

function openFailure(path: string, cause: unknown): TrailError {
  const reason = (cause as { cause?: { code?: string; message?: string } }).cause
  if (reason?.code === 'LEVEL_LOCKED') {
    return new TrailError('unavailable', `Cannot open ${path}: another process holds it`, { cause })
  }
  return new TrailError('damaged', `Cannot open ${path}: ${reason?.message ?? String(cause)}`, { cause })
}

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Level } from 'level'
import { TrailError } from '../../protocol/error.js'
import { verify } from './checksum.js'
import { REPAIR_ADVICE } from './damage.js'
import { lockOn } from './lock-holder.js'

export type Operation =
  | { readonly type: 'put'; readonly key: Buffer; readonly value: Buffer }
  | { readonly type: 'del'; readonly key: Buffer }

export interface Range {
  readonly gte: Buffer
  readonly lt: Buffer
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
  /** Stored entries in key order, unverified, in groups. Gives everything that can be read before it throws `damaged`. */
  entries(range: Range, snapshot?: Snapshot): AsyncIterable<readonly (readonly [key: Buffer, guarded: Buffer])[]>
  /** The same without values. */
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
    // LevelDB would start anew over what is left of a database, and delete that.
    createIfMissing: create && !(await hasRemains(path)),
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
    throw await openFailure(path, cause)
  }
  return {
    write: (operations, options) => level.batch(operations as Operation[], options as object),
    read(key, what, snapshot) {
      let value: Buffer | undefined
      try {
        value = level.getSync(key, (snapshot === undefined ? {} : { snapshot }) as object) as Buffer | undefined
      } catch (cause) {
        throw readFailure(what, cause)
      }
      return value === undefined ? undefined : verify(key, value, what)
    },
    entries: (range, snapshot) =>
      everyGroup<readonly [Buffer, Buffer]>(
        (from) =>
          level.iterator({
            ...range,
            ...from,
            highWaterMarkBytes: 4 * 1024 * 1024,
            ...(snapshot !== undefined && { snapshot }),
          } as object) as unknown as Groups<readonly [Buffer, Buffer]>,
        ([key]) => key,
      ),
    keys: (range) =>
      everyGroup<Buffer>(
        (from) => level.keys({ ...range, ...from } as object) as unknown as Groups<Buffer>,
        (key) => key,
      ),
    snapshot: () => level.snapshot(),
    compact: ({ gte, lt }) =>
      (level as unknown as { compactRange(a: Buffer, b: Buffer): Promise<void> }).compactRange(gte, lt),
    close: () => level.close(),
  }
}

/** Lets LevelDB gather what is left in a folder that it cannot open. What it cannot read it loses: give it a copy. */
export async function mendDatabase(path: string): Promise<void> {
  try {
    // Known to the implementation on disk, not to the type that it shares with the one in browsers.
    await (Level as unknown as { repair(path: string): Promise<void> }).repair(path)
  } catch (cause) {
    throw new TrailError('damaged', `Cannot mend ${path}: ${(cause as Error).message}`, { cause })
  }
}

interface Groups<T> {
  nextv(size: number): Promise<T[]>
  close(): Promise<void>
}

/**
 * LevelDB passes over blocks it cannot read and says so at the end, with the group
 * that was being read lost. So that group is read anew, entry by entry.
 */
async function* everyGroup<T>(
  open: (from: { readonly gte?: Buffer }) => Groups<T>,
  keyOf: (entry: T) => Buffer,
): AsyncGenerator<T[]> {
  let last: Buffer | undefined
  for (const size of [GROUP, 1]) {
    // The smallest key behind the last one.
    const iterator = open(last === undefined ? {} : { gte: Buffer.concat([last, Buffer.of(0)]) })
    try {
      for (;;) {
        const group = await iterator.nextv(size)
        if (group.length === 0) return
        last = keyOf(group.at(-1)!)
        yield group
      }
    } catch (cause) {
      const failure = readFailure('the database', cause)
      if (size === 1) throw failure
    } finally {
      await iterator.close()
    }
  }
}

/** Said by LevelDB when a file is not what it was: the state of the handle is another matter. */
function readFailure(what: string, cause: unknown): unknown {
  const { code } = cause as { code?: string }
  if (code !== undefined && /^LEVEL_(DATABASE|ITERATOR|SNAPSHOT)_NOT_OPEN$/.test(code)) {
    return new TrailError('unavailable', `Cannot read ${what}: the database is being closed`, { cause })
  }
  if (!(cause instanceof Error) || !/^(Corruption|IO error)/.test(cause.message)) return cause
  return new TrailError('damaged', `Cannot read ${what}: ${cause.message}`, { cause })
}

/** Whether there are tables or logs without the file that names them. */
async function hasRemains(path: string): Promise<boolean> {
  const names = await readdir(path).catch((): string[] => [])
  return !names.includes('CURRENT') && names.some((name) => /\.(ldb|sst|log)$/.test(name))
}

async function openFailure(path: string, cause: unknown): Promise<TrailError> {
  const reason = (cause as { cause?: { code?: string; message?: string } }).cause
  if (reason?.code === 'LEVEL_LOCKED') {
    const pid = (await lockOn(join(path, 'LOCK')))?.pid
    const holder = pid === undefined ? 'another process' : `process ${pid}`
    return new TrailError('unavailable', `Cannot open ${path}: ${holder} holds it`, { cause })
  }
  return new TrailError('damaged', `Cannot open ${path}: ${reason?.message ?? String(cause)}; ${REPAIR_ADVICE}`, {
    cause,
  })
}

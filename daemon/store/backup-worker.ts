import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { TrailError, type WireError } from '../../protocol/error.js'
import type { Backup } from '../../protocol/request.js'
import { BLOCK_ROWS } from './block.js'
import { verify } from './checksum.js'
import { type Database, type Operation, openDatabase } from './database.js'
import { openHighWater } from './high-water.js'
import { SPACE } from './keys.js'
import { isSecret } from './level-records.js'
import { treeRoot } from './merkle.js'
import { stampCopy } from './meta.js'
import { recover } from './recover.js'
import { SEGMENT_EVENTS } from './segment.js'

/** What `backup.ts` asks of this thread: `from` is a database, `to` an empty folder. */
export interface BackupTask {
  readonly from: string
  readonly to: string
  readonly withSecrets: boolean
}

export type BackupMessage =
  /** About so many are copied. */
  | { readonly events: number }
  | { readonly done: Backup }
  | { readonly refusal: WireError }
  | { readonly failure: unknown }

const port = parentPort
if (port !== null) {
  const stopping = new AbortController()
  port.on('message', () => stopping.abort(new Error('stopped')))
  const tell = (message: BackupMessage) => port.postMessage(message)
  try {
    tell({ done: await backUp(workerData as BackupTask, (events) => tell({ events }), stopping.signal) })
  } catch (error) {
    tell(error instanceof TrailError ? { refusal: error.toWire() } : { failure: error })
  }
  port.close()
}

async function backUp(
  { from, to, withSecrets }: BackupTask,
  onProgress: (events: number) => void,
  signal: AbortSignal,
) {
  const source = await openDatabase({ path: from, create: false })
  try {
    const target = await openDatabase({ path: join(to, 'db'), create: true })
    try {
      const damaged = await copyAll(source, target, withSecrets, onProgress, signal)
      await stampCopy(target)
      return { ...(await mark(target, to)), damaged }
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** As of one moment. Returns how many values are damaged; they are copied as they are, for they are no worse in the copy. */
async function copyAll(
  source: Database,
  target: Database,
  withSecrets: boolean,
  onProgress: (events: number) => void,
  signal: AbortSignal,
): Promise<number> {
  const snapshot = source.snapshot()
  let [damaged, blocks] = [0, 0]
  try {
    for await (const group of source.entries({ gte: Buffer.of(0), lt: Buffer.of(0xff) }, snapshot)) {
      signal.throwIfAborted()
      const kept = withSecrets ? group : group.filter(([key]) => !isSecret(key))
      await target.write(
        kept.map(([key, value]): Operation => ({ type: 'put', key, value })),
        { sync: false },
      )
      damaged += kept.filter(([key, value]) => !isSound(key, value)).length
      blocks += kept.filter(([key]) => key[0] === SPACE.block).length
      onProgress(blocks * BLOCK_ROWS)
    }
  } catch (error) {
    // Said at the end of what can be read, where a part of a file cannot.
    if (!(error instanceof TrailError) || error.type !== 'damaged') throw error
    damaged += 1
  } finally {
    await snapshot.close()
  }
  return damaged
}

function isSound(key: Buffer, value: Buffer): boolean {
  try {
    verify(key, value, 'a value')
    return true
  } catch {
    return false
  }
}

/** Opens the copy as a start does, and writes how far it goes beside it. */
async function mark(target: Database, path: string): Promise<{ events: number; lastSeq: number }> {
  const { segments, dropped, batches, lastSeq } = await recover(target)
  const subtrees = [...segments, ...dropped].sort((a, b) => a.place.seq - b.place.seq).map(({ root }) => root)
  let failure: unknown
  const highWater = await openHighWater(join(path, 'high-water'), (cause) => {
    failure = cause
  })
  highWater.note({ seq: lastSeq, treeSize: subtrees.length * SEGMENT_EVENTS, root: treeRoot(subtrees) })
  await highWater.close()
  if (failure !== undefined) throw failure
  const events = [...segments.map(({ rows }) => rows), ...batches.map((batch) => batch.events.length)]
  return { events: events.reduce((a, b) => a + b, 0), lastSeq }
}

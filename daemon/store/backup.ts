import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { TrailError } from '../../protocol/error.js'
import type { Backup } from '../../protocol/request.js'
import type { BackupMessage, BackupTask } from './backup-worker.js'
import { syncPath, syncTree } from './sync-path.js'

export interface BackupRequest {
  /** A folder that does not exist yet, beside others that do. */
  readonly path: string
  /** Whether tokens go with it. */
  readonly withSecrets: boolean
}

/**
 * Copies the trail as of now into a new folder, in a thread of its own, while
 * everything else goes on. What was acknowledged before is in it. The folder
 * appears under its name when it is whole and fsynced; opened as a trail it starts a
 * new epoch. Throws `already-exists`, `invalid-request` or `cannot-write`; rejects with
 * the signal's reason, and then nothing is left behind.
 */
export async function backUp(
  databasePath: string,
  { path, withSecrets }: BackupRequest,
  onProgress: (events: number) => void,
  signal: AbortSignal,
): Promise<Backup> {
  signal.throwIfAborted()
  const part = `${path}.part`
  await refuseExisting(path)
  await makePart(part)
  try {
    const done = await copy({ from: databasePath, to: part, withSecrets }, onProgress, signal)
    await syncTree(part)
    signal.throwIfAborted()
    await rename(part, path)
    await syncPath(dirname(path))
    return done
  } catch (error) {
    await rm(part, { recursive: true, force: true })
    signal.throwIfAborted()
    if (error instanceof TrailError) throw error
    throw new TrailError('cannot-write', `Cannot back up to ${path}: ${(error as Error).message}`, { cause: error })
  }
}

async function refuseExisting(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found !== undefined)
    throw new TrailError('already-exists', `Cannot back up to ${path}: it is there already`, { field: 'path' })
}

/** What a killed backup left is ours to remove; anything else is not. */
async function makePart(part: string): Promise<void> {
  const left = await readdir(part).catch(() => [])
  const foreign = left.find((name) => name !== 'db' && name !== 'high-water')
  if (foreign !== undefined)
    throw new TrailError('already-exists', `Cannot back up: ${join(part, foreign)} is in the way`, { field: 'path' })
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { mode: 0o700 }).catch((cause: NodeJS.ErrnoException) => {
    throw new TrailError('invalid-request', `Cannot back up: ${cause.message}`, { field: 'path', cause })
  })
}

async function copy(task: BackupTask, onProgress: (events: number) => void, signal: AbortSignal): Promise<Backup> {
  const worker = new Worker(new URL('./backup-worker.js', import.meta.url), { name: 'backup', workerData: task })
  // It closes its databases before it ends.
  const stop = () => worker.postMessage('stop')
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await new Promise<Backup>((resolve, reject) => {
      let outcome: Backup | undefined
      let failure: unknown = new Error('the thread that copies has ended')
      worker.on('message', (message: BackupMessage) => {
        if ('events' in message) onProgress(message.events)
        else if ('done' in message) outcome = message.done
        else failure = 'refusal' in message ? TrailError.fromWire(message.refusal) : message.failure
      })
      worker.on('error', (error) => {
        failure = error
      })
      worker.on('exit', () => (outcome === undefined ? reject(failure) : resolve(outcome)))
    })
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

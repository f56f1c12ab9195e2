import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Draft } from '../../protocol/event.js'
import type { SeqRange } from '../../protocol/request.js'
import { checkTrail, type Finding } from './check.js'
import { damageIn } from './damage.js'
import { type Database, mendDatabase, openDatabase } from './database.js'
import { readMark } from './high-water.js'
import { linkedCopy } from './linked-copy.js'
import { checkManifest } from './manifest.js'
import { FORMAT_VERSION, type Meta, readMeta, writeMeta } from './meta.js'
import { openTrail } from './open.js'
import { rebuild } from './rebuild.js'
import { recover } from './recover.js'
import { finishSwap, swap } from './swap.js'
import { syncTree } from './sync-path.js'

export interface RepairOptions {
  /** The data folder. No daemon may hold it. */
  readonly path: string
  readonly now: () => number
  /** From 0 to 1. */
  readonly onProgress: (fraction: number) => void
  /** The draft of the event that records what was lost. */
  readonly repairDraft: (repair: { readonly lost: readonly SeqRange[]; readonly epoch: string | undefined }) => Draft
}

export interface Repaired {
  /** What was wrong; where that is nothing, nothing was done. */
  readonly findings: readonly Finding[]
  readonly lost: readonly SeqRange[]
  /** Where the damaged database is kept, within the data folder. */
  readonly kept?: string
}

/**
 * Writes what can be read of a damaged trail into a new database and puts that in its
 * place. Same trail, new epoch; what is lost is a hole for followers, and recorded as
 * an event. Works on linked copies: until the swap the data is as it was, so killed at
 * any moment it can be run again. Throws `unavailable` where a daemon holds the data.
 */
export async function repairTrail({ path, now, onProgress, repairDraft }: RepairOptions): Promise<Repaired> {
  await finishSwap(path)
  const { findings } = await checkTrail({ path, onProgress: (fraction) => onProgress(fraction / 2) })
  if (findings.length === 0) return { findings, lost: [] }

  const work = join(path, 'db.repair')
  await rm(work, { recursive: true, force: true })
  await mkdir(join(work, 'db'), { recursive: true, mode: 0o700 })
  const source = await openSource(join(path, 'db'), join(work, 'source'))
  try {
    const before = metaIn(source)
    const target = await openDatabase({ path: join(work, 'db'), create: true })
    let lost: readonly SeqRange[]
    try {
      const meta = { ...(before ?? newMeta()), epoch: randomUUID() }
      const mark = await readMark(join(path, 'high-water'))
      lost = await rebuild({
        ...{ source, target, idSeed: meta.idSeed, sameIds: before !== undefined, lastSeq: mark?.seq ?? 0 },
        onProgress: (fraction) => onProgress((1 + fraction) / 2),
      })
      // Last, and synced: everything before it in LevelDB's log is on disk with it.
      await writeMeta(target, meta)
    } finally {
      await target.close()
    }
    await record(work, now, repairDraft({ lost, epoch: before?.epoch }))
    await syncTree(work)
    const kept = `db.damaged-${new Date(now()).toISOString().replaceAll(':', '-')}`
    await swap(path, join(work, 'db'), kept)
    // Killed before this, the mark is an earlier one, and true all the same.
    await rename(join(work, 'high-water'), join(path, 'high-water'))
    return { findings, lost, kept }
  } finally {
    await source.close()
    await rm(work, { recursive: true, force: true })
  }
}

/** By LevelDB as it is or, where something is missing then, as LevelDB mends it: that gathers every table and log there is. */
async function openSource(damaged: string, copy: string): Promise<Database> {
  try {
    await linkedCopy(damaged, copy)
    await checkManifest(copy)
    const database = await openDatabase({ path: copy, create: false })
    if (await isComplete(database)) return database
    await database.close()
  } catch (error) {
    damageIn(error)
  }
  await linkedCopy(damaged, copy)
  await mendDatabase(copy)
  return openDatabase({ path: copy, create: false })
}

/** Whether no key is missing; values may be damaged. */
async function isComplete(database: Database): Promise<boolean> {
  try {
    for await (const _ of database.entries({ gte: Buffer.of(0), lt: Buffer.of(0xff) }));
    return (await recover(database)).lost.length === 0
  } catch (error) {
    damageIn(error)
    return false
  }
}

function metaIn(database: Database): Meta | undefined {
  try {
    return readMeta(database)
  } catch (error) {
    damageIn(error)
    return undefined
  }
}

function newMeta(): Meta {
  const ids = { trail: randomUUID(), epoch: randomUUID() }
  return { format: FORMAT_VERSION, ...ids, idSeed: randomBytes(4).readUInt32LE(0) }
}

/** Opens the new trail as a start does, which proves that it can be, and tells it what was lost. */
async function record(path: string, now: () => number, draft: Draft): Promise<void> {
  const trail = await openTrail({ path, now, dedupeIds: 1, onProblem: () => {}, lossDraft: () => draft })
  try {
    await trail.append([draft])
    await trail.idle()
  } finally {
    await trail.close()
  }
}

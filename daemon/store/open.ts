import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { TrailError } from '../../protocol/error.js'
import { backUp } from './backup.js'
import { Committer } from './committer.js'
import { type Damage, damageIn, LeftOut } from './damage.js'
import { openDatabase } from './database.js'
import { isDiskFull } from './disk-full.js'
import { erase, eraseArchive } from './erase.js'
import { failStop } from './fail-stop.js'
import { folderBytes } from './folder-bytes.js'
import { openHighWater } from './high-water.js'
import { openIdCheck } from './id-check.js'
import { levelRecords } from './level-records.js'
import { loadIdWindow } from './load-ids.js'
import { checkManifest } from './manifest.js'
import { openMeta, writeMeta } from './meta.js'
import type { SharedBatch } from './mirror.js'
import { prunable, prune } from './prune.js'
import { reclaim, scour } from './reclaim.js'
import { recover } from './recover.js'
import { openSealing } from './sealing.js'
import { segmentCache, segmentReader } from './segment-reader.js'
import { Shelf } from './shelf.js'
import { finishSwap } from './swap.js'
import type { TailBatch } from './tail.js'
import { Tip } from './tip.js'
import type { Loss, Timings, Trail, TrailOptions } from './trail.js'

/** What a trail has in common with the one it follows, where it is opened again in the same process. */
export interface Opening {
  readonly tip?: Tip
  /** Called once, when a write has failed. From then on nothing is written. */
  readonly onWriteFailure?: (cause: unknown) => void
}

const UNTIMED: Timings = { onSynced() {}, onSealed() {} }

/**
 * Opens the trail in a folder, or makes one. A loss since the last acknowledged
 * event is noticed here: it starts a new epoch and is recorded as an event.
 * Throws `unavailable` where another process holds it, `damaged` where it cannot
 * be read at all.
 */
export async function openTrail(
  options: TrailOptions,
  { tip = new Tip(0), onWriteFailure = () => {} }: Opening = {},
): Promise<Trail> {
  const { path, now, onProblem, timings = UNTIMED } = options
  await mkdir(path, { recursive: true, mode: 0o700 })
  const databasePath = join(path, 'db')
  await finishSwap(path)
  await checkManifest(databasePath)
  const database = failStop(await openDatabase({ path: databasePath, create: true }), onWriteFailure)
  const closers: (() => Promise<void>)[] = [() => database.close()]
  const problems: string[] = []
  let markProblem: string | undefined
  const report = (problem: string) => {
    problems.push(problem)
    onProblem(problem)
  }
  try {
    let meta = await openMeta(database)
    const found = await recover(database)
    const highWater = await openHighWater(join(path, 'high-water'), (cause) => {
      markProblem = cause === undefined ? undefined : `Cannot write the high-water mark: ${String(cause)}`
      if (markProblem !== undefined) onProblem(markProblem)
      if (cause !== undefined && !isDiskFull(cause)) onWriteFailure(cause)
    })
    closers.push(() => highWater.close())
    if (highWater.found === undefined && found.lastSeq > 0)
      report('The high-water mark is missing or damaged: a loss of the newest events would not have been noticed')
    const lost = [...found.lost]
    if ((highWater.found?.seq ?? 0) > found.lastSeq) {
      lost.push({ from: found.lastSeq + 1, to: highWater.found!.seq, reason: 'lost' })
    }
    const known = new Set((await readLosses()).map(({ from, to }) => `${from}-${to}`))
    const fresh = lost.filter(({ from, to }) => !known.has(`${from}-${to}`))
    const lostIn = meta.epoch
    if (fresh.length > 0) {
      meta = { ...meta, epoch: crypto.randomUUID() }
      await writeMeta(database, meta)
    }

    const cache = segmentCache()
    const shelf = new Shelf(database, found, cache)
    // Before anything is acknowledged: a kill that comes ahead of the next mark must not look like one that was lost.
    if (highWater.found === undefined) await highWater.begin({ seq: found.lastSeq, ...shelf.sealedTree() })
    const ids = openIdCheck(options.dedupeIds, meta.idSeed, (seq, batch) => {
      if (seq > tip.seq) return batch[seq - tip.seq - 1]?.id
      try {
        const event = shelf.eventAt(seq)
        return event?.erased === undefined ? event?.id : undefined
      } catch (error) {
        // It is there, and cannot be asked: then its hash alone decides, too.
        damageIn(error)
        return undefined
      }
    })
    loadIdWindow(database, shelf, ids, meta.idSeed, options.dedupeIds, report)
    tip.advance(found.lastSeq)
    const sealing = openSealing({
      database,
      shelf,
      idSeed: meta.idSeed,
      onSealed: timings.onSealed,
      onFailure(cause) {
        // That nothing can be written is said once, and passes.
        if (!(cause instanceof TrailError && cause.type === 'cannot-write'))
          report(`Cannot seal a segment: ${String(cause)}`)
      },
    })
    closers.push(() => sealing.close())
    const committer = new Committer({
      database,
      now,
      lastSeq: found.lastSeq,
      lastReceivedAtMs: found.lastReceivedAtMs,
      claim: ids.claim,
      onCommit(batches) {
        for (const batch of batches) shelf.push(batch)
        tip.advance(batches.at(-1)!.place.seq + batches.at(-1)!.slots - 1)
        highWater.note({ seq: tip.seq, ...shelf.sealedTree() })
        sealing.wake()
      },
      room: () => sealing.room(),
      onSynced: timings.onSynced,
    })
    closers.push(() => committer.close())
    sealing.wake()
    const records = levelRecords(database, report)

    for (const { from, to } of fresh) {
      report(`Events ${from} to ${to} are lost: the disk no longer has what was acknowledged`)
      await committer.append([options.lossDraft({ from, to, epoch: lostIn })])
      await records.put('setting', `loss ${from}-${to}`, { from, to, epoch: lostIn })
    }

    const noted = new Set<string>()
    const noteDamage = ({ from, to, problem }: Damage) => {
      const name = `damage ${from}-${to}`
      if (noted.has(name)) return
      noted.add(name)
      report(`Events ${from} to ${to} cannot be read: ${problem}; see audit-traild check and repair`)
      void recordDamage(name, { from, to, epoch: meta.epoch, problem }).catch((cause: unknown) =>
        onProblem(`Cannot record the damage: ${String(cause)}`),
      )
    }
    /** Once, not at each start. A crash between the two writes records it twice, which is better than never. */
    const recordDamage = async (name: string, damage: Loss) => {
      if ((await records.get('setting', name)) !== undefined) return
      await committer.append([options.lossDraft(damage)])
      await records.put('setting', name, damage)
    }
    for (const damage of found.damaged) noteDamage(damage)

    async function readLosses(): Promise<{ from: number; to: number }[]> {
      const settings = await levelRecords(database).list('setting')
      return settings
        .filter(([name]) => name.startsWith('loss '))
        .map(([, value]) => value as { from: number; to: number })
    }

    const pruning = { database, shelf, sealing, idSeed: meta.idSeed, dedupeIds: options.dedupeIds }
    const shared = ({ place, slots, value }: TailBatch): SharedBatch => ({
      ...{ place, slots, value },
      sealedBefore: shelf.unsealedFrom(),
    })
    let closing: Promise<void> | undefined
    return {
      id: meta.trail,
      epoch: meta.epoch,
      records,
      get problems() {
        return markProblem === undefined ? problems : [...problems, markProblem]
      },
      noteDamage,
      get lastSeq() {
        return tip.seq
      },
      get firstSeq() {
        return shelf.firstSeq()
      },
      get events() {
        return shelf.events()
      },
      get lastReceivedAtMs() {
        return committer.lastReceivedAtMs
      },
      get segments() {
        return shelf.segments.length
      },
      get unsealed() {
        return shelf.tail.slots
      },
      writable: true,
      append: (drafts) => committer.append(drafts),
      past: (seq, signal) => tip.past(seq, signal),
      recent: (seq) => (seq + 1 >= shelf.unsealedFrom() ? shelf.tail.from(seq + 1) : undefined),
      share: ({ push }) => ({
        databasePath,
        id: meta.trail,
        epoch: meta.epoch,
        idSeed: meta.idSeed,
        lostSegments: shelf.lostSegments,
        batches: shelf.share((batch) => push(shared(batch))).map(shared),
      }),
      idle: () => sealing.idle(),
      view() {
        const snapshot = database.snapshot()
        const closed = shelf.openViews.opened()
        return {
          ...shelf.view(),
          lastSeq: tip.seq,
          idSeed: meta.idSeed,
          leftOut: new LeftOut(shelf.damaged, noteDamage),
          reader: segmentReader(database, found.dictionary, snapshot, cache),
          close() {
            closed()
            return snapshot.close()
          },
        }
      },
      prunable: (cutoffMs) => prunable(shelf, cutoffMs),
      prune: (cutoffMs, signal, archive) => prune(pruning, cutoffMs, signal, archive),
      erase: (erasure, signal) => erase(pruning, erasure, signal),
      eraseArchive: (path, erasure, signal) => eraseArchive(pruning, path, erasure, signal),
      viewsClosed: () => new Promise((resolve) => shelf.openViews.afterThese(resolve)),
      reclaim: () => reclaim(pruning),
      scour: () => scour(pruning),
      diskBytes: () => folderBytes(path),
      backup: (request, onProgress, signal) => backUp(databasePath, request, onProgress, signal),
      close() {
        closing ??= closeAll(closers)
        return closing
      },
    }
  } catch (error) {
    await closeAll(closers)
    throw error
  }
}

/** From what was opened last to what was opened first; one failure does not keep the rest open. */
async function closeAll(closers: (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const close of closers.splice(0).reverse()) await close().catch((failure: unknown) => failures.push(failure))
  if (failures.length > 0) throw new AggregateError(failures, 'Cannot close the trail cleanly')
}

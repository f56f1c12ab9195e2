import { TrailError } from '../../protocol/error.js'
import type { Draft } from '../../protocol/event.js'
import { formatTime } from '../../protocol/time.js'
import { isDiskFull } from './disk-full.js'
import { openTrail } from './open.js'
import { waitForRoom } from './room.js'
import { Tip } from './tip.js'
import type { SharedReader, Trail, TrailOptions } from './trail.js'

/** A time in which nothing could be written. */
export interface Outage {
  readonly since: string
  readonly reason: string
}

export interface ReopeningOptions extends TrailOptions {
  /** The draft of the event that records an outage once it is over. */
  readonly outageDraft: (outage: Outage) => Draft
  /** Told when writes resume. */
  readonly onResume: (outage: Outage) => void
  /** Told when what the disk holds is unknown, as after a failed fsync: the process must end. */
  readonly onFatal: (cause: unknown) => void
}

/**
 * A trail that outlives a full disk. After a failed write it refuses further ones
 * and goes on reading by the handle it has. Once there is room it closes that
 * handle, the reading thread's too, and opens the data anew: events that were never
 * acknowledged and are on disk all the same are part of the trail from then on, and
 * known to the duplicate check.
 */
export async function openReopeningTrail(options: ReopeningOptions): Promise<Trail> {
  const { path, now, onProblem, onFatal } = options
  const tip = new Tip(0)
  const stopping = new AbortController()
  let handles = new AbortController()
  const backups = new Set<Promise<unknown>>()
  let reader: SharedReader | undefined
  let outage: Outage | undefined
  let isOpen = true
  let reopening = Promise.resolve()

  async function open(): Promise<Trail> {
    let early: { readonly cause: unknown } | undefined
    let fail = (cause: unknown) => {
      early = { cause }
    }
    const opened = await openTrail(options, { tip, onWriteFailure: (cause) => fail(cause) })
    fail = failed
    if (early !== undefined) setImmediate(failed, early.cause)
    return opened
  }

  function failed(cause: unknown): void {
    if (!isDiskFull(cause)) {
      onFatal(cause)
      return
    }
    outage = { since: formatTime(now()), reason: cause instanceof Error ? cause.message : String(cause) }
    onProblem(problemOf(outage))
    reopening = reopen(outage).catch((mistake: unknown) => {
      if (!stopping.signal.aborted) onFatal(mistake)
    })
  }

  async function reopen(over: Outage): Promise<void> {
    await waitForRoom(path, stopping.signal)
    isOpen = false
    // LevelDB closes with the last of the handles that share it, those of other threads too.
    handles.abort(new TrailError('unavailable', 'Cannot go on: the data is being opened anew'))
    await Promise.allSettled([...backups, reader?.suspend()])
    // What the failed handle could not write while it closed is looked for in the next one.
    await trail.close().catch(() => undefined)
    const { epoch, lastSeq } = trail
    trail = await openWithRoom()
    if (trail.epoch !== epoch || trail.lastSeq < lastSeq) {
      throw new TrailError('damaged', 'Cannot go on: opened anew, the trail lacks what it had acknowledged')
    }
    handles = new AbortController()
    isOpen = true
    outage = undefined
    if (reader !== undefined) reader.resume(trail.share(reader))
    options.onResume(over)
    await trail.append([options.outageDraft(over)]).catch(() => undefined)
  }

  async function openWithRoom(): Promise<Trail> {
    for (;;) {
      try {
        return await open()
      } catch (cause) {
        if (!isDiskFull(cause)) throw cause
        await waitForRoom(path, stopping.signal)
      }
    }
  }

  let trail = await open()
  const first = trail
  const store = () => {
    if (isOpen) return trail
    throw new TrailError('unavailable', 'Cannot read: the data is being opened anew')
  }
  return {
    id: trail.id,
    epoch: trail.epoch,
    get lastSeq() {
      return tip.seq
    },
    get firstSeq() {
      return trail.firstSeq
    },
    get events() {
      return trail.events
    },
    get lastReceivedAtMs() {
      return trail.lastReceivedAtMs
    },
    get segments() {
      return trail.segments
    },
    get unsealed() {
      return trail.unsealed
    },
    get problems() {
      const passing = outage === undefined ? [] : [problemOf(outage)]
      return [...new Set([...first.problems, ...trail.problems, ...passing])]
    },
    get writable() {
      return outage === undefined
    },
    records: {
      get: async (kind, name) => store().records.get(kind, name),
      list: async (kind, range) => store().records.list(kind, range),
      put: async (kind, name, value) => store().records.put(kind, name, value),
      delete: async (kind, name) => store().records.delete(kind, name),
      write: async (changes) => store().records.write(changes),
    },
    async append(drafts) {
      if (outage === undefined) return trail.append(drafts)
      throw new TrailError('cannot-write', `Cannot accept events: ${outage.reason}; reads go on`)
    },
    noteDamage: (damage) => trail.noteDamage(damage),
    view: () => store().view(),
    recent: (seq) => trail.recent(seq),
    async past(seq, signal) {
      await tip.past(seq, signal)
      // Opening moves the tip before what lies up to it can be read.
      store()
      return tip.seq
    },
    share(sharing) {
      reader = sharing
      return trail.share(sharing)
    },
    idle: () => trail.idle(),
    prune: (cutoffMs, signal, archive) => store().prune(cutoffMs, signal, archive),
    erase: (erasure, signal) => store().erase(erasure, signal),
    eraseArchive: async (path, erasure, signal) => store().eraseArchive(path, erasure, signal),
    viewsClosed: async () => store().viewsClosed(),
    reclaim: async () => store().reclaim(),
    scour: async () => store().scour(),
    prunable: (cutoffMs) => trail.prunable(cutoffMs),
    diskBytes: () => trail.diskBytes(),
    async backup(request, onProgress, signal) {
      const backup = store().backup(request, onProgress, AbortSignal.any([signal, handles.signal]))
      backups.add(backup)
      return backup.finally(() => backups.delete(backup))
    },
    async close() {
      stopping.abort()
      await reopening
      if (isOpen) await trail.close()
    },
  }
}

const problemOf = ({ since, reason }: Outage) => `Writes are refused since ${since}, reads go on: ${reason}`

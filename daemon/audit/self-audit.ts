import { TrailError } from '../../protocol/error.js'
import type { Actor } from '../../protocol/event.js'
import type { Filter } from '../../protocol/filter/filter.js'
import { parseFilter } from '../../protocol/filter/parse.js'
import { formatTime } from '../../protocol/time.js'
import type { Caller } from '../access/caller.js'
import type { Origin } from '../access/origin.js'
import type { Refusal } from '../access/refusals.js'
import type { OwnEvent } from '../ingest/ingest.js'
import type { Access } from './access.js'
import { createFold, STRANGER } from './fold.js'
import { isOwnReading } from './own-reading.js'
import { personsIn } from './person.js'
import { cut } from './tally.js'

/** Who reads, and from where. */
export interface Reader {
  readonly caller: Pick<Caller, 'actor' | 'within'>
  readonly origin: Origin
}

/** One reading of events. */
export interface Read {
  readonly request: string
  readonly filter?: string | undefined
  /** Default: viewed, or filtered where there is a filter. */
  readonly action?: 'Audit Trail Tailed' | 'Audit Trail Exported' | 'Audit Archive Viewed'
  readonly rows?: number
  readonly details?: Readonly<Record<string, unknown>>
}

/**
 * The trail's own book of who looked at it, and who was not let in. Nothing here
 * waits, throws, or holds up the answer it tells of.
 */
export interface SelfAudit {
  read(read: Read, reader: Reader): void
  /** A tail that has begun; call what it returns when it ends. */
  tail(read: Omit<Read, 'action'>, reader: Reader): () => void
  listedTokens(request: string, reader: Reader): void
  refused(refusal: Refusal): void
  /** Something that is told each time. Resolves with whether it is written; what is not is tried again, while there is room for it. */
  tell(event: OwnEvent): Promise<boolean>
  /** Takes out of what is still to be told what must not be kept. Resolves when all but the ends of tails is told and written. */
  scrub(without: (value: unknown) => unknown): Promise<void>
  /** In words; empty where every event was written. */
  problems(): string[]
  /** Ends the tails, tells what is still untold and resolves when it is written. Idempotent. */
  close(): Promise<void>
}

export interface SelfAuditOptions {
  readonly record: (event: OwnEvent) => Promise<void>
  readonly now: () => number
  /** As of now. */
  readonly settings: () => {
    readonly workspace: string
    /** Whether reading is recorded; refusals always are. */
    readonly auditReads: boolean
    /** Whether to record as HIPAA-eligible workspaces need it, reading included. */
    readonly hipaa: boolean
  }
  /** Told of each event that could not be written. */
  readonly onError: (error: unknown, action: string) => void
}

const LOOK_INTERVAL_MS = 10_000
/** Events that wait for a disk that takes them. */
const MAX_WAITING = 1000
/** Events on their way to the disk; while there are more an access is told at the end of its window only. */
const MAX_PENDING = 200

export function openSelfAudit({ record, now, settings, onError }: SelfAuditOptions): SelfAudit {
  const fold = createFold()
  const pending = new Set<Promise<boolean>>()
  const tails = new Set<{ read: Omit<Read, 'action'>; end(): void }>()
  /** What the disk would not take, as while it is full: tried again until it does. */
  const waiting: OwnEvent[] = []
  let lost = 0
  let closing: Promise<void> | undefined

  const readsCount = () => settings().auditReads || settings().hipaa
  const tell = (event: OwnEvent) => {
    const written = record(event).then(
      () => true,
      (error: unknown) => {
        if (error instanceof TrailError && waiting.length < MAX_WAITING) waiting.push(event)
        else lost++
        onError(error, event.action)
        return false
      },
    )
    pending.add(written)
    void written.finally(() => pending.delete(written))
    return written
  }
  const note = (access: Access) => fold.note(access, now(), pending.size >= MAX_PENDING).forEach(tell)
  /** One first: were all tried, each would fail while the disk is full. */
  const tryAgain = async () => {
    const [first] = waiting
    if (first === undefined) return
    try {
      await record(first)
    } catch {
      return
    }
    waiting.shift()
    waiting.splice(0).forEach(tell)
  }
  let trying = Promise.resolve()
  const look = () => {
    fold.due(now()).forEach(tell)
    trying = trying.then(tryAgain)
  }
  const timer = setInterval(look, LOOK_INTERVAL_MS).unref()

  /** Returns whether there was something to record. */
  const noteRead = ({ action, request, filter, rows, details }: Read, { caller, origin }: Reader): boolean => {
    if (!readsCount()) return false
    const asked = parsed(filter)
    if (isOwnReading(asked) || (caller.within !== undefined && isOwnReading(caller.within))) return false
    const { actor } = caller
    const what = action ?? (asked.terms.length === 0 ? 'Audit Trail Viewed' : 'Audit Trail Filtered')
    note({
      ...{ action: what, actor, origin, request },
      ...(asked.terms.length > 0 && { filter: filter! }),
      ...(rows !== undefined && { rows }),
      ...(details !== undefined && { details }),
    })
    if (settings().hipaa) noteForHipaa(what, asked, actor, origin)
    return true
  }

  /** With the fields of the access log that Segment keeps of HIPAA-eligible workspaces. */
  const noteForHipaa = (event: string, filter: Filter, actor: Actor, origin: Origin) => {
    const persons = personsIn(filter).map(cut)
    for (const person of persons.length === 0 ? [undefined] : persons) {
      const details = {
        ...{ workspace_id: settings().workspace, actor_user_id: actor.id, event_type: event },
        ...(person !== undefined && { end_user_id: person }),
        timestamp: formatTime(now()),
      }
      note({ action: 'Audit Data Accessed', actor, origin, kind: `${event}\0${person ?? ''}`, details })
    }
  }

  return {
    read: (read, reader) => void noteRead(read, reader),
    tail(read, reader) {
      if (closing !== undefined || !noteRead({ ...read, action: 'Audit Trail Tailed' }, reader)) return () => {}
      const sinceMs = now()
      const tail = {
        read,
        end() {
          if (!tails.delete(tail)) return
          const { request, filter } = tail.read
          const { caller, origin } = reader
          note({
            ...{ action: 'Audit Trail Tail Ended', actor: caller.actor, origin, request },
            ...(filter !== undefined && filter !== '' && { filter }),
            details: { durationMs: Math.max(0, now() - sinceMs) },
          })
        },
      }
      tails.add(tail)
      return tail.end
    },
    listedTokens(request, { caller: { actor }, origin }) {
      if (readsCount()) note({ action: 'Audit Tokens Listed', actor, origin, request })
    },
    refused({ reason, at, message, caller, expired, address, userAgent }) {
      note({
        ...{ action: 'Audit Access Refused', outcome: 'failure', kind: reason, request: at },
        actor: (caller ?? expired)?.actor ?? STRANGER,
        origin: { address, ...(userAgent !== undefined && { userAgent }) },
        details: { reason, message: cut(message), ...(expired !== undefined && { token: 'expired' }) },
      })
    },
    tell,
    async scrub(without) {
      for (const tail of tails) tail.read = without(tail.read) as typeof tail.read
      // Behind an attempt that is under way: it counts on the first of those that wait.
      trying = trying.then(() => {
        const untold = [...waiting.splice(0), ...fold.all()]
        for (const event of without(untold) as OwnEvent[]) tell(event)
      })
      await trying
      await Promise.all(pending)
    },
    problems: () => [
      ...(waiting.length > 0 ? [`${waiting.length} events of the trail's own record wait to be written`] : []),
      ...(lost > 0 ? [`${lost} events of the trail's own record could not be written; the log says why`] : []),
    ],
    close() {
      closing ??= (async () => {
        clearInterval(timer)
        for (const { end } of [...tails]) end()
        fold.all().forEach(tell)
        await trying
        await tryAgain()
        await Promise.all(pending)
      })()
      return closing
    },
  }
}

/** What was asked with it has been answered, so it is one. */
const parsed = (filter = ''): Filter => (filter === '' ? { terms: [] } : parseFilter(filter))

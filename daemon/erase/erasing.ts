import { setTimeout as sleep } from 'node:timers/promises'
import { ERASURE_ACTION, type Erasure } from '../../protocol/erase.js'
import { TrailError } from '../../protocol/error.js'
import type { AuditEvent, Author } from '../../protocol/event.js'
import type { StepContext, Values, Work } from '../jobs/task.js'
import type { StartTask, Tasks } from '../jobs/tasks.js'
import type { Records } from '../store/records.js'
import type { Trail } from '../store/trail.js'
import { countOf } from './count.js'
import { scrubRecords } from './scrub-records.js'
import { subjectOf } from './subject.js'

export interface ErasingOptions {
  readonly trail: Trail
  readonly records: Records
  readonly tasks: Pick<Tasks, 'register' | 'scrub'>
  readonly archivePath: () => string | undefined
  /** Of what the person is called. */
  readonly hash: (text: string) => string
  /** Records the event; resolves with its seq, also where it was recorded before. */
  readonly record: (
    event: Author & {
      readonly id: string
      readonly action: string
      readonly details: Readonly<Record<string, unknown>>
    },
  ) => Promise<number>
  /** Forgets in memory, and on disk, who is called so. */
  readonly forget: (isNamed: (text: string) => boolean) => Promise<void>
  /** Replaces what is kept in memory; what is still to be told of it is told. */
  readonly scrub: (without: (value: unknown) => unknown) => Promise<unknown>
  /** Resolves when all that reads the trail now has ended. */
  readonly readersDone: () => Promise<unknown>
  /** Names of destinations, to which events may have been sent. */
  readonly destinations: () => readonly string[]
}

/** What an erasure is of is kept beside its task, in a record that goes before the end: the task itself stays in the list. */
interface Aim {
  readonly ref: string
}
interface Kept extends Author {
  readonly values: readonly string[]
  readonly subject: string
  readonly own: number
  readonly mentions: number
  readonly archived: number
}

const SAVE_INTERVAL_MS = 1000
/** After that, blocks of files that readers hold stay until LevelDB compacts by itself. */
const READERS_MS = 10 * 60_000

export interface Erasing {
  erase(
    params: { readonly values: readonly string[]; readonly confirm?: string },
    by: Author,
    signal: AbortSignal,
  ): Promise<Erasure>
}

/** Makes the task known; one that was interrupted goes on. */
export function openErasing(options: ErasingOptions): Erasing {
  const { trail, records, tasks, hash, archivePath } = options
  const start: StartTask<Aim> = tasks.register('erasure', (aim: Aim) => workOf(options, aim))
  return {
    async erase({ values, confirm }, author, signal) {
      const subject = hash(
        [...values]
          .map((value) => value.trim().toLowerCase())
          .sort()
          .join('\n'),
      )
      const person = subjectOf(values)
      if (confirm !== undefined && confirm !== subject)
        throw new TrailError('invalid-request', `Cannot erase: the subject of these values is ${subject}`, {
          field: 'confirm',
        })
      const counted = await countOf(trail, archivePath(), person, signal)
      const notCovered = notCoveredBy(options.destinations())
      if (confirm === undefined) return { subject, ...counted, notCovered }
      const { own, mentions, archived } = counted
      const ref = crypto.randomUUID()
      await records.put('erasure', ref, { values, ...author, subject, own, mentions, archived } satisfies Kept)
      return { subject, ...counted, notCovered, task: await start({ ref }, subject) }
    },
  }
}

function workOf(options: ErasingOptions, { ref }: Aim): Work {
  const { trail, records, tasks, record } = options
  const kept = async (): Promise<Kept> => {
    const found = (await records.get('erasure', ref)) as Kept | undefined
    if (found === undefined) throw new Error('Cannot erase: the record of what is to be erased is gone')
    return found
  }
  async function rewrite(through: number, values: Values, { signal, progress, save }: StepContext): Promise<Values> {
    const { by = 0, position = 0, own = 0, mentions = 0, unreadable = 0 } = values
    const person = subjectOf((await kept()).values)
    const count = { own, mentions, unreadable }
    const form = (event: AuditEvent) => {
      const formed = person.formOf(event)
      if (formed !== undefined) count[formed.isOwn ? 'own' : 'mentions'] += 1
      return formed?.event
    }
    const onUnreadable = () => {
      count.unreadable += 1
    }
    let savedMs = performance.now()
    const erasure = { form, by, after: position, through, onUnreadable }
    for await (const at of trail.erase(erasure, signal)) {
      progress(at / through)
      if (performance.now() - savedMs < SAVE_INTERVAL_MS) continue
      await save({ ...count, position: at })
      savedMs = performance.now()
    }
    return { ...count, position: through }
  }
  return {
    steps: {
      /** First, so that a crash leaves an event without an erasure, never one without an event. */
      async tell() {
        const { actor, context, subject, own, mentions, archived, values } = await kept()
        const author = { actor, ...(context !== undefined && { context }) }
        const details = { subject, values: values.length, own, mentions, archived }
        const by = await record({ id: `erasure-${ref}`, action: ERASURE_ACTION, ...author, details })
        return { by, position: 0, own: 0, mentions: 0, archived: 0, unreadable: 0 }
      },
      rewrite: (values, context) => rewrite(values.by!, values, context),
      async archive({ by = 0, archived = 0, unreadable = 0 }, { signal }) {
        const path = options.archivePath()
        if (path === undefined) return {}
        const person = subjectOf((await kept()).values)
        const count = { archived, unreadable }
        const form = (event: AuditEvent) => {
          const formed = person.formOf(event)?.event
          if (formed !== undefined) count.archived += 1
          return formed
        }
        const onUnreadable = () => {
          count.unreadable += 1
        }
        await trail.eraseArchive(path, { form, by, onUnreadable }, signal)
        return { ...count }
      },
      async records({ by }) {
        const { values, actor, context } = await kept()
        const person = subjectOf(values)
        await options.forget(person.isNamed)
        const scrubbed = await tasks.scrub(person.without, { actor, ...(context !== undefined && { context }) })
        await options.scrub(person.without)
        return { position: by, records: scrubbed + (await scrubRecords(records, person.without)) }
      },
      /** Once nothing is left of which the trail might tell: what came meanwhile, as who asked for the person. */
      late: (values, context) => rewrite(trail.lastSeq, values, context),
      async forget() {
        await records.delete('erasure', ref)
        return {}
      },
      /** What was overwritten is still in LevelDB's files until they are compacted, and stays there for as long as somebody reads. */
      async reclaim(_, { signal }) {
        const waits = await readersLeft(options, signal)
        await trail.scour()
        return { waits }
      },
    },
    message({ own = 0, mentions = 0, archived = 0, unreadable = 0, waits = 0 }) {
      const number = (count: number) => count.toLocaleString('en')
      const most = `erased a person from ${number(own)} events of their own and ${number(mentions)} others; ${number(archived)} in the archive`
      const problems = [
        ...(unreadable > 0
          ? [`${number(unreadable)} segments or files cannot be read and stay: see audit-traild check`]
          : []),
        ...(waits > 0
          ? ['somebody still reads what was there: the files hold it until they are compacted again, as retention does']
          : []),
      ]
      return [most, ...problems].join('; ')
    },
    noteworthy: () => true,
  }
}

/** 1 where they did not end in time. */
async function readersLeft({ readersDone }: ErasingOptions, signal: StepContext['signal']): Promise<0 | 1> {
  const giveUp = new AbortController()
  const late = sleep(READERS_MS, 1 as const, { signal: AbortSignal.any([signal, giveUp.signal]), ref: false })
  try {
    return await Promise.race([readersDone().then(() => 0 as const), late])
  } finally {
    giveUp.abort()
    late.catch(() => undefined)
  }
}

function notCoveredBy(destinations: readonly string[]): string[] {
  return [
    'backups made before: make a new one, and delete them',
    'exports, and copies of the archive, that were made before',
    'names of tokens and destinations, and their filters',
    'filters that dashboards remember',
    ...(destinations.length > 0 ? [`what was sent to ${destinations.join(', ')}`] : []),
  ]
}

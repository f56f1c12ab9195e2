import { setImmediate } from 'node:timers/promises'
import { TrailError } from '../../protocol/error.js'
import type { AuditEvent } from '../../protocol/event.js'
import { formatTime } from '../../protocol/time.js'
import type { FollowContext } from '../follow/pieces-after.js'
import type { StepContext, Values, Work } from '../jobs/task.js'
import type { StartTask, Tasks } from '../jobs/tasks.js'
import { eventsAt } from '../query/events-at.js'
import { Gone } from './attempts.js'
import type { DeadLetters } from './dead-letters.js'
import { matchesAfter } from './matches-after.js'
import type { Place } from './place.js'

/** Which destination a task is for: one by the same name that was made later is another. */
interface Aim {
  readonly name: string
  readonly createdAtMs: number
}

export interface ReplayParams extends Aim {
  readonly sinceMs?: number
  readonly untilMs?: number
  readonly filter?: string
  readonly timeZone?: string
}

export interface RetryParams extends Aim {
  readonly seqs?: readonly number[]
}

export interface ResendParts {
  readonly tasks: Pick<Tasks, 'register'>
  readonly context: FollowContext
  readonly deadLetters: DeadLetters
  /** The destination as it is now, once no change of it is under way. */
  readonly placeOf: (name: string) => Promise<Place | undefined>
  readonly count: (
    params: { readonly filter: string; readonly timeZone?: string },
    signal: AbortSignal,
  ) => Promise<{ readonly count: number }>
}

interface Resending {
  readonly replay: StartTask<ReplayParams>
  readonly retry: StartTask<RetryParams>
}

const SAVE_INTERVAL_MS = 1000
const LETTERS_AT_ONCE = 200
const NONE_YET = { position: 0, sent: 0, filtered: 0, refused: 0 }

/** Makes the two kinds of tasks known that send again; those that were interrupted go on. */
export function registerResending(parts: ResendParts): Resending {
  const { tasks, context, deadLetters, count } = parts
  const { trail, now } = context
  return {
    replay: tasks.register('replay', (params: ReplayParams): Work => {
      const { timeZone, filter = '' } = params
      const textUpTo = (through: number) =>
        [filter, ...bounds(params), `seq:1..${Math.max(1, through)}`].filter((part) => part !== '').join(' ')
      const zone = timeZone === undefined ? {} : { timeZone }
      return {
        steps: {
          async find(_, { signal }) {
            const through = trail.lastSeq
            const { count: of } = await count({ filter: textUpTo(through), ...zone }, signal)
            return { through, nowMs: now(), of, ...NONE_YET }
          },
          deliver: ({ through = 0, nowMs = 0, ...values }, step) =>
            deliver(parts, params, values, step, (position, signal) =>
              matchesAfter(context, { filter: textUpTo(through), ...zone, nowMs, through }, position, signal),
            ),
        },
        message: told,
        noteworthy: () => true,
      }
    }),
    retry: tasks.register('retry', (params: RetryParams): Work => {
      const wanted = params.seqs === undefined ? undefined : new Set(params.seqs)
      return {
        steps: {
          async find() {
            const of = wanted?.size ?? deadLetters.count(params.name)
            return { through: trail.lastSeq, of, ...NONE_YET }
          },
          deliver: ({ through = 0, ...values }, step) =>
            deliver(parts, params, values, step, async function* (position) {
              for (let after = position; ; ) {
                const letters = await deadLetters.list(params.name, after, LETTERS_AT_ONCE)
                const seqs = letters.map(({ seq }) => seq).filter((seq) => seq <= through)
                if (seqs.length === 0) return
                after = seqs.at(-1)!
                yield await eventsAt(
                  context,
                  seqs.filter((seq) => wanted?.has(seq) ?? true),
                )
              }
            }),
        },
        message: told,
        noteworthy: () => true,
      }
    }),
  }
}

const told: Work['message'] = ({ sent = 0, of = 0, filtered = 0, refused = 0 }) => {
  const [all, ...others] = [of, filtered, refused].map((count) => count.toLocaleString('en'))
  const beside = [filtered > 0 && `, ${others[0]} filtered`, refused > 0 && `, ${others[1]} refused`]
  return `sent ${sent.toLocaleString('en')} of ${all} events again${beside.filter(Boolean).join('')}`
}

/** In the filter language, which knows no others than these two. */
function bounds({ sinceMs, untilMs }: ReplayParams): string[] {
  return [
    ...(sinceMs === undefined ? [] : [`since:${formatTime(sinceMs)}`]),
    ...(untilMs === undefined ? [] : [`until:${formatTime(untilMs)}`]),
  ]
}

/** Hands on what `source` gives behind a position, also where the destination is changed meanwhile. */
async function deliver(
  { placeOf }: ResendParts,
  { name, createdAtMs }: Aim,
  { position = 0, sent = 0, filtered = 0, refused = 0, of = 0 }: Values,
  { signal, save, progress }: StepContext,
  source: (position: number, signal: AbortSignal) => AsyncIterable<readonly AuditEvent[]>,
): Promise<Values> {
  const at = { position, sent, filtered, refused }
  let savedAtMs = performance.now()
  for (;;) {
    const place = await placeOf(name)
    if (place?.kept.createdAtMs !== createdAtMs)
      throw new TrailError('not-found', `Cannot send again: the destination "${name}" is no longer there`)
    const { delivery, closed } = place
    const { state, failure } = place.describe()
    if (delivery === undefined || state === 'gone' || place.kept.restoredAtMs !== undefined) {
      throw new TrailError('unavailable', `Cannot send again to "${name}": ${failure?.message}`)
    }
    const until = AbortSignal.any([signal, closed])
    try {
      for await (const done of delivery.redeliver(source(at.position, until), until)) {
        at.position = done.through
        at.sent += done.sent
        at.filtered += done.filtered
        at.refused += done.refused
        progress((at.sent + at.filtered + at.refused) / Math.max(1, of))
        if (performance.now() - savedAtMs < SAVE_INTERVAL_MS) continue
        savedAtMs = performance.now()
        await save({ ...at })
      }
      return { ...at }
    } catch (error) {
      signal.throwIfAborted()
      if (!closed.aborted && !(error instanceof Gone)) throw error
      await setImmediate()
    }
  }
}

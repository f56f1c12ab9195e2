import type { Erasure } from '../../protocol/erase.js'
import type { Author } from '../../protocol/event.js'
import type { OnProgress } from '../../protocol/progress.js'
import type { RedactionPreview } from '../../protocol/redaction.js'
import type { CallMethod, JobInfo, Params, Result, Status, StreamMethod } from '../../protocol/request.js'
import type { Task } from '../../protocol/task-request.js'
import type { Caller } from '../access/caller.js'
import { authorOf, type Origin } from '../access/origin.js'
import type { Tokens } from '../access/tokens.js'
import type { SelfAudit } from '../audit/self-audit.js'
import type { Forwarding } from '../forward/forwarding.js'
import { masked } from '../forward/masked.js'
import type { Backups } from '../jobs/backups.js'
import type { Within } from '../query/asked-filter.js'
import type { Reading } from '../query/reading.js'
import { readingWithin } from '../query/reading-within.js'
import type { Lane } from '../store/lane.js'

/** What a request is answered with besides its parameters. */
export interface RequestContext {
  readonly caller: Caller
  readonly origin: Origin
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
  /** Of the client: what it is shown is made in its turns. */
  readonly lane: Lane
  /** Tells the client how far its request is. */
  readonly onProgress: OnProgress
  /** Ends the stream of that id in the same session, where there is one. */
  unsubscribe(id: number): void
}

/** One handler per row of REQUESTS: a request without one does not compile. */
export type Handlers = {
  readonly [M in CallMethod]: (params: Params<M>, context: RequestContext) => Promise<Result<M>> | Result<M>
} & {
  readonly [M in StreamMethod]: (params: Params<M>, context: RequestContext) => AsyncIterable<Result<M>>
}

export interface Jobs {
  list(): JobInfo[]
  run(name: string, options: { readonly confirm: boolean; readonly onBegin?: () => void }): Promise<JobInfo>
}

export interface Tasks {
  list(): Task[]
  cancel(id: string, by: Author): Promise<Task>
}

export interface Redaction {
  preview(params: Params<'redaction.preview'>, signal: AbortSignal): Promise<RedactionPreview>
  hash(value: string): string
  /** By rule, values replaced since the start. */
  counts(): { readonly [rule: string]: number }
}

export interface Erasing {
  erase(params: Params<'erase'>, by: Author, signal: AbortSignal): Promise<Erasure>
}

export interface HandlerParts {
  readonly reading: Reading
  readonly tokens: Tokens
  readonly jobs: Jobs
  readonly tasks: Tasks
  readonly backups: Backups
  readonly forwarding: Forwarding
  readonly redaction: Redaction
  readonly erasing: Erasing
  readonly audit: SelfAudit
  readonly follow: (
    params: Params<'subscribe'> & Within,
    signal: AbortSignal,
    lane: Lane,
  ) => AsyncIterable<Result<'subscribe'>>
  readonly status: (caller: Caller, signal: AbortSignal) => Promise<Status>
}

export function createHandlers({
  reading,
  tokens,
  jobs,
  tasks,
  backups,
  forwarding,
  redaction,
  erasing,
  audit,
  follow,
  status,
}: HandlerParts): Handlers {
  const visible = ({ caller }: RequestContext) => readingWithin(reading, caller.within)
  return {
    query: (params, context) => visible(context).query(params, context.signal, progressOf(params, context)),
    count: (params, context) => visible(context).count(params, context.signal, progressOf(params, context)),
    facets: (params, context) => visible(context).facets(params, context.signal, progressOf(params, context)),
    histogram: (params, context) => visible(context).histogram(params, context.signal, progressOf(params, context)),
    subscribe: (params, { caller: { within }, signal, lane }) =>
      follow({ ...params, ...(within !== undefined && { within }) }, signal, lane),
    unsubscribe: ({ id }, context) => {
      context.unsubscribe(id)
      return {}
    },
    status: (_, { caller, signal }) => status(caller, signal),
    'tokens.create': async (params, context) => ({ token: await tokens.create(params, by(context)) }),
    'tokens.list': () => ({ tokens: tokens.list() }),
    'tokens.revoke': async ({ name }, context) => {
      await tokens.revoke(name, by(context))
      return {}
    },
    'jobs.list': () => ({ jobs: jobs.list() }),
    'jobs.run': ({ name, confirm = false }, context) => {
      const begun = { action: 'Audit Job Started', resource: { type: 'job', id: name, name }, details: { confirm } }
      return jobs.run(name, { confirm, onBegin: () => audit.tell({ ...begun, ...by(context) }) })
    },
    backup: ({ path, withSecrets = false }, context) =>
      backups.make({ path, withSecrets }, by(context), context.signal),
    'backup.progress': () => backups.progress(),
    async 'forward.list'(params, context) {
      const { destinations } = await forwarding.list(params, by(context), context.signal)
      return { destinations: context.caller.role === 'owner' ? destinations : destinations.map(masked) }
    },
    'forward.create': (params, context) => forwarding.create(params, by(context), context.signal),
    'forward.update': (params, context) => forwarding.update(params, by(context), context.signal),
    'forward.toggle': (params, context) => forwarding.toggle(params, by(context), context.signal),
    'forward.delete': (params, context) => forwarding.delete(params, by(context), context.signal),
    'forward.secret': (params, context) => forwarding.secret(params, by(context), context.signal),
    'forward.test': (params, context) => forwarding.test(params, by(context), context.signal),
    'forward.preview': (params, context) => forwarding.preview(params, by(context), context.signal),
    'forward.replay': (params, context) => forwarding.replay(params, by(context), context.signal),
    'forward.discards': (params, context) => forwarding.discards(params, by(context), context.signal),
    'forward.dead': (params, context) => forwarding.dead(params, by(context), context.signal),
    'forward.retry': (params, context) => forwarding.retry(params, by(context), context.signal),
    'forward.discard': (params, context) => forwarding.discard(params, by(context), context.signal),
    'redaction.preview': (params, { signal }) => redaction.preview(params, signal),
    'redaction.hash': ({ value }) => ({ hash: redaction.hash(value) }),
    erase: (params, context) => erasing.erase(params, by(context), context.signal),
    'tasks.list': () => ({ tasks: tasks.list() }),
    'tasks.cancel': ({ id }, context) => tasks.cancel(id, by(context)),
  }
}

const progressOf = (params: { readonly progress?: boolean }, { onProgress }: RequestContext) =>
  params.progress === true ? onProgress : undefined

const by = ({ caller, origin }: RequestContext) => authorOf(caller, origin)

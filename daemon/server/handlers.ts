import type { Erasure } from '../../protocol/erase.js'
import type { Actor } from '../../protocol/event.js'
import type { OnProgress } from '../../protocol/progress.js'
import type { RedactionPreview } from '../../protocol/redaction.js'
import type { CallMethod, JobInfo, Params, Result, Status, StreamMethod } from '../../protocol/request.js'
import type { Task } from '../../protocol/task-request.js'
import type { Caller } from '../access/caller.js'
import type { Tokens } from '../access/tokens.js'
import type { Forwarding } from '../forward/forwarding.js'
import { masked } from '../forward/masked.js'
import type { Backups } from '../jobs/backups.js'
import type { Reading } from '../query/reading.js'

/** What a request is answered with besides its parameters. */
export interface RequestContext {
  readonly caller: Caller
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
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
  run(name: string, options: { readonly confirm: boolean }): Promise<JobInfo>
}

export interface Tasks {
  list(): Task[]
  cancel(id: string, by: Actor): Promise<Task>
}

export interface Redaction {
  preview(params: Params<'redaction.preview'>, signal: AbortSignal): Promise<RedactionPreview>
  hash(value: string): string
  /** By rule, values replaced since the start. */
  counts(): { readonly [rule: string]: number }
}

export interface Erasing {
  erase(params: Params<'erase'>, by: Actor, signal: AbortSignal): Promise<Erasure>
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
  readonly follow: (params: Params<'subscribe'>, signal: AbortSignal) => AsyncIterable<Result<'subscribe'>>
  readonly status: (signal: AbortSignal) => Promise<Status>
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
  follow,
  status,
}: HandlerParts): Handlers {
  return {
    query: (params, { signal, onProgress }) => reading.query(params, signal, params.progress ? onProgress : undefined),
    count: (params, { signal, onProgress }) => reading.count(params, signal, params.progress ? onProgress : undefined),
    facets: (params, { signal, onProgress }) =>
      reading.facets(params, signal, params.progress ? onProgress : undefined),
    histogram: (params, { signal, onProgress }) =>
      reading.histogram(params, signal, params.progress ? onProgress : undefined),
    subscribe: (params, { signal }) => follow(params, signal),
    unsubscribe: ({ id }, context) => {
      context.unsubscribe(id)
      return {}
    },
    status: (_, { signal }) => status(signal),
    'tokens.create': async ({ name, role }, { caller }) => ({ token: await tokens.create(name, role, caller.actor) }),
    'tokens.list': () => ({ tokens: tokens.list() }),
    'tokens.revoke': async ({ name }, { caller }) => {
      await tokens.revoke(name, caller.actor)
      return {}
    },
    'jobs.list': () => ({ jobs: jobs.list() }),
    'jobs.run': ({ name, confirm = false }) => jobs.run(name, { confirm }),
    backup: ({ path, withSecrets = false }, { caller, signal }) =>
      backups.make({ path, withSecrets }, caller.actor, signal),
    'backup.progress': () => backups.progress(),
    async 'forward.list'(params, { caller, signal }) {
      const { destinations } = await forwarding.list(params, caller.actor, signal)
      return { destinations: caller.role === 'owner' ? destinations : destinations.map(masked) }
    },
    'forward.create': (params, { caller, signal }) => forwarding.create(params, caller.actor, signal),
    'forward.update': (params, { caller, signal }) => forwarding.update(params, caller.actor, signal),
    'forward.toggle': (params, { caller, signal }) => forwarding.toggle(params, caller.actor, signal),
    'forward.delete': (params, { caller, signal }) => forwarding.delete(params, caller.actor, signal),
    'forward.secret': (params, { caller, signal }) => forwarding.secret(params, caller.actor, signal),
    'forward.test': (params, { caller, signal }) => forwarding.test(params, caller.actor, signal),
    'forward.preview': (params, { caller, signal }) => forwarding.preview(params, caller.actor, signal),
    'forward.replay': (params, { caller, signal }) => forwarding.replay(params, caller.actor, signal),
    'forward.discards': (params, { caller, signal }) => forwarding.discards(params, caller.actor, signal),
    'forward.dead': (params, { caller, signal }) => forwarding.dead(params, caller.actor, signal),
    'forward.retry': (params, { caller, signal }) => forwarding.retry(params, caller.actor, signal),
    'forward.discard': (params, { caller, signal }) => forwarding.discard(params, caller.actor, signal),
    'redaction.preview': (params, { signal }) => redaction.preview(params, signal),
    'redaction.hash': ({ value }) => ({ hash: redaction.hash(value) }),
    erase: (params, { caller, signal }) => erasing.erase(params, caller.actor, signal),
    'tasks.list': () => ({ tasks: tasks.list() }),
    'tasks.cancel': ({ id }, { caller }) => tasks.cancel(id, caller.actor),
  }
}

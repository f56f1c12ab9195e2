import { TrailError } from '#protocol/error.js'
import type { AuditEvent } from '#protocol/event.js'
import { type Facet, FIELDS } from '#protocol/field.js'
import { compileFilter } from '#protocol/filter/compile.js'
import { parseFilter } from '#protocol/filter/parse.js'
import type { Hello } from '#protocol/message.js'
import type { Facets, Histogram, JobInfo, Page, Status, SubscribeFrame } from '#protocol/request.js'
import type { Task } from '#protocol/task-request.js'
import { compareByTime } from '#tui/model/rows.js'
import type { Daemon } from '#tui/performers/hands.js'
import { FakeForwarding } from './fake-forwarding.js'

/** A daemon in memory that answers at once, for screens; it tells what it was asked. */
export class FakeDaemon implements Daemon {
  events: AuditEvent[]
  readonly asked: { readonly method: string; readonly params: Record<string, unknown> }[] = []
  state: Daemon['state']
  problems: readonly string[] = []
  jobs: readonly JobInfo[] = []
  tasks: readonly Task[] = []
  readonly forwarding = new FakeForwarding()
  #listeners = new Set<(state: Daemon['state']) => void>()
  #follower: ((frame: SubscribeFrame | undefined) => void) | undefined
  #backlog: SubscribeFrame[] = []

  constructor(
    events: readonly AuditEvent[],
    readonly now: () => number,
    private hello: Partial<Hello> = {},
  ) {
    this.events = [...events]
    this.state = { kind: 'open', hello: this.#hello() }
  }

  #hello(): Hello {
    const last = this.events.at(-1)?.seq ?? 0
    const rest = { version: 1, daemon: '0', trail: 't', epoch: 'e', role: 'owner', workspace: 'acme' } as const
    return { ...rest, first: this.events[0]?.seq ?? 0, last, events: this.events.length, ...this.hello }
  }

  /** New events, as a follower is told. */
  arrive(...events: readonly AuditEvent[]): void {
    this.events.push(...events)
    this.tell({ events, cursor: String(events.at(-1)?.seq) })
  }

  tell(frame: SubscribeFrame): void {
    if (this.state.kind !== 'open' || this.#follower === undefined) this.#backlog.push(frame)
    else this.#follower(frame)
  }

  lose(retryAtMs: number): void {
    const error = new TrailError('unavailable', 'Cannot reach the daemon')
    this.#become({ kind: 'waiting', attempt: 1, retryAtMs, error })
  }

  /** The link is back; what came meanwhile is told. */
  reconnectNow(): void {
    this.#become({ kind: 'open', hello: this.#hello() })
    for (const frame of this.#backlog.splice(0)) this.tell(frame)
  }

  /** It will have nothing to do with us any more. */
  refuse(refused: TrailError): void {
    this.#become({ kind: 'closed', refused })
  }

  /** Its data was exchanged for another trail's while the link was down. */
  becomeAnother(events: readonly AuditEvent[]): void {
    this.lose(this.now())
    this.events = [...events]
    this.hello = { ...this.hello, trail: 'another' }
    this.#become({ kind: 'open', hello: this.#hello() })
    this.#follower?.(undefined)
  }

  #become(state: Daemon['state']): void {
    this.state = state
    for (const listener of this.#listeners) listener(state)
  }

  onState(listener: (state: Daemon['state']) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  // biome-ignore lint/suspicious/noExplicitAny: one answer for every method, as its table of types cannot be spelled here
  async call(method: string, params: any): Promise<any> {
    this.asked.push({ method, params })
    if (this.state.kind !== 'open') throw new TrailError('unavailable', 'Cannot ask: there is no connection')
    if (method.startsWith('forward.')) return this.forwarding.call(method, params)
    const { matches } = compileFilter(parseFilter(params.filter ?? ''), { now: this.now, timeZone: params.timeZone })
    const found = this.events.filter(matches)
    const asOf = this.events.at(-1)?.seq ?? 0
    if (method === 'query') return { ...this.#page(found, params), asOf }
    if (method === 'count') return { count: found.length, asOf }
    if (method === 'facets') return { total: found.length, fields: facetsOf(found, params.fields, params.top), asOf }
    if (method === 'histogram') return { ...histogramOf(found, params), asOf }
    if (method === 'status') return this.status()
    if (method === 'jobs.list') return { jobs: this.jobs }
    if (method === 'jobs.run') return this.#run(params)
    if (method === 'tasks.list') return { tasks: this.tasks }
    if (method === 'tasks.cancel') return this.#cancel(params)
    throw new TypeError(`Cannot fake ${method}`)
  }

  status(): Status {
    const [oldest, newest] = [this.events[0]?.timestamp, this.events.at(-1)?.timestamp]
    return {
      ...{ version: '0', trail: 't', epoch: 'e', state: 'ready', workspace: 'acme' },
      ...{ first: this.#hello().first, last: this.#hello().last, events: this.events.length },
      ...(oldest !== undefined && { oldest }),
      ...(newest !== undefined && { newest }),
      ...{ diskBytes: 12_000_000, memoryBytes: 80_000_000, startedAt: '2026-11-20T00:00:00.000Z' },
      ...{ accepted: this.events.length, duplicates: 0, rejected: {}, clients: 1, ratePerSecond: 0 },
      problems: this.problems,
    }
  }

  /** As the daemon does: what is held is run only when that was confirmed. */
  #run({ name, confirm = false }: { name: string; confirm?: boolean }): JobInfo {
    const job = this.jobs.find((each) => each.name === name)
    if (job === undefined) throw new TrailError('not-found', `There is no job ${name}`)
    const ran: JobInfo = job.state === 'held' && !confirm ? job : { ...job, state: 'idle', message: 'done' }
    this.jobs = this.jobs.map((each) => (each === job ? ran : each))
    return ran
  }

  #cancel({ id }: { id: string }): Task {
    const task = this.tasks.find((each) => each.id === id && each.endedAt === undefined)
    if (task === undefined) throw new TrailError('not-found', `There is no task ${id}`)
    const { progress: _, ...rest } = task
    const cancelled: Task = { ...rest, state: 'cancelled', endedAt: new Date(this.now()).toISOString() }
    this.tasks = this.tasks.map((each) => (each === task ? cancelled : each))
    return cancelled
  }

  #page(found: readonly AuditEvent[], params: { order: string; limit: number; cursor?: string }): Omit<Page, 'asOf'> {
    const sorted = found.toSorted(params.order === 'newest' ? (a, b) => compareByTime(b, a) : compareByTime)
    // The cursor is the last row's seq; a trail that grows meanwhile is no matter here.
    const start = params.cursor === undefined ? 0 : sorted.findIndex(({ seq }) => String(seq) === params.cursor) + 1
    const events = sorted.slice(start, start + params.limit)
    const more = start + params.limit < sorted.length
    return { events, ...(more && { next: String(events.at(-1)!.seq) }) }
  }

  async *subscribe(_: unknown, signal?: AbortSignal): AsyncGenerator<SubscribeFrame> {
    const waiting: (SubscribeFrame | undefined)[] = this.#backlog.splice(0)
    let wake: () => void = () => {}
    this.#follower = (frame) => {
      waiting.push(frame)
      wake()
    }
    signal?.addEventListener('abort', () => this.#follower?.(undefined), { once: true })
    for (;;) {
      while (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      const frame = waiting.shift()
      if (signal?.aborted) return
      if (frame === undefined)
        throw new TrailError('unknown-cursor', 'Cannot continue: the cursor is not one of this trail')
      yield frame
    }
  }
}

function facetsOf(events: readonly AuditEvent[], fields: readonly Facet[], top: number): Facets['fields'] {
  return Object.fromEntries(fields.map((field) => [field, facetOf(events, field, top)]))
}

function facetOf(events: readonly AuditEvent[], field: Facet, top: number) {
  const name = field === 'actor' ? 'actor.id' : field === 'resource' ? 'resource.id' : field
  const counts = new Map<string, { count: number; label?: string }>()
  for (const event of events) {
    const value = FIELDS[name](event)
    if (value === undefined) continue
    const label = field === 'actor' ? (event.actor.email ?? event.actor.name) : undefined
    counts.set(value, { count: (counts.get(value)?.count ?? 0) + 1, ...(label !== undefined && { label }) })
  }
  const values = [...counts].map(([value, rest]) => ({ value, ...rest })).sort((a, b) => b.count - a.count)
  return { values: values.slice(0, top), distinct: values.length }
}

function histogramOf(
  events: readonly AuditEvent[],
  { buckets, ...edges }: { buckets: number; from?: string; to?: string },
): Omit<Histogram, 'asOf'> {
  const times = events.map(({ timestamp }) => Date.parse(timestamp))
  const from = edges.from === undefined ? Math.min(...times) : Date.parse(edges.from)
  const to = edges.to === undefined ? Math.max(...times) : Date.parse(edges.to) - 1
  if (!Number.isFinite(from))
    return { from: new Date(0).toISOString(), to: new Date(0).toISOString(), intervalMs: 1, counts: [] }
  const intervalMs = Math.max(1, (to - from + 1) / buckets)
  const counts = new Array<number>(buckets).fill(0)
  const failure = new Array<number>(buckets).fill(0)
  for (const [i, at] of times.entries()) {
    const bucket = Math.floor((at - from) / intervalMs)
    counts[bucket]!++
    if (events[i]!.outcome === 'failure') failure[bucket]!++
  }
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), intervalMs, counts, by: { failure } }
}

import type { DeadLetter, Destination, Discard, TestResult } from '#protocol/destination.js'
import type { DestinationSettings } from '#protocol/destination-settings.js'
import { TrailError } from '#protocol/error.js'
import type { Task } from '#protocol/task-request.js'

/** A destination that is well and has nothing to do, but for what is said of it. */
export function destination(
  settings: DestinationSettings,
  { counts, ...said }: Partial<Omit<Destination, 'counts'>> & { counts?: Partial<Destination['counts']> } = {},
): Destination {
  const none = { received: 0, filteredAtDestination: 0, filteredAtSource: 0, failedDelivery: 0, delivered: 0 }
  return {
    ...{ settings, enabled: true, state: 'idle', createdAt: '2026-11-19T09:00:00.000Z', secrets: 1, cursor: 300 },
    ...{ lagEvents: 0, lagSeconds: 0, dead: 0, retries: 0, missed: 0, violations: 0 },
    deliveredPerSecond: new Array<number>(60).fill(0),
    ...said,
    counts: { ...none, ...counts },
  }
}

const TASK: Task = { id: '1', kind: 'replay', state: 'running', startedAt: '2026-11-20T14:17:00.000Z', steps: [] }

/** Forwarding in memory: what a daemon would have to say of destinations, and what becomes of them when it is told to. */
export class FakeForwarding {
  destinations: readonly Destination[] = []
  discards: readonly Discard[] = []
  dead: readonly DeadLetter[] = []
  tested: TestResult = { delivered: true, tookMs: 12 }

  /** Takes no FQL that begins with a digit. */
  // biome-ignore lint/suspicious/noExplicitAny: one answer for every method, as the fake daemon's own
  call(method: string, params: any): any {
    const { name } = params
    const settings: DestinationSettings | undefined = params.settings
    const at = this.destinations.find((each) => each.settings.name === (settings?.name ?? name))
    if (method === 'forward.list') return { destinations: this.destinations }
    const [filter] = settings?.filters ?? []
    if (filter !== undefined && /^\d/.test(filter.if))
      throw new TrailError('invalid-filter', 'Cannot read the filter: column 3: expected a comparison', {
        field: 'column 3',
      })
    if (method === 'forward.create') {
      if (at !== undefined)
        throw new TrailError('already-exists', `Cannot make the destination: there is "${settings!.name}" already`, {
          field: 'settings.name',
        })
      const made = destination(settings!, { enabled: params.enable, state: params.enable ? 'idle' : 'disabled' })
      this.destinations = [...this.destinations, made]
      return made
    }
    if (at === undefined) throw new TrailError('not-found', `Cannot find the destination: there is no "${name}"`)
    if (method === 'forward.update') return this.#change(at, { settings: settings! })
    if (method === 'forward.toggle')
      return this.#change(at, { enabled: params.enabled, state: params.enabled ? 'idle' : 'disabled' })
    if (method === 'forward.delete') {
      this.destinations = this.destinations.filter((each) => each !== at)
      return {}
    }
    if (method === 'forward.test') return this.tested
    if (method === 'forward.discards') return { discards: this.discards }
    if (method === 'forward.dead')
      return { dead: this.dead.filter(({ seq }) => seq > (params.after ?? 0)), more: false }
    if (method === 'forward.replay') return { ...TASK, subject: name }
    const seqs: readonly number[] = params.seqs ?? this.dead.map(({ seq }) => seq)
    if (method === 'forward.retry' || method === 'forward.discard') {
      this.dead = this.dead.filter(({ seq }) => !seqs.includes(seq))
      return method === 'forward.retry' ? { ...TASK, kind: 'retry-dead', subject: name } : { count: seqs.length }
    }
    throw new TypeError(`Cannot fake ${method}`)
  }

  #change(from: Destination, change: Partial<Destination>): Destination {
    const changed = { ...from, ...change }
    this.destinations = this.destinations.map((each) => (each === from ? changed : each))
    return changed
  }
}

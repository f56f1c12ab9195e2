import { TrailError } from '../../protocol/error.js'
import type { Histogram } from '../../protocol/request.js'
import { loadCharts } from '../charts/charts.js'
import type { DaemonEffect } from '../model/effect/daemon.js'
import { termFor } from '../model/filter-edit.js'
import type { Figures } from '../model/stats.js'
import type { Hands, Performers } from './hands.js'

const AREAS = 12
const ACTORS = 8
const BUCKETS = 60

type CountFigures = Extract<DaemonEffect, { type: 'count-figures' }>

export function daemonPerformers({ daemon, timeZone, asking, send, onMistake }: Hands): Performers<DaemonEffect> {
  /** Tells a failure of the daemon's in its own way; a mistake of ours ends the screen. */
  const attempt = (
    name: string,
    work: (current: AbortSignal) => Promise<void>,
    failed: (error: TrailError) => void,
  ) => {
    const current = asking.start(name)
    work(current).catch((error: unknown) => {
      if (current.aborted) return
      if (error instanceof TrailError) failed(error)
      else onMistake(error)
    })
  }

  async function figures({ filter, period, nowMs }: CountFigures, current: AbortSignal): Promise<Figures> {
    const [from, to] = [new Date(nowMs - period.ms).toISOString(), new Date(nowMs + 1).toISOString()]
    const within = `${filter} since:${from} until:${to}`.trim()
    const histogram = (filter: string): Promise<Histogram> =>
      daemon.call('histogram', { filter, timeZone, buckets: BUCKETS, by: 'outcome', from, to }, current)
    const facets = (filter: string) =>
      daemon.call('facets', { filter, timeZone, fields: ['area', 'actor'], top: AREAS }, current)
    const [activity, all, failed] = await Promise.all([
      histogram(filter),
      facets(within),
      facets(`${within} outcome:failure`),
    ])
    const failures = new Map(failed.fields.area?.values.map(({ value, count }) => [value, count]))
    // One after the other: the daemon has others to serve.
    const actors: Figures['actors'][number][] = []
    for (const { value, label = value, count } of (all.fields.actor?.values ?? []).slice(0, ACTORS)) {
      const { counts } = await histogram(`${filter} ${termFor('actor', value)}`.trim())
      actors.push({ name: label, total: count, counts })
    }
    const areas = (all.fields.area?.values ?? []).map(({ value, count }) => {
      const failure = failures.get(value) ?? 0
      return { name: value, success: count - failure, failure }
    })
    return { period, filter, total: all.total, failures: failed.total, activity, areas, actors }
  }

  return {
    'ask-report': () =>
      attempt(
        'report',
        async (current) => {
          const { state } = daemon
          const limited = state.kind === 'open' && state.hello.limited === true
          const [status, { jobs }, { tasks }] = await Promise.all([
            daemon.call('status', {}, current),
            limited ? { jobs: [] } : daemon.call('jobs.list', {}, current),
            limited ? { tasks: [] } : daemon.call('tasks.list', {}, current),
          ])
          send({ type: 'reported', report: { status, jobs, tasks } })
        },
        ({ message }) => send({ type: 'not-reported', message }),
      ),
    'run-job': ({ name, confirm }) =>
      attempt(
        `run ${name}`,
        async (current) => {
          const job = await daemon.call('jobs.run', { name, ...(confirm && { confirm }) }, current)
          send({ type: 'job-ran', job })
        },
        ({ message }) => send({ type: 'job-refused', name, message }),
      ),
    'cancel-task': ({ id }) =>
      attempt(
        `cancel ${id}`,
        async (current) => send({ type: 'task-cancelled', task: await daemon.call('tasks.cancel', { id }, current) }),
        ({ message }) => send({ type: 'job-refused', name: id, message }),
      ),
    'count-figures': (asked) =>
      attempt(
        'figures',
        async (current) => send({ type: 'figures', figures: await figures(asked, current) }),
        ({ message, type }) => send({ type: 'no-figures', message, passing: type === 'unavailable' }),
      ),
    'load-charts': () =>
      attempt(
        'charts',
        async () => {
          await loadCharts()
          send({ type: 'charts-loaded' })
        },
        ({ message }) => send({ type: 'no-figures', message, passing: false }),
      ),
  }
}

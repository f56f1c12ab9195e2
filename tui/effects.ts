import type { Client } from '../protocol/client.js'
import { TrailError } from '../protocol/error.js'
import type { Page } from '../protocol/request.js'
import { leftOut } from './commands/left-out.js'
import { type FetchPage, fetchMore, fetchWindow } from './history-pages.js'
import type { Effect, ExportRequest } from './model/effect.js'
import type { Message } from './model/message.js'

/** What of a client the screen uses. */
export type Daemon = Pick<Client, 'state' | 'onState' | 'call' | 'subscribe' | 'reconnectNow'>

/** Writes every match to a file of its own; rejects with the signal's reason where it was aborted. */
export type ExportEvents = (
  request: ExportRequest,
  onProgress: (rows: number, total?: number) => void,
  signal: AbortSignal,
) => Promise<{ readonly rows: number; readonly path: string }>

export interface EffectOptions {
  readonly daemon: Daemon
  readonly exportEvents: ExportEvents
  readonly timeZone: string
  /** Ends everything under way. */
  readonly signal: AbortSignal
  send(message: Message): void
  /** A mistake of ours in what runs beside the loop. */
  onMistake(error: unknown): void
}

/** Effects of the terminal and the program itself; the others ask the daemon. */
export type TerminalEffect = Extract<
  Effect,
  { type: 'quit' | 'reconnect' | 'set-mouse' | 'redraw' | 'suspend' | 'copy' }
>
export type DaemonEffect = Exclude<Effect, TerminalEffect>

type Performers = { readonly [T in DaemonEffect['type']]: (effect: Extract<DaemonEffect, { type: T }>) => void }

const PAGE = 500
/** So many values can be looked through in a pane; how many there are besides is told. */
const TOP = 200

/** Does what is asked of the daemon and answers with messages. What is asked anew aborts what was asked before. */
export function askDaemon(options: EffectOptions): (effect: DaemonEffect) => void {
  const { daemon, exportEvents, timeZone, signal, send, onMistake } = options
  const running = new Map<string, AbortController>()

  const start = (name: string): AbortSignal => {
    running.get(name)?.abort()
    const controller = new AbortController()
    running.set(name, controller)
    return AbortSignal.any([signal, controller.signal])
  }
  const ask = (name: string, work: (signal: AbortSignal) => Promise<void>) => {
    const current = start(name)
    work(current).catch((error: unknown) => {
      if (current.aborted) return
      if (!(error instanceof TrailError)) onMistake(error)
      else if (name === 'follow' && error.type === 'unknown-cursor') send({ type: 'another-trail' })
      else send({ type: 'failed', asked: name, message: error.message, passing: error.type === 'unavailable' })
    })
  }
  const pages =
    (current: AbortSignal): FetchPage =>
    async (filter, order, cursor) => {
      const params = { filter, timeZone, order, limit: PAGE, ...(cursor !== undefined && { cursor }) }
      const page = await daemon.call('query', params, current)
      tellDamage(page.damaged)
      return page
    }
  // Once: whoever looks around it knows by then.
  const told = new Set<number>()
  const tellDamage = (damaged: Page['damaged'] = []) => {
    const problem = leftOut(damaged.filter(({ from }) => !told.has(from)))
    for (const { from } of damaged) told.add(from)
    if (problem !== undefined) send({ type: 'failed', asked: 'damage', message: problem.message, passing: false })
  }

  const performers: Performers = {
    follow: ({ after }) =>
      ask('follow', async (current) => {
        for await (const frame of daemon.subscribe({ after, timeZone }, current)) send({ type: 'frame', frame })
      }),
    'fetch-window': ({ filter, base, place }) =>
      ask('rows', async (current) => {
        send({ type: 'window', filter, window: await fetchWindow(pages(current), filter, base, place) })
      }),
    'fetch-more': (effect) =>
      ask('rows', async (current) => {
        const { direction, filter } = effect
        send({ type: 'more', direction, filter, ...(await fetchMore(pages(current), effect)) })
      }),
    count: ({ purpose, filter }) =>
      ask(`count ${purpose}`, async (current) => {
        send({ type: 'counted', purpose, filter, ...(await daemon.call('count', { filter, timeZone }, current)) })
      }),
    'count-facets': ({ requests }) =>
      ask('facets', async (current) => {
        for (const { filter, fields } of requests) {
          const params = { filter, timeZone, fields: [...fields], top: TOP }
          send({ type: 'facets', facets: (await daemon.call('facets', params, current)).fields })
        }
      }),
    'fetch-histogram': ({ filter, buckets }) =>
      ask('histogram', async (current) => {
        const histogram = await daemon.call('histogram', { filter, timeZone, buckets, by: 'outcome' }, current)
        send({ type: 'histogram', histogram })
      }),
    wait: ({ ms, purpose }) => {
      const current = start(`wait ${purpose}`)
      const timer = setTimeout(() => send({ type: 'waited', purpose }), ms)
      current.addEventListener('abort', () => clearTimeout(timer), { once: true })
    },
    export: ({ request }) => {
      const current = start('export')
      const progress = (rows: number, total?: number) =>
        send({ type: 'export-progress', rows, ...(total !== undefined && { total }) })
      exportEvents(request, progress, current).then(
        (written) => send({ type: 'exported', ...written }),
        (error: unknown) => {
          const message = error instanceof Error ? error.message : String(error)
          send({ type: 'export-failed', message, cancelled: current.aborted })
        },
      )
    },
    'cancel-export': () => running.get('export')?.abort(),
  }
  return (effect) => performers[effect.type](effect as never)
}

import type { Page } from '../../protocol/request.js'
import type { InspectingEffect } from '../model/effect/inspecting.js'
import { nearest, type Relatives } from '../model/related.js'
import type { Hands, Performers } from './hands.js'

/** Who steps through events does not want what is related to each. */
const CALM_MS = 150
const LOOKED_THROUGH = 200
const PAGE = 1000

export function inspectingPerformers({ daemon, timeZone, asking, send }: Hands): Performers<InspectingEffect> {
  const query = (filter: string, limit: number, current: AbortSignal): Promise<Page> =>
    daemon.call('query', { filter, timeZone, order: 'newest', limit }, current)

  return {
    'fetch-related': ({ of, event, questions }) => {
      const current = asking.start(`related of ${of}`)
      const look = async () => {
        await calm(CALM_MS, current)
        const relatives: Relatives[] = []
        for (const { kinship, filter } of questions) {
          const { events, next } = await query(filter, LOOKED_THROUGH, current)
          const count = events.filter(({ seq }) => seq !== event.seq).length
          relatives.push({ kinship, events: nearest(event, events), count, more: next !== undefined })
        }
        send({ type: 'related', of, related: { seq: event.seq, state: relatives } })
      }
      look().catch(() => {
        if (!current.aborted) send({ type: 'related', of, related: { seq: event.seq, state: 'failed' } })
      })
    },
    'fetch-marked': ({ seqs, jump }) => {
      const current = asking.start('marked')
      query(`seq:${seqs.join(',')}`, PAGE, current).then(
        ({ events }) => send({ type: 'marked', events, jump }),
        (error: unknown) => {
          if (!current.aborted) send({ type: 'marked-failed', message: (error as Error).message })
        },
      )
    },
  }
}

/** Rejects with the signal's reason. */
function calm(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}

import type { CountsEffect } from '../model/effect/counts.js'
import type { Hands, Performers } from './hands.js'

/** So many values can be looked through in a pane; how many there are besides is told. */
const TOP = 200

export function countsPerformers({ daemon, timeZone, asking, send }: Hands): Performers<CountsEffect> {
  return {
    count: ({ of, purpose, filter }) =>
      asking.ask(
        `count ${purpose}`,
        async (current) => {
          const counted = await daemon.call('count', { filter, timeZone }, current)
          send({ type: 'counted', of, purpose, filter, ...counted })
        },
        of,
      ),
    'count-facets': ({ of, requests }) =>
      asking.ask(
        'facets',
        async (current) => {
          for (const { filter, fields } of requests) {
            const params = { filter, timeZone, fields: [...fields], top: TOP }
            send({ type: 'facets', of, facets: (await daemon.call('facets', params, current)).fields })
          }
        },
        of,
      ),
    'count-chips': ({ of, terms }) =>
      asking.ask(
        'chips',
        async (current) => {
          for (const filter of terms) {
            const { count } = await daemon.call('count', { filter, timeZone }, current)
            send({ type: 'chip-counted', of, term: filter, count })
          }
        },
        of,
      ),
    'fetch-histogram': ({ type: _, of, ...asked }) =>
      asking.ask(
        'histogram',
        async (current) => {
          const histogram = await daemon.call('histogram', { ...asked, timeZone, by: 'outcome' }, current)
          send({ type: 'histogram', of, histogram })
        },
        of,
      ),
    wait: ({ ms, purpose }) => {
      const current = asking.start(`wait ${purpose}`)
      const timer = setTimeout(() => send({ type: 'waited', purpose }), ms)
      current.addEventListener('abort', () => clearTimeout(timer), { once: true })
    },
  }
}

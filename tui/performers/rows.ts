import type { Page } from '../../protocol/request.js'
import { leftOut } from '../commands/left-out.js'
import type { RowsEffect } from '../model/effect/rows.js'
import type { Hands, Performers } from './hands.js'
import { type FetchPage, fetchMore, fetchNext, fetchWindow } from './history-pages.js'

const PAGE = 500
/** One event is wanted; others may stand at the same time. */
const FEW = 20

export function rowsPerformers({ daemon, timeZone, asking, send }: Hands): Performers<RowsEffect> {
  const pages =
    (current: AbortSignal, limit = PAGE): FetchPage =>
    async (filter, order, cursor) => {
      const params = { filter, timeZone, order, limit, ...(cursor !== undefined && { cursor }) }
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

  return {
    follow: ({ after }) =>
      asking.ask('follow', async (current) => {
        for await (const frame of daemon.subscribe({ after, timeZone }, current)) send({ type: 'frame', frame })
      }),
    'fetch-window': ({ of, filter, base, place }) =>
      asking.ask(
        'rows',
        async (current) => {
          send({ type: 'window', of, filter, place, window: await fetchWindow(pages(current), filter, base, place) })
        },
        of,
      ),
    'fetch-more': (effect) =>
      asking.ask(
        'rows',
        async (current) => {
          const { of, direction, filter } = effect
          send({ type: 'more', of, direction, filter, ...(await fetchMore(pages(current), effect)) })
        },
        effect.of,
      ),
    find: (effect) =>
      asking.ask(
        'find',
        async (current) => {
          const { of, sought } = effect
          const event = await fetchNext(pages(current, FEW), effect)
          send({ type: 'found', of, sought, ...(event && { event }) })
        },
        effect.of,
      ),
  }
}

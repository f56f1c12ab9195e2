import { expect, test } from 'vitest'
import { formatTime } from '#protocol/time.js'
import { fetchNext } from '#tui/performers/history-pages.js'
import { auditEvents, T0 } from '../support/audit-event.js'
import { FakeDaemon } from '../support/fake-daemon.js'

const sought = { what: 'failure', term: '', matches: () => true }

test('of events at one time each is the next one once, however small the pages', async () => {
  const timestamp = formatTime(T0)
  const events = auditEvents(30).map((event) => (event.seq > 5 && event.seq <= 25 ? { ...event, timestamp } : event))
  const daemon = new FakeDaemon(events, () => T0)
  const page = (filter: string, order: 'newest' | 'oldest', cursor?: string) =>
    daemon.call('query', { filter, order, limit: 3, timeZone: 'UTC', ...(cursor !== undefined && { cursor }) })
  for (const direction of ['earlier', 'later'] as const) {
    const seen: number[] = []
    for (let beyond: (typeof events)[number] | undefined; ; ) {
      beyond = await fetchNext(page, {
        ...{ type: 'find', of: 'live', filter: '', base: 28, sought: { ...sought, direction } },
        ...(beyond && { beyond }),
      })
      if (beyond === undefined) break
      seen.push(beyond.seq)
    }
    const inOrder = [...Array.from({ length: 20 }, (_, i) => i + 6), 1, 2, 3, 4, 5, 26, 27, 28]
    expect(seen).toEqual(direction === 'later' ? inOrder : inOrder.toReversed())
  }
})

import { expect, test } from 'vitest'
import { checkTrail } from '#daemon/store/check.js'
import type { Trail } from '#daemon/store/trail.js'
import type { AuditEvent } from '#protocol/event.js'
import { draft, drafts, temporaryTrail } from '../support/trail.js'

const { signal } = new AbortController()
/** Who did event 5 is gone. */
const form = (event: AuditEvent) =>
  event.seq === 5 ? { ...event, actor: { ...event.actor, id: 'erased' } } : undefined
async function erase(trail: Trail, by: number) {
  for await (const _ of trail.erase({ form, by, after: 0, through: 4096, onUnreadable: expect.unreachable }, signal));
}
const check = (path: string) => checkTrail({ path, onProgress: () => {} })

test.each([
  ['sealed', 4096],
  ['not sealed', 4000],
])('content that was replaced, and no event tells of it, is found: %s', async (_, count) => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(count))
  await store.trail.idle()
  await erase(store.trail, 7)
  await store.trail.close()
  expect(await check(store.path)).toMatchObject({
    erased: 1,
    findings: [{ from: 5, to: 5, problem: expect.stringContaining('no event tells of an erasure at 7') as string }],
  })
})

test('where an event tells of it all is well, also when retention has taken that event', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(4096))
  const [told] = await store.trail.append([
    draft({ action: 'Audit Person Erased', timestamp: '2020-01-01T00:00:00.000Z' }),
  ])
  await store.trail.idle()
  await erase(store.trail, told!.seq)
  await store.reopen(async () => {
    expect(await check(store.path)).toMatchObject({ erased: 1, findings: [] })
  })
  for await (const _ of store.trail.prune(Date.parse('2021-01-01'), signal));
  await store.trail.close()
  expect(await check(store.path)).toMatchObject({ erased: 1, findings: [] })
})

test('an event that is erased and then expires leaves the leaf hash that it had at first', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(4096, (i) => (i < 10 ? { timestamp: '2020-01-01T00:00:00.000Z' } : {})))
  await store.trail.append([draft({ action: 'Audit Person Erased' })])
  await store.trail.idle()
  await erase(store.trail, 4097)
  for await (const _ of store.trail.prune(Date.parse('2021-01-01'), signal));
  expect(store.trail.events).toBe(4087)
  await store.trail.close()
  // The root is that of before: it would differ if another leaf stood in its place.
  expect(await check(store.path)).toMatchObject({ erased: 0, findings: [] })
})

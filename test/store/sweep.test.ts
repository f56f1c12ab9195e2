import { expect, test } from 'vitest'
import { createReading } from '#daemon/query/reading.js'
import { openMirror } from '#daemon/store/mirror.js'
import type { Trail, View } from '#daemon/store/trail.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const signal = new AbortController().signal
const DAY_MS = 86_400_000
const ACTOR = 3

/** One whole segment whose actors are named after `word`, so many days ago. */
async function segment(trail: Trail, word: string, daysAgo: number): Promise<void> {
  const timestamp = new Date(Date.now() - daysAgo * DAY_MS).toISOString()
  await trail.append(
    drafts(4096, (i) => ({
      timestamp,
      actor: { type: 'user', id: `${word}-${i % 500}` },
      context: { ip: `${word}.${i % 9}` },
    })),
  )
  await trail.idle()
}

async function retain(trail: Trail, days: number): Promise<void> {
  for await (const _ of trail.prune(Date.now() - days * DAY_MS, signal));
  await trail.reclaim()
}

const names = ({ dictionary }: View, column = ACTOR) =>
  Array.from({ length: dictionary.size(column) }, (_, id) => dictionary.text(column, id)).filter((text) => text !== '')

async function actorsFound(trail: Trail): Promise<number> {
  const reading = createReading({ trail, now: Date.now, retentionMs: () => undefined })
  const { fields } = await reading.facets({ fields: ['actor'], top: 1 }, signal)
  return fields.actor!.distinct
}

test('retention takes out of the dictionary what nothing refers to any more, in both threads, and never uses a number twice', async () => {
  await using store = await temporaryTrail()
  await segment(store.trail, 'old', 100)
  await segment(store.trail, 'new', 1)
  const mirror = await openMirror(store.trail.share({ push() {}, suspend: async () => {}, resume() {} }), () => {})
  const seen = await mirror.view()
  const before = store.trail.view()
  const beforeSize = before.dictionary.size(ACTOR)
  expect([names(before).length, names(seen).length]).toEqual([1000, 1000])
  await retain(store.trail, 10)

  // Who looked before can go on as long as it looks.
  const [oldest] = before.segments
  expect(before.reader.events(oldest!, [7])[0]).toMatchObject({ actor: { id: 'old-7' }, context: { ip: 'old.7' } })
  expect(seen.reader.events(seen.segments[0]!, [7])[0]).toMatchObject({ actor: { id: 'old-7' } })
  const later = await mirror.view()
  expect(later.segments).toHaveLength(1)
  expect(names(later)).toHaveLength(1000)
  await before.close()
  await seen.close()
  await later.close()
  const now = store.trail.view()
  const mirrored = await mirror.view()
  expect(names(now).every((text) => text.includes('new-'))).toBe(true)
  expect([names(now).length, names(mirrored).length]).toEqual([500, 500])
  await now.close()
  await mirrored.close()
  await mirror.close()

  for (const open of [() => Promise.resolve(store.trail), () => store.reopen()]) {
    const trail = await open()
    await segment(trail, 'old', 0)
    const view = trail.view()
    expect(view.reader.events(view.segments.at(-1)!, [0, 4095]).map(({ actor }) => actor.id)).toEqual([
      'old-0',
      'old-95',
    ])
    expect(view.dictionary.size(ACTOR)).toBe(beforeSize + 500)
    await view.close()
  }
  expect(await actorsFound(store.trail)).toBe(1000)
})

test('numbers go on where they were though everything was taken out and the trail opened anew', async () => {
  await using store = await temporaryTrail()
  await segment(store.trail, 'old', 100)
  await retain(store.trail, 10)
  expect(store.trail.events).toBe(0)
  const trail = await store.reopen()
  const empty = trail.view()
  expect([names(empty).length, empty.dictionary.size(ACTOR)]).toEqual([0, 500])
  await empty.close()
  await segment(trail, 'new', 0)
  const view = trail.view()
  expect([names(view).length, view.dictionary.size(ACTOR)]).toEqual([500, 1000])
  await view.close()
  expect(await actorsFound(await store.reopen())).toBe(500)
})

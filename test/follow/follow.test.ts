import { expect, test } from 'vitest'
import { follow } from '#daemon/follow/follow.js'
import type { Trail } from '#daemon/store/trail.js'
import type { Params, SubscribeFrame } from '#protocol/request.js'
import { draft, drafts, temporaryTrail } from '../support/trail.js'

const context = (trail: Trail, retentionMs?: number, now: () => number = Date.now) => ({
  trail,
  now,
  retentionMs: () => retentionMs,
})

/** Frames until `enough` of them say so. */
async function take(
  trail: Trail,
  params: Params<'subscribe'>,
  enough: (frames: readonly SubscribeFrame[]) => boolean,
  retentionMs?: number,
): Promise<SubscribeFrame[]> {
  const frames: SubscribeFrame[] = []
  for await (const frame of follow(context(trail, retentionMs), params, AbortSignal.timeout(30_000))) {
    frames.push(frame)
    if (enough(frames)) break
  }
  return frames
}

const seqsOf = (frames: readonly SubscribeFrame[]) =>
  frames.flatMap((frame) => ('events' in frame ? frame.events.map(({ seq }) => seq) : []))
const seqs = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

test('every event once, in order: from the sealed past through memory to live, while others write', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(9000))
  await store.trail.idle()
  const writing = (async () => {
    for (let i = 0; i < 60; i++) await store.trail.append(drafts(100))
  })()
  const frames = await take(store.trail, { after: 0 }, (all) => seqsOf(all).length >= 15_000)
  expect(seqsOf(frames)).toEqual(seqs(1, 15_000))
  await writing
})

test('a follower that is cut off anywhere goes on exactly behind the last frame it saw', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(10_000, (i) => ({ action: i % 3 === 0 ? 'Wanted' : 'Other' })))
  await store.trail.idle()
  const seen: number[] = []
  let after: string | number = 0
  for (let cut = 1; seen.length < 3334; cut = (cut % 4) + 1) {
    const frames: SubscribeFrame[] = await take(
      store.trail,
      { filter: 'action:wanted', after },
      (all) => all.length === cut || seen.length + seqsOf(all).length >= 3334,
    )
    seen.push(...seqsOf(frames))
    after = frames.at(-1)!.cursor
  }
  expect(seen).toEqual(seqs(0, 3333).map((i) => 3 * i + 1))
})

test('without a position it starts at the end, behind the newest matches', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(50, (i) => ({ action: i % 2 ? 'Odd' : 'Even' })))
  const taken = take(store.trail, { filter: 'action:odd', backlog: 3 }, (all) => seqsOf(all).length >= 4)
  await store.trail.append(drafts(4, (i) => ({ action: i === 3 ? 'Odd' : 'Even' })))
  expect(seqsOf(await taken)).toEqual([46, 48, 50, 54])
})

test('who is cut off amid the newest matches gets the rest of them, and then what came meanwhile', async () => {
  await using store = await temporaryTrail()
  // Late ones among them: the newest are those by time, which is not the order of seqs.
  const minutes = (i: number) => ((i * 7) % 1500) + 1
  const early = drafts(1500, (i) => ({ timestamp: new Date(minutes(i) * 60_000).toISOString() }))
  await store.trail.append(early)
  const expected = seqs(0, 1499)
    .sort((a, b) => minutes(a) - minutes(b))
    .slice(-1300)
    .map((i) => i + 1)
  const seen: number[] = []
  let params: Params<'subscribe'> = { backlog: 1300 }
  for (let cut = 0; seen.length < 1302; cut++) {
    const enough = (frames: readonly SubscribeFrame[]) =>
      frames.length === 1 + (cut % 2) || seqsOf(frames).at(-1) === 1502
    const frames = await take(store.trail, params, enough)
    if (cut < 2) await store.trail.append([draft()])
    seen.push(...seqsOf(frames))
    params = { after: frames.at(-1)!.cursor }
  }
  expect(seen).toEqual([...expected, 1501, 1502])
})

test('what retention took is told as a gap, neighbours merged, whatever the filter', async () => {
  await using store = await temporaryTrail()
  const old = new Date(Date.now() - 100 * 86_400_000).toISOString()
  await store.trail.append(
    drafts(9000, (i) => ({ timestamp: i < 5000 || i === 6000 ? old : new Date().toISOString() })),
  )
  await store.trail.append(drafts(3, (i) => (i === 1 ? { timestamp: old } : {})))
  await store.trail.idle()
  const retentionMs = 90 * 86_400_000
  const expected = [
    { from: 1, to: 5000, count: 5000, reason: 'retention' },
    { from: 6001, to: 6001, count: 1, reason: 'retention' },
    { from: 9002, to: 9002, count: 1, reason: 'retention' },
  ]
  const gapsOf = (frames: readonly SubscribeFrame[]) => frames.flatMap((frame) => ('gap' in frame ? [frame.gap] : []))
  const upToLast = (all: readonly SubscribeFrame[]) => seqsOf(all).at(-1) === 9003
  // Hidden before the job has run, gone after it: the same.
  expect(gapsOf(await take(store.trail, { after: 0 }, upToLast, retentionMs))).toEqual(expected)
  const roots = store.trail.view().segments.map(({ root }) => root)
  for await (const _ of store.trail.prune(Date.now() - retentionMs, AbortSignal.timeout(10_000)));
  await store.trail.reclaim()
  for (const restart of [false, true]) {
    const trail = restart ? await store.reopen() : store.trail
    expect(trail.events).toBe(9003 - 5002)
    expect(trail.view().segments.map(({ root }) => root)).toEqual(roots.slice(1))
    const frames = await take(trail, { after: 0 }, upToLast, retentionMs)
    expect(gapsOf(frames)).toEqual(expected)
    expect(seqsOf(frames)).toEqual(seqs(5001, 9003).filter((seq) => seq !== 6001 && seq !== 9002))
    expect(
      gapsOf(
        await take(
          trail,
          { after: 0, filter: 'nothing-has-this OR', backlog: 0 },
          (all) => gapsOf(all).length === 3,
          retentionMs,
        ),
      ),
    ).toEqual(expected)
  }
})

test('who is cut off before the first match misses nothing that comes meanwhile', async () => {
  await using store = await temporaryTrail()
  await store.trail.append([draft()])
  const [first] = await take(store.trail, { filter: 'action:wanted', backlog: 5 }, () => true)
  expect(first).toMatchObject({ events: [] })
  await store.trail.append([draft({ action: 'Wanted' })])
  const later = await take(store.trail, { filter: 'action:wanted', after: first!.cursor }, () => true)
  expect(seqsOf(later)).toEqual([2])
})

test('a position of another trail or beyond the end is refused', async () => {
  await using store = await temporaryTrail()
  await using other = await temporaryTrail()
  await store.trail.append([draft()])
  await other.trail.append([draft()])
  const [frame] = await take(other.trail, { after: 0 }, () => true)
  const first = (after: string | number) => take(store.trail, { after }, () => true)
  await expect(first(2)).rejects.toMatchObject({
    type: 'unknown-cursor',
    message: expect.stringContaining('beyond the end'),
  })
  await expect(first(frame!.cursor)).rejects.toMatchObject({
    type: 'unknown-cursor',
    message: expect.stringContaining('another trail'),
  })
  await expect(first('nonsense')).rejects.toMatchObject({ type: 'unknown-cursor' })
})

test('a follower that waits ends when it is no longer wanted', async () => {
  await using store = await temporaryTrail()
  const leaving = new AbortController()
  const frames = follow(context(store.trail), {}, leaving.signal)
  await frames.next()
  const waiting = frames.next()
  leaving.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
})

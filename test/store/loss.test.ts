import { open, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Level } from 'level'
import { expect, test } from 'vitest'
import { createReading } from '#daemon/query/reading.js'
import { openHighWater, readMark } from '#daemon/store/high-water.js'
import { draft, drafts, type TemporaryTrail, temporaryTrail } from '../support/trail.js'

const signal = new AbortController().signal
const root = new Uint8Array(32)

/** Changes one stored value of a space, as a bad disk would. */
async function corrupt(
  { path }: TemporaryTrail,
  space: number,
  change: (value: Buffer) => Buffer | undefined,
  which = 0,
): Promise<void> {
  const level = new Level<Buffer, Buffer>(join(path, 'db'), { keyEncoding: 'buffer', valueEncoding: 'buffer' })
  const entries = await level.iterator({ gte: Buffer.of(space), lt: Buffer.of(space + 1) }).all()
  const [key, value] = entries.at(which)!
  const changed = change(Buffer.from(value))
  if (changed === undefined) await level.del(key)
  else await level.put(key, changed)
  await level.close()
}

const flip = (value: Buffer) => {
  value[value.length >> 1]! ^= 0x10
  return value
}

test('a damaged newest batch is noticed by the high-water mark: its seqs are named, a new epoch begins, the rest is served', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(10))
  await store.trail.append(drafts(5))
  const { epoch } = store.trail
  const trail = await store.reopen(() => corrupt(store, 1, flip, -1))
  expect(store.problems).toEqual(['Events 11 to 15 are lost: the disk no longer has what was acknowledged'])
  expect(trail.epoch).not.toBe(epoch)
  const { events } = await createReading({ trail, now: Date.now, retentionMs: () => undefined }).query(
    { order: 'oldest' },
    signal,
  )
  expect(events).toHaveLength(11)
  expect(events.at(-1)).toMatchObject({ action: 'Audit Events Lost', details: { from: 11, to: 15, epoch } })
  const again = await store.reopen()
  expect(again.epoch).toBe(trail.epoch)
})

test('a damaged batch in the middle leaves a hole of its seqs, and the segment around it is sealed', async () => {
  await using store = await temporaryTrail()
  for (const count of [10, 5, 20]) await store.trail.append(drafts(count))
  const trail = await store.reopen(() => corrupt(store, 1, flip, 1))
  expect(store.problems).toEqual(['Events 11 to 15 are lost: the disk no longer has what was acknowledged'])
  expect([trail.lastSeq, trail.events]).toEqual([36, 31])
  await trail.append(drafts(5000))
  await trail.idle()
  expect(trail.view().segments[0]).toMatchObject({ rows: 4091, holes: [{ start: 10, length: 5, reason: 'lost' }] })
})

test.each([
  ['a column', 4, 4096],
  ['a block', 5, 64],
])(
  '%s with a flipped bit is never taken for data: the rest is served, what is not is named',
  async (_, space, length) => {
    await using store = await temporaryTrail()
    const sent = drafts(8192, (i) => ({
      action: `Action ${i < 4096 ? 'before' : 'after'}`,
      actor: { type: 'user', id: `u-${i % 3}` },
    }))
    await store.trail.append(sent)
    await store.trail.idle()
    const trail = await store.reopen(() => corrupt(store, space, flip))
    const { query, count } = createReading({ trail, now: Date.now, retentionMs: () => undefined })
    const answer = await query({ filter: 'action:"Action *" actor:u-1', limit: 1000, order: 'oldest' }, signal)
    expect(answer.damaged).toEqual([{ from: 1, to: length }])
    const unreadable = ({ seq }: { seq: number }) => seq <= length
    const readable = sent.map(({ id, actor }, i) => ({ id, actor, seq: i + 1 })).filter((event) => !unreadable(event))
    expect(answer.events.map(({ id, actor, seq }) => ({ id, actor, seq }))).toEqual(
      readable.filter(({ actor }) => actor.id === 'u-1').slice(0, 1000),
    )
    expect((await count({ filter: 'seq:4097..8192' }, signal)).damaged).toBeUndefined()
    await trail.past(8192, signal)
    await store.reopen()
    expect(store.problems.filter((problem) => problem.includes(`Events 1 to ${length} cannot be read`))).not.toEqual([])
    expect(store.trail.lastSeq).toBe(8193)
  },
)

test.each([
  ['the name of the trail', 0, -1],
  ['a header', 2, 0],
  ['values kept in memory', 3, 0],
  ['other values', 3, -1],
  ['a dictionary entry', 6, 0],
])('%s with a flipped bit costs nothing: it is kept twice', async (_, space, which) => {
  await using store = await temporaryTrail()
  const sent = drafts(4096, (i) => ({ action: `Action ${i % 3}` }))
  await store.trail.append(sent)
  await store.trail.idle()
  const { id, epoch } = store.trail
  const trail = await store.reopen(() => corrupt(store, space, flip, which))
  expect([trail.id, trail.epoch]).toEqual([id, epoch])
  const { query } = createReading({ trail, now: Date.now, retentionMs: () => undefined })
  const { events, damaged } = await query({ limit: 1000, order: 'oldest' }, signal)
  expect(damaged).toBeUndefined()
  expect(events.map(({ action }) => action)).toEqual(sent.slice(0, 1000).map(({ action }) => action))
})

test('the high-water mark survives a torn write of either slot', async () => {
  await using store = await temporaryTrail()
  const path = join(store.path, 'mark')
  const failures: unknown[] = []
  for (const seq of [7, 8, 9]) {
    const mark = await openHighWater(path, (cause) => failures.push(cause))
    mark.note({ seq, treeSize: 0, root })
    await mark.close()
  }
  const whole = await readFile(path)
  expect(whole).toHaveLength(128)
  for (const [slot, expected] of [
    [0, 9],
    [1, 8],
  ] as const) {
    const torn = Buffer.from(whole)
    torn.fill(0xaa, slot * 64 + 8, slot * 64 + 30)
    await writeFile(path, torn)
    const mark = await openHighWater(path, (cause) => failures.push(cause))
    expect(mark.found?.seq).toBe(expected)
    await mark.close()
  }
  expect(failures).toEqual([])
})

test('a trail that lost its newest LevelDB log says what is missing', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(100))
  const trail = await store.reopen(async () => {
    const level = new Level<Buffer, Buffer>(join(store.path, 'db'), { keyEncoding: 'buffer', valueEncoding: 'buffer' })
    await level.clear({ gte: Buffer.of(1), lt: Buffer.of(2) })
    await level.close()
  })
  expect(store.problems[0]).toContain('Events 1 to 100 are lost')
  expect(await trail.append([draft()])).toEqual([{ seq: 2, duplicate: false }])
})

test('a folder of a newer format is not opened', async () => {
  await using store = await temporaryTrail()
  const { guard } = await import('#daemon/store/checksum.js')
  const { pack } = await import('#daemon/store/pack.js')
  const key = Buffer.from('\0trail')
  const newer = guard(key, pack({ format: 2, trail: 't', epoch: 'e', idSeed: 1 }))
  let kept: Buffer = Buffer.alloc(0)
  const reopening = store.reopen(() =>
    corrupt(store, 0, (value) => {
      kept = value
      return newer
    }),
  )
  await expect(reopening).rejects.toThrow('its format is 2, this program reads 1')
  await corrupt(store, 0, () => kept)
  await (await open(join(store.path, 'high-water'))).close()
})

test('a trail whose high-water mark is gone says so, once', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(3))
  await store.reopen(() => rm(join(store.path, 'high-water')))
  expect(store.problems).toEqual([expect.stringContaining('The high-water mark is missing')])
  await store.trail.append(drafts(1))
  await store.reopen()
  expect(store.problems).toHaveLength(1)
})

test('a new trail has its mark before its first event, so that a kill right after that one is no cause for alarm', async () => {
  await using store = await temporaryTrail()
  expect(await readMark(join(store.path, 'high-water'))).toMatchObject({ seq: 0 })
})

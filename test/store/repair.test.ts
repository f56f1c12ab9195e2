import { cp, mkdir, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Level } from 'level'
import { expect, test } from 'vitest'
import { follow } from '#daemon/follow/follow.js'
import { createReading } from '#daemon/query/reading.js'
import { checkTrail } from '#daemon/store/check.js'
import { repairTrail } from '#daemon/store/repair.js'
import { draft, drafts, type TemporaryTrail, temporaryTrail } from '../support/trail.js'

const signal = new AbortController().signal
const VALUES = 3
const ORDINALS = 4
const BLOCKS = 5

const check = (path: string) => checkTrail({ path, onProgress: () => {} })
const repair = (path: string) =>
  repairTrail({
    path,
    now: Date.now,
    onProgress: () => {},
    repairDraft: (details) => draft({ action: 'Audit Trail Repaired', details }),
  })

/** One bit of the nth value of a space. */
async function flip({ path }: TemporaryTrail, space: number, n: number): Promise<void> {
  const level = new Level<Buffer, Buffer>(join(path, 'db'), { keyEncoding: 'buffer', valueEncoding: 'buffer' })
  const [key, value] = (await level.iterator({ gte: Buffer.of(space), lt: Buffer.of(space + 1) }).all())[n]!
  value[9]! ^= 4
  await level.put(key, value)
  await level.close()
}

async function keysOf({ path }: TemporaryTrail): Promise<Buffer[]> {
  const level = new Level<Buffer, Buffer>(join(path, 'db'), { keyEncoding: 'buffer', valueEncoding: 'buffer' })
  const keys = await level.keys().all()
  await level.close()
  return keys
}

async function damaged(): Promise<TemporaryTrail> {
  const store = await temporaryTrail()
  await store.trail.append(drafts(4096))
  await store.trail.idle()
  await store.trail.append(drafts(10))
  await store.trail.close()
  await flip(store, BLOCKS, 2)
  return store
}

test('what is lost is named, a new epoch begins, the damaged data is kept, and repairing again does nothing', async () => {
  await using store = await damaged()
  const { epoch, id } = store.trail
  expect((await check(store.path)).findings).toContainEqual(expect.objectContaining({ file: 'db', from: 129, to: 192 }))
  const { lost, kept } = await repair(store.path)
  expect(lost).toEqual([{ from: 129, to: 192 }])
  expect(await readdir(store.path)).toEqual(['db', kept, 'high-water'])
  expect(await check(store.path)).toMatchObject({ findings: [], events: 4043, lastSeq: 4107 })
  expect(await repair(store.path)).toEqual({ findings: [], lost: [] })

  const trail = await store.reopen()
  expect([trail.id, store.problems]).toEqual([id, []])
  expect(trail.epoch).not.toBe(epoch)
  const { query } = createReading({ trail, now: Date.now, retentionMs: () => undefined })
  const page = await query({ filter: 'seq:100..200', limit: 1000, order: 'oldest' }, signal)
  expect(page.damaged).toBeUndefined()
  expect(page.events.map(({ seq }) => seq)).toEqual([...range(100, 128), ...range(193, 200)])
  const [newest] = (await query({ limit: 1 }, signal)).events
  expect(newest).toMatchObject({ action: 'Audit Trail Repaired', details: { lost, epoch } })
})

test('a damaged column costs a filter its segment, and nobody else anything: blocks repeat it, so that repair makes it anew', async () => {
  await using store = await temporaryTrail()
  const sent = drafts(4096, (i) => ({ action: `Action ${i % 7}` }))
  await store.trail.append(sent)
  await store.trail.idle()
  const ask = async (filter: string) => {
    const { query } = createReading({ trail: store.trail, now: Date.now, retentionMs: () => undefined })
    const { events, damaged } = await query({ filter, limit: 1000, order: 'oldest' }, signal)
    return { actions: events.map(({ action }) => action).filter((action) => !action.startsWith('Audit ')), damaged }
  }
  const actions = sent.map(({ action }) => action)
  await store.reopen(() => flip(store, ORDINALS, 0))
  expect(await ask('')).toEqual({ actions: actions.slice(0, 1000), damaged: undefined })
  expect(await ask('action:"Action 3"')).toEqual({ actions: [], damaged: [{ from: 1, to: 4096 }] })

  await store.trail.close()
  expect((await repair(store.path)).lost).toEqual([])
  expect((await check(store.path)).findings).toEqual([])
  await store.reopen()
  const found = actions.filter((action) => action === 'Action 3')
  expect(await ask('action:"Action 3"')).toEqual({ actions: found, damaged: undefined })
})

test('what is kept twice is there twice again after repair', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(4096, (i) => ({ action: `Action ${i % 7}` })))
  await store.trail.idle()
  await store.trail.close()
  const ofColumns = (keys: readonly Buffer[]) =>
    keys.map((key) => key.toString('hex')).filter((key) => key.startsWith('03') || key.startsWith('0a03'))
  const before = ofColumns(await keysOf(store))
  expect(before).toHaveLength(18)
  await flip(store, VALUES, 0)
  expect((await repair(store.path)).lost).toEqual([])
  expect(ofColumns(await keysOf(store))).toEqual(before)
})

test('killed at any step, a repair can be run again, and a daemon started instead finds a whole trail', async () => {
  await using store = await damaged()
  // While it worked: what it made so far lies beside the data.
  await cp(join(store.path, 'db'), join(store.path, 'db.repair', 'db'), { recursive: true })
  await mkdir(join(store.path, 'db.check'))
  const { kept } = await repair(store.path)
  expect(await readdir(store.path)).toEqual(['db', kept, 'high-water'])
  // Between the last two renames: there is no database of the usual name.
  await rename(join(store.path, 'db'), join(store.path, 'db.repaired'))
  expect((await store.reopen()).events).toBe(4043)
  await store.trail.close()
  await rename(join(store.path, 'db'), join(store.path, 'db.repaired'))
  expect(await repair(store.path)).toEqual({ findings: [], lost: [] })
  // Before the first: the old database is still there, and counts.
  await cp(join(store.path, 'db'), join(store.path, 'db.repaired'), { recursive: true })
  expect((await store.reopen()).events).toBe(4043)
})

test('where there is no trail, that is said', async () => {
  await using store = await temporaryTrail()
  await expect(check(join(store.path, 'elsewhere'))).rejects.toMatchObject({ type: 'not-found' })
})

test('a follower is told which events cannot be read, whatever its filter', async () => {
  await using store = await damaged()
  const trail = await store.reopen()
  const context = { trail, now: Date.now, retentionMs: () => undefined }
  const seen: number[] = []
  const gaps: object[] = []
  const stop = new AbortController()
  for await (const frame of follow(context, { after: 0, filter: 'action:"Source Created"' }, stop.signal)) {
    if ('gap' in frame) gaps.push(frame.gap)
    else seen.push(...frame.events.map(({ seq }) => seq))
    if (seen.includes(4106)) break
  }
  expect(gaps).toEqual([{ from: 129, to: 192, count: 64, reason: 'lost' }])
  expect(seen).toEqual([...range(1, 128), ...range(193, 4106)])
})

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Level } from 'level'
import { expect, test } from 'vitest'
import { openTrail } from '#daemon/store/open.js'
import { drafts, type TemporaryTrail, temporaryTrail } from '../support/trail.js'

const never = new AbortController().signal
const nothing = () => {}

const names = async ({ path }: TemporaryTrail) =>
  (await readdir(path)).filter((name) => !['db', 'high-water'].includes(name))

test('a backup that is given up leaves nothing behind', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(20_000))
  await store.trail.idle()
  const stopping = new AbortController()
  const reason = new Error('enough')
  const path = join(store.path, 'copy')
  const backup = store.trail.backup({ path, withSecrets: false }, () => stopping.abort(reason), stopping.signal)
  await expect(backup).rejects.toBe(reason)
  expect(await names(store)).toEqual([])
})

test('what a killed backup left is made anew; what is not ours is left alone', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(5000))
  const path = join(store.path, 'copy')
  await mkdir(`${path}.part/db`, { recursive: true })
  await writeFile(`${path}.part/db/000001.log`, 'half')
  expect(await store.trail.backup({ path, withSecrets: false }, nothing, never)).toEqual({
    events: 5000,
    lastSeq: 5000,
    damaged: 0,
  })
  expect(await names(store)).toEqual(['copy'])

  const other = join(store.path, 'other')
  await mkdir(`${other}.part`)
  await writeFile(`${other}.part/thesis.txt`, 'mine')
  await expect(store.trail.backup({ path: other, withSecrets: false }, nothing, never)).rejects.toMatchObject({
    type: 'already-exists',
    message: expect.stringContaining('thesis.txt'),
  })
})

test('a damaged trail can be backed up: the copy is as good as the original, and says so', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(5000))
  await store.trail.idle()
  const trail = await store.reopen(async () => {
    const level = new Level<Buffer, Buffer>(join(store.path, 'db'), { keyEncoding: 'buffer', valueEncoding: 'buffer' })
    const [[key, value]] = (await level.iterator({ gte: Buffer.of(5), limit: 1 }).all()) as [[Buffer, Buffer]]
    await level.put(key, Buffer.concat([value.subarray(0, 9), Buffer.of(value[9]! ^ 1), value.subarray(10)]))
    await level.close()
  })
  const path = join(store.path, 'copy')
  expect(await trail.backup({ path, withSecrets: false }, nothing, never)).toMatchObject({ events: 5000, damaged: 1 })
  const copy = await openTrail({
    path,
    now: Date.now,
    dedupeIds: 1000,
    onProblem: nothing,
    lossDraft: () => {
      throw new Error('lost')
    },
  })
  expect([copy.id, copy.lastSeq, copy.events]).toEqual([trail.id, 5000, 5000])
  expect(copy.epoch).not.toBe(trail.epoch)
  await copy.close()
})

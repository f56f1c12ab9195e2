import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { createReading } from '#daemon/query/reading.js'
import { draft, drafts, temporaryTrail } from '../support/trail.js'

const signal = new AbortController().signal

test('what was acknowledged is there after a restart, in order, with its seqs', async () => {
  await using store = await temporaryTrail()
  const sent = drafts(10_000, (i) => ({ details: { i } }))
  for (let i = 0; i < sent.length; i += 777) await store.trail.append(sent.slice(i, i + 777))
  for (const restart of [false, true]) {
    const trail = restart ? await store.reopen() : store.trail
    expect([trail.lastSeq, trail.events, trail.firstSeq]).toEqual([10_000, 10_000, 1])
    const found: unknown[] = []
    const { batches, total } = await createReading({ trail, now: Date.now, retentionMs: () => undefined }).scan(
      { order: 'oldest', filter: 'seq:1..10000' },
      signal,
    )
    for await (const batch of batches) found.push(...batch.map(({ seq, id, details }) => [seq, id, details]))
    expect(total).toBe(10_000)
    expect(found.sort((a, b) => (a as [number])[0] - (b as [number])[0])).toEqual(
      sent.map(({ id, details }, i) => [i + 1, id, details]),
    )
  }
})

test('submissions that arrive together share a commit, and each is answered for its own', async () => {
  await using store = await temporaryTrail()
  const answers = await Promise.all([1, 2, 3].map((n) => store.trail.append(drafts(n))))
  expect(answers.map((answer) => answer.map(({ seq }) => seq))).toEqual([[1], [2, 3], [4, 5, 6]])
  const { batches, length } = store.trail.view().tail
  expect(batches.slice(0, length).map(({ slots }) => slots)).toEqual([6])
})

test('an id is stored once: in one request, in a later one, sealed, and after a restart', async () => {
  await using store = await temporaryTrail()
  const [a, b] = [draft(), draft()]
  expect(await store.trail.append([a, b, a])).toEqual([
    { seq: 1, duplicate: false },
    { seq: 2, duplicate: false },
    { seq: 1, duplicate: true },
  ])
  expect(await store.trail.append([b])).toEqual([{ seq: 2, duplicate: true }])
  await store.trail.append(drafts(5000))
  await store.trail.idle()
  expect(await store.trail.append([a])).toEqual([{ seq: 1, duplicate: true }])
  const trail = await store.reopen()
  expect(await trail.append([b, draft()])).toEqual([
    { seq: 2, duplicate: true },
    { seq: 5003, duplicate: false },
  ])
})

test('a clock that steps back does not make the trail run backwards', async () => {
  let nowMs = 1_790_000_000_000
  await using store = await temporaryTrail({ now: () => nowMs })
  await store.trail.append([draft()])
  nowMs -= 3_600_000
  await store.trail.append([draft()])
  expect(store.trail.lastReceivedAtMs).toBe(1_790_000_000_000)
  const trail = await store.reopen()
  await trail.append([draft()])
  expect(trail.lastReceivedAtMs).toBe(1_790_000_000_000)
})

test('a second process on the same folder is refused', async () => {
  await using store = await temporaryTrail()
  const module = createRequire(import.meta.url).resolve('#daemon/store/database.js')
  const program = `
    const { openDatabase } = await import(${JSON.stringify(module)})
    await openDatabase({ path: ${JSON.stringify(`${store.path}/db`)}, create: true }).catch((error) => console.log(error.type, error.message))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program])
  expect(stdout).toMatch(/^unavailable .*process (\d+ )?holds it/)
})

test('closing writes what was accepted and refuses what comes after', async () => {
  await using store = await temporaryTrail()
  const accepted = [store.trail.append(drafts(3)), store.trail.append(drafts(2))]
  const closing = store.trail.close()
  await expect(store.trail.append([draft()])).rejects.toMatchObject({ type: 'unavailable' })
  await closing
  expect((await Promise.all(accepted)).flat()).toHaveLength(5)
  expect((await store.reopen()).lastSeq).toBe(5)
})

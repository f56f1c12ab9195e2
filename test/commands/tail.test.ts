import { afterEach, beforeEach, expect, test } from 'vitest'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { Program } from '../support/program.js'
import { takeEvents } from '../support/sample-events.js'

let daemon: TestDaemon

beforeEach(async () => {
  daemon = await startDaemon()
})
afterEach(() => daemon[Symbol.asyncDispose]())

const store = async (...events: object[]) => {
  expect((await daemon.sender.post('/v1/events', JSON.stringify(events))).status).toBe(200)
}
const event = (id: string, more: object = {}) => ({ id, action: 'Source Created', actor: { id: 'alice' }, ...more })
const tailOf = (...args: string[]) =>
  new Program('audit-trail', ['tail', '--connect', `unix:${daemon.socket}`, ...args])
const idsOf = ({ stdout }: Program) => stdout.map((line) => JSON.parse(line).id)
const until = (tail: Program, id: string) => tail.until(() => idsOf(tail).includes(id), id)

test('a tail begins with the last ten, the oldest first, and goes on live', async () => {
  await store(...Array.from({ length: 15 }, (_, i) => event(`e${i}`)))
  await using tail = tailOf()
  await until(tail, 'e14')
  await store(event('live'))
  await until(tail, 'live')
  expect(idsOf(tail)).toEqual([...Array.from({ length: 10 }, (_, i) => `e${i + 5}`), 'live'])
})

test('-n 0 shows only what comes, and the filter holds for old and new alike', async () => {
  await store(event('old'))
  await using nothing = tailOf('-n', '0', '-actor:bob')
  await using alices = tailOf('actor:alice')
  await until(alices, 'old')
  // Only once it follows can it be said that it left out what was there before.
  for (let i = 0; idsOf(nothing).length === 0; i++) {
    await store(event(`bob${i}`, { actor: { id: 'bob' } }), event(`new${i}`))
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await store(event('last'))
  await Promise.all([until(nothing, 'last'), until(alices, 'last')])
  expect([...idsOf(nothing), ...idsOf(alices)].filter((id) => id.startsWith('bob'))).toEqual([])
  expect(idsOf(nothing)).not.toContain('old')
})

test('--since begins with all since then, in the order of their times, and then goes on with what comes', async () => {
  const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString()
  const times = [5, 50, 70, 20, 90]
  await store(...times.map((ago) => event(`${ago}m`, { timestamp: at(ago) })))
  await using tail = tailOf('--since', '1h')
  await using latest = tailOf('--since', '1h', '-n', '2')
  await Promise.all([until(tail, '5m'), until(latest, '5m')])
  await store(event('late', { timestamp: at(90) }))
  await Promise.all([until(tail, 'late'), until(latest, 'late')])
  expect(idsOf(tail)).toEqual(['50m', '20m', '5m', 'late'])
  expect(idsOf(latest)).toEqual(['20m', '5m', 'late'])
})

test('a tail outlives its daemon, and neither loses nor repeats', async () => {
  await store(event('before'))
  await using tail = tailOf()
  await until(tail, 'before')
  for (const round of [1, 2]) {
    await daemon.restart(round === 1 ? 'SIGKILL' : 'SIGTERM')
    await store(...takeEvents(200, { seed: round, startMs: Date.now() - 1000, intervalMs: 1 }))
    await store(event(`round${round}`))
    await until(tail, `round${round}`)
  }
  const seqs = tail.stdout.map((line) => JSON.parse(line).seq)
  expect(seqs).toEqual(Array.from({ length: 403 }, (_, i) => i + 1))
  expect(tail.stderr.join('\n')).toMatch(/trying again[\s\S]*connected again/)
})

test('-o csv is a header and rows', async () => {
  await store(event('one'))
  await using tail = tailOf('-o', 'csv')
  await tail.until(() => tail.stdout.length === 2, 'a row')
  expect(tail.stdout[0]).toMatch(/^seq,timestamp,/)
  expect(tail.stdout[1]).toMatch(/^1,.*,one$/)
})

test('a tail whose daemon ends in the middle of its history goes on with it', async () => {
  await store(...takeEvents(9000, { seed: 4, startMs: Date.now() - 1_000_000, intervalMs: 100 }))
  await using tail = tailOf('--since', '1h')
  await tail.until(() => tail.stdout.length > 0, 'the first page')
  await daemon.restart('SIGKILL')
  await store(event('after'))
  await until(tail, 'after')
  const seqs = tail.stdout.map((line) => JSON.parse(line).seq)
  expect(new Set(seqs).size).toBe(9001)
  expect(seqs).toHaveLength(9001)
})

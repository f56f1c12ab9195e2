import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { run } from '../support/run.js'
import { takeEvents } from '../support/sample-events.js'

const COUNT = 2500
const events = takeEvents(COUNT, { seed: 7, startMs: Date.UTC(2026, 9, 1), intervalMs: 1000 })
let daemon: TestDaemon

beforeAll(async () => {
  daemon = await startDaemon('--retention', 'off')
  expect((await daemon.sender.post('/v1/events', JSON.stringify(events))).status).toBe(200)
})
afterAll(() => daemon[Symbol.asyncDispose]())

const ask = (...args: string[]) =>
  run([...args, '--connect', `unix:${daemon.socket}`], { environment: { TZ: 'Asia/Kolkata' } })
const linesOf = ({ stdout }: { stdout: string }) => stdout.split('\n').slice(0, -1)

test('search prints the newest first, one JSON object a line, as many as asked for', async () => {
  const hundred = linesOf(await ask('search')).map((line) => JSON.parse(line).id)
  const newestFirst = [...events].sort((a, b) => (a.timestamp < b.timestamp ? 1 : -1))
  expect(hundred).toHaveLength(100)
  expect(hundred[0]).toBe(newestFirst[0]!.id)
  expect(linesOf(await ask('search', '-n', '7'))).toHaveLength(7)
})

test('search --limit 0 prints all, over as many pages as it takes, none twice', async () => {
  const ids = linesOf(await ask('search', '--limit', '0')).map((line) => JSON.parse(line).id)
  expect(ids).toHaveLength(COUNT)
  expect(new Set(ids)).toEqual(new Set(events.map(({ id }) => id)))
})

test('search -o csv is what an export writes', async () => {
  const exported = (await ask('export')).stdout.split('\r\n')
  expect((await ask('search', '-n', '20', '-o', 'csv')).stdout.split('\r\n')).toEqual([...exported.slice(0, 21), ''])
  expect((await ask('search', 'id:none', '-o', 'csv')).stdout).toBe(`${exported[0]}\r\n`)
})

test('pretty lines show local time with its zone, who, what and the change', async () => {
  await ask(
    ...['emit', '--id', 'pretty', '--action', 'Source Modified', '--actor', 'u1', '--actor-email', 'zoë@example.com'],
    ...['--resource-name', 'JavaScript', '--change', '/enabled:false:true', '--timestamp', '2026-10-05T20:00:00Z'],
  )
  const [line] = linesOf(await ask('search', 'id:pretty', '-o', 'pretty'))
  expect(line).toMatch(
    /^2026-10-06 01:30:00 GMT\+5:30 ✓ zoë@example\.com +Source Modified +JavaScript +.*enabled: false → true$/,
  )
})

test('text that would steer a terminal is shown, not obeyed', async () => {
  const name = 'a\u001b[31mb\u009b2J\u202ec\r\nd'
  await ask('emit', '--id', 'hostile', '--action', 'Source Created', '--actor', 'x', '--actor-name', name)
  for (const args of [
    ['search', 'id:hostile'],
    ['show', 'hostile'],
  ]) {
    const { stdout } = await ask(...args, '-o', 'pretty')
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    expect(stdout).toContain('␛[31m')
  }
  expect(JSON.parse((await ask('show', 'hostile')).stdout).actor.name).toBe(name)
})

test('show finds an event by its id, whatever that holds, or by its seq', async () => {
  await ask('emit', '--id', 'a*b "c", -d:e\\', '--action', 'Source Created', '--actor', 'x')
  await ask('emit', '--id', 'axb', '--action', 'Source Created', '--actor', 'x')
  expect(JSON.parse((await ask('show', 'a*b "c", -d:e\\')).stdout).id).toBe('a*b "c", -d:e\\')
  expect(JSON.parse((await ask('show', 'seq:1')).stdout)).toMatchObject({ seq: 1, id: events[0]!.id })
  const pretty = (await ask('show', 'seq:1', '-o', 'pretty')).stdout
  for (const value of [events[0]!.id, events[0]!.action, events[0]!.actor.id, events[0]!.resource.id!]) {
    expect(pretty).toContain(value)
  }
})

test('stats count what a search finds', async () => {
  const { total, actor, action, area, activity } = JSON.parse(
    (await ask('stats', 'outcome:failure', '--top', '3')).stdout,
  )
  const found = linesOf(await ask('search', 'outcome:failure', '--limit', '0')).map((line) => JSON.parse(line))
  expect(total).toBe(found.length)
  expect(activity.counts.reduce((sum: number, n: number) => sum + n, 0)).toBe(found.length)
  for (const { values, distinct } of [actor, action, area]) {
    expect(values.length).toBeLessThanOrEqual(3)
    expect(distinct).toBeGreaterThanOrEqual(values.length)
  }
  const [most] = action.values
  expect(found.filter((event) => event.action === most.value)).toHaveLength(most.count)
})

test('stats for people are bars, also where there is nothing', async () => {
  const { stdout } = await ask('stats', '-o', 'pretty')
  expect(stdout).toMatch(/^2,5\d\d events\n[▁▂▃▄▅▆▇█ ]+\n2026-10-01 05:30:00 GMT\+5:30 /)
  expect(stdout).toMatch(/\n {2}\S.* +\d+ {2}█+[▏▎▍▌▋▊▉]?\n/)
  expect(stdout).toMatch(/and \d+ more/)
  expect((await ask('stats', 'id:none', '-o', 'pretty')).stdout).toMatch(/^0 events\n/)
  expect(JSON.parse((await ask('stats', 'id:none')).stdout).total).toBe(0)
})

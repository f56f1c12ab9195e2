import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { takeEvents } from '../support/sample-events.js'
import { PROJECT } from '../support/source-file.js'

let daemon: TestDaemon

beforeAll(async () => {
  daemon = await startDaemon()
  const events = takeEvents(5000, { seed: 1, startMs: Date.now() - 5_000_000, intervalMs: 1000 })
  expect((await daemon.sender.post('/v1/events', JSON.stringify(events))).status).toBe(200)
})
afterAll(() => daemon[Symbol.asyncDispose]())

test.each([
  ['search', '--limit 0'],
  ['search', '--limit 0 -o pretty'],
  ['search', '--limit 0 -o csv'],
  ['export', ''],
  ['export', '-f ndjson'],
  ['tail', '-n 5000'],
  ['tail', '--since 1d'],
])('a reader that has seen enough of %s %s ends it with 0, without a word', async (command, options) => {
  const program = `${process.execPath} ${join(PROJECT, 'dist/bin/audit-trail.js')}`
  const line = `${program} ${command} ${options} --connect unix:${daemon.socket} | head -1 > /dev/null; exit \${PIPESTATUS[0]}`
  const child = spawn('bash', ['-c', line], { stdio: ['ignore', 'ignore', 'pipe'] })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [code] = await once(child, 'close')
  expect([code, stderr]).toEqual([0, ''])
})

test('that nobody listens to what it says changes nothing', async () => {
  const args = ['import', '--connect', `unix:${daemon.socket}`]
  const child = spawn(process.execPath, [join(PROJECT, 'dist/bin/audit-trail.js'), ...args], {
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  child.stderr.destroy()
  child.stdin.end('not an event\n{"id":"unheard","action":"a","actor":{"id":"b"}}\n'.repeat(20_000))
  expect((await once(child, 'close'))[0]).toBe(1)
  const kept = await daemon.sender.get('/v1/search?filter=id:unheard')
  expect(JSON.parse(kept.body).events).toHaveLength(1)
})

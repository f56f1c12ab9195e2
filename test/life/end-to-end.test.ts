import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Analytics } from '@segment/analytics-node'
import { expect, test } from 'vitest'
import type { AuditEvent } from '#protocol/event.js'
import { startDaemon } from '../support/daemon.js'
import { auditTrail, Program } from '../support/program.js'
import { csvRows } from './csv-rows.js'

const EVENTS = 10_000

test(`${EVENTS} events of Segment's library are each stored once, and found by search, in the CSV and in a tail`, async () => {
  await using daemon = await startDaemon()
  const environment = { AUDIT_TRAIL_URL: `unix:${daemon.socket}` }
  const [token] = await auditTrail(['token', 'create', '--role', 'ingest', '--name', 'segment'], environment)

  await using tail = new Program('audit-trail', ['tail', '-n', '0', '-o', 'json', 'action:Counted,Opened'], environment)
  const tailed = () => tail.stdout.map((line) => JSON.parse(line) as AuditEvent)
  // The tail is open once it shows what is emitted; a line that it misses is emitted again.
  for (let i = 0; tail.stdout.length === 0; i++) {
    await auditTrail(['emit', '--action', 'Opened', '--actor', 'test', '--id', `open-${i}`], environment)
  }

  const analytics = new Analytics({ writeKey: token!, host: daemon.url.replace('ws', 'http'), maxEventsInBatch: 100 })
  const failures: unknown[] = []
  analytics.on('error', (failure) => failures.push(failure))
  for (let n = 0; n < EVENTS; n++) {
    analytics.track({ userId: `user-${n % 50}`, event: 'Counted', properties: { n, note: '"=1+1", said\r\nAda' } })
  }
  await analytics.closeAndFlush()
  expect(failures).toEqual([])

  const all = Array.from({ length: EVENTS }, (_, n) => n)
  const numbersOf = (events: readonly AuditEvent[]) =>
    events.map(({ details }) => Number(details.n)).sort((a, b) => a - b)

  const found = await auditTrail(['search', '--limit', '0', '-o', 'json', 'action:Counted'], environment)
  expect(numbersOf(found.map((line) => JSON.parse(line)))).toEqual(all)

  const file = join(daemon.folder, 'events.csv')
  await auditTrail(['export', '-o', file, 'action:Counted'], environment)
  const rows = csvRows(await readFile(file, 'utf8'))
  expect(rows.map(({ details }) => JSON.parse(details!).n).sort((a, b) => a - b)).toEqual(all)
  expect(new Set(rows.map(({ details }) => JSON.parse(details!).note))).toEqual(new Set(['"=1+1", said\r\nAda']))
  expect(new Set(rows.map(({ id }) => id)).size).toBe(EVENTS)

  const counted = () => tailed().filter(({ action }) => action === 'Counted')
  await tail.until(() => tail.stdout.length >= EVENTS && counted().length >= EVENTS, `${EVENTS} lines`)
  expect(numbersOf(counted())).toEqual(all)
  expect(await tail.kill('SIGTERM')).toBe(143)
})

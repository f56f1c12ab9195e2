import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { METRICS, type MetricName } from '#daemon/watch/metrics.js'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { parseExposition } from '../support/exposition.js'
import { destination, numbered, ownerOf, post, webhookTo } from '../support/forwarding.js'
import { startReceiver } from '../support/receiver.js'
import { type Scrape, scrape } from '../support/scrape.js'
import { openWebSocket } from '../support/web-socket-client.js'

/** Metrics that moved. */
const seen = new Set<string>()

/** Waits until a series is what it should be after something happened. */
async function moves(
  { sender }: TestDaemon,
  name: MetricName,
  holds: (value: number | undefined, now: Scrape) => boolean,
  labels: Record<string, string> = {},
): Promise<void> {
  const series = METRICS[name].type === 'histogram' ? `${name}_count` : name
  await expect
    .poll(
      async () => {
        const now = await scrape(sender)
        const value = now.value(series, labels)
        return holds(value, now) || `${series}${JSON.stringify(labels)} is ${String(value)}`
      },
      { timeout: 20_000, interval: 30 },
    )
    .toBe(true)
  seen.add(name)
}

const is = (expected: number) => (value: number | undefined) => value === expected
const above = (least: number) => (value: number | undefined) => value !== undefined && value > least
const isNow = (value: number | undefined) => value !== undefined && Math.abs(value - Date.now() / 1000) < 60

test('what comes in is counted, timed and seen on disk', { timeout: 60_000 }, async () => {
  await using daemon = await startDaemon()
  const before = await scrape(daemon.sender)
  const was = (name: string) => before.value(name) ?? 0
  expect(before.value('audit_trail_writable')).toBe(1)
  expect(before.families.get('audit_trail_info')?.samples[0]?.labels).toEqual({
    version: expect.stringMatching(/^\d/),
    trail: expect.stringMatching(/^[0-9a-f-]{36}$/),
    epoch: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  expect(before.value('audit_trail_oldest_event_timestamp_seconds')).toBeUndefined()
  expect(before.value('audit_trail_backup_timestamp_seconds')).toBeUndefined()
  expect(before.value('audit_trail_certificate_expiry_timestamp_seconds')).toBeUndefined()
  await moves(daemon, 'audit_trail_info', is(1))
  await moves(daemon, 'audit_trail_start_time_seconds', isNow)
  await moves(daemon, 'audit_trail_resident_memory_bytes', above(10_000_000))

  const [event] = numbered(1)
  await post(daemon, [
    { ...event, id: 'one', timestamp: '2026-11-20T14:30:00.000Z' },
    { ...event, id: 'two' },
  ])
  await post(daemon, [{ ...event, id: 'one' }])
  await daemon.sender.post('/v1/events', JSON.stringify([{ action: '', actor: { id: 'x' } }]))
  await daemon.sender.post('/v1/events', '{"not json')
  await daemon.sender.get('/nothing')
  await daemon.sender.post('/v1/identify', JSON.stringify({ userId: 'u1', traits: { name: 'Mina' } }))
  await moves(daemon, 'audit_trail_accepted_total', is(2))
  await moves(daemon, 'audit_trail_duplicates_total', is(1))
  await moves(daemon, 'audit_trail_rejected_total', is(1), { reason: 'invalid-event' })
  await moves(daemon, 'audit_trail_http_errors_total', is(1), { reason: 'invalid-request' })
  await moves(daemon, 'audit_trail_http_errors_total', is(1), { reason: 'not-found' })
  await fetch(`${daemon.url.replace('ws:', 'http:')}/v1/search`)
  await moves(daemon, 'audit_trail_refused_total', is(1), { reason: 'unauthorized' })
  await moves(daemon, 'audit_trail_calls_total', is(1), { type: 'identify' })
  // Without a request in between that has events: one for the duplicate, too.
  await moves(daemon, 'audit_trail_acknowledgement_seconds', is(2))
  await moves(daemon, 'audit_trail_sync_seconds', above(was('audit_trail_sync_seconds_count')))
  await moves(daemon, 'audit_trail_events', above(was('audit_trail_events') + 1))
  await moves(daemon, 'audit_trail_last_seq', above(was('audit_trail_last_seq') + 1))
  await moves(daemon, 'audit_trail_unsealed_events', above(was('audit_trail_unsealed_events') + 1))
  await moves(daemon, 'audit_trail_oldest_event_timestamp_seconds', is(Date.parse('2026-11-20T14:30:00Z') / 1000))
  await moves(daemon, 'audit_trail_newest_event_timestamp_seconds', isNow)
  await moves(daemon, 'audit_trail_disk_free_bytes', above(1_000_000))

  await post(daemon, numbered(5000))
  await moves(daemon, 'audit_trail_segments', is(1))
  await post(daemon, [{ ...event, details: { note: 'AKIAIOSFODNN7EXAMPLE', password: 'hunter2' } }])
  await moves(daemon, 'audit_trail_redacted_total', above(0))
  await moves(daemon, 'audit_trail_seal_seconds', is(1))
  await moves(daemon, 'audit_trail_disk_bytes', above(was('audit_trail_disk_bytes') + 100_000))
})

test('who listens is counted, and how far behind', { timeout: 60_000 }, async () => {
  await using daemon = await startDaemon()
  await post(daemon, numbered(10))
  await moves(daemon, 'audit_trail_subscriptions', is(0))
  const slow = await openWebSocket({ socket: daemon.socket })
  await moves(daemon, 'audit_trail_clients', is(1))
  await moves(daemon, 'audit_trail_connections', above(1), { endpoint: 'unix' })
  slow.send({ id: 1, method: 'subscribe' })
  await slow.until(({ id }) => id === 1)
  await moves(daemon, 'audit_trail_subscriptions', is(1))
  await moves(daemon, 'audit_trail_subscription_lag_events', is(0))
  slow.webSocket.pause()
  for (let i = 0; i < 4; i++) await post(daemon, numbered(5000, i * 5000))
  await moves(daemon, 'audit_trail_subscription_lag_events', above(5000))
  await moves(daemon, 'audit_trail_subscription_lag_seconds', above(0.5))
  slow.webSocket.resume()
  await moves(daemon, 'audit_trail_subscription_lag_events', is(0))
  await moves(daemon, 'audit_trail_subscription_lag_seconds', is(0))
  slow.close()
  await moves(daemon, 'audit_trail_subscriptions', is(0))
  await moves(daemon, 'audit_trail_clients', is(0))
})

test('each destination tells where it stands', { timeout: 60_000 }, async () => {
  await using daemon = await startDaemon()
  await using receiver = await startReceiver()
  await using owner = await ownerOf(daemon)
  const of = { destination: 'hook' }
  receiver.always({ answer: 500 })
  await owner.call('forward.create', { settings: webhookTo(receiver), secret: 'a-secret-of-some-length', enable: true })
  await post(daemon, numbered(3))
  await moves(daemon, 'audit_trail_forwarding_state', is(1), { ...of, state: 'retrying' })
  await moves(daemon, 'audit_trail_forwarding_retries_total', above(0), of)
  await moves(daemon, 'audit_trail_forwarding_lag_events', above(2), of)
  await moves(daemon, 'audit_trail_forwarding_lag_seconds', above(0), of)
  receiver.always({ answer: 200 })
  await moves(daemon, 'audit_trail_forwarding_delivered_total', above(2), of)
  await moves(daemon, 'audit_trail_forwarding_lag_events', is(0), of)
  await moves(daemon, 'audit_trail_forwarding_state', is(1), { ...of, state: 'idle' })
  receiver.always({ answer: 400 })
  await post(daemon, numbered(1))
  await moves(daemon, 'audit_trail_forwarding_dead', is(1), of)
  await owner.call('forward.toggle', { name: 'hook', enabled: false })
  await moves(daemon, 'audit_trail_forwarding_state', is(1), { ...of, state: 'disabled' })
})

test('jobs, the archive and backups tell when they ran and what they did', { timeout: 60_000 }, async () => {
  const archive = await mkdtemp(join(tmpdir(), 'audit-trail-archive-'))
  onTestFinished(() => rm(archive, { recursive: true, force: true }))
  await using daemon = await startDaemon('--retention', '1h', '--archive', archive)
  await using receiver = await startReceiver()
  await using owner = await ownerOf(daemon)
  await moves(daemon, 'audit_trail_job_state', is(1), { job: 'retention', state: 'idle' })
  await owner.call('forward.create', { settings: webhookTo(receiver), secret: 'a-secret-of-some-length' })

  const old = new Date(Date.now() - 7_200_000).toISOString()
  await post(
    daemon,
    numbered(4).map((event) => ({ ...event, timestamp: old })),
  )
  await moves(daemon, 'audit_trail_retention_overdue_events', above(3))
  const before = Date.now() / 1000
  await owner.call('jobs.run', { name: 'retention', confirm: true })
  await moves(daemon, 'audit_trail_retention_overdue_events', is(0))
  await moves(daemon, 'audit_trail_retention_removed_events', is(4))
  await moves(daemon, 'audit_trail_job_last_run_timestamp_seconds', above(before - 0.01), { job: 'retention' })
  await owner.call('forward.toggle', { name: 'hook', enabled: true })
  await moves(daemon, 'audit_trail_forwarding_missed_total', is(4), { destination: 'hook' })
  expect((await destination(owner))?.missed).toBe(4)

  await owner.call('jobs.run', { name: 'scrub', confirm: true })
  await moves(daemon, 'audit_trail_integrity_check_timestamp_seconds', above(before))
  expect((await scrape(daemon.sender)).value('audit_trail_integrity_damaged_events')).toBe(0)
  await owner.call('backup', { path: join(daemon.folder, 'backup') })
  await moves(daemon, 'audit_trail_backup_timestamp_seconds', above(before))
  await daemon.restart()
  // The archive is looked at once a minute; the daemon that comes after finds what is there.
  await moves(daemon, 'audit_trail_archive_bytes', above(100))
  await moves(daemon, 'audit_trail_backup_timestamp_seconds', above(before))
  await moves(daemon, 'audit_trail_integrity_check_timestamp_seconds', above(before))
})

test.skipIf(spawnSync('prlimit', ['--version']).error !== undefined)(
  'on a full disk the daemon is alive and not ready, says why, and its figures say it too (needs prlimit)',
  { timeout: 60_000 },
  async () => {
    await using daemon = await startDaemon()
    const ask = async (path: string) => {
      const { status, body } = await daemon.sender.get(path)
      return [status, JSON.parse(body) as unknown]
    }
    const limit = (bytes: string) =>
      execFileSync('prlimit', ['--pid', String(daemon.program.child.pid), `--fsize=${bytes}:unlimited`])
    expect(await ask('/readyz')).toEqual([200, { state: 'ready' }])
    limit('0')
    while ((await daemon.sender.post('/v1/events', JSON.stringify(numbered(1)))).status === 200);
    expect(await ask('/healthz')).toEqual([200, { state: 'read-only' }])
    expect(await ask('/readyz')).toEqual([
      503,
      { state: 'read-only', reason: expect.stringMatching(/^The disk is full: writes are refused, reads go on/) },
    ])
    await moves(daemon, 'audit_trail_writable', is(0))
    await moves(daemon, 'audit_trail_problems', above(0))
    await moves(daemon, 'audit_trail_http_errors_total', above(0), { reason: 'cannot-write' })
    limit('unlimited')
    await moves(daemon, 'audit_trail_writable', is(1))
    expect(await ask('/readyz')).toEqual([200, { state: 'ready' }])
    await moves(daemon, 'audit_trail_problems', is(0))
  },
)

test('every name keeps the conventions, and what is printed is what the table says', async () => {
  await using daemon = await startDaemon()
  const { families } = await scrape(daemon.sender)
  // The process is told of by the names that dashboards for Node know.
  for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_open_fds', 'nodejs_heap_size_used_bytes'])
    expect([name, families.get(name)?.samples[0]?.value]).toEqual([name, expect.any(Number)])
  const ours = [...families].filter(([name]) => name.startsWith('audit_trail_'))
  expect(ours.map(([name]) => name).sort()).toEqual(Object.keys(METRICS).sort())
  for (const [name, { type, help, samples }] of ours) {
    const metric = METRICS[name as MetricName]
    expect([name, type, help]).toEqual([name, metric.type, metric.help])
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter'])
    const labels = [...('labels' in metric ? metric.labels : []), ...(type === 'histogram' ? ['le'] : [])]
    for (const sample of samples) for (const label of Object.keys(sample.labels)) expect(labels).toContain(label)
  }
})

test.each([
  ['a 1\n', 'not of the metric above'],
  ['# HELP a b\n# TYPE a gauge\na 1\na 2\n', 'a series twice'],
  ['# HELP a b\n# TYPE a gauge\na{x="\\q"} 1\n', 'no label'],
  ['# HELP a b\n# TYPE a gauge\na x\n', 'no value'],
  ['# HELP a b\n# TYPE a gauge\na 1', 'the last line does not end'],
  ['# HELP a b\n# TYPE a gauge\na 1\n# HELP c d\n# TYPE c gauge\nc 1\na{x="y"} 1\n', 'not of the metric above'],
  ['# HELP a b\n# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\n', 'add up'],
])('the parser of this test refuses %j', (text, why) => {
  expect(() => parseExposition(text)).toThrow(why)
})

/** Seen with parts made for the purpose, in figures.test.ts: a clock that steps, a disk that fails, a certificate. */
const ELSEWHERE: readonly MetricName[] = [
  'audit_trail_clock_step_seconds',
  'audit_trail_integrity_damaged_events',
  'audit_trail_certificate_expiry_timestamp_seconds',
]

afterAll(({ tasks }) => {
  // Where some were left out, or failed, not all can have been seen.
  if (tasks.some(({ result, mode }) => result?.state !== 'pass' || mode === 'skip')) return
  expect(
    Object.keys(METRICS)
      .filter((name) => !seen.has(name))
      .sort(),
  ).toEqual([...ELSEWHERE].sort())
})

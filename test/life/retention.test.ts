import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { JobInfo } from '#protocol/request.js'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { Program } from '../support/program.js'
import { run } from '../support/run.js'
import { openWebSocket } from '../support/web-socket-client.js'

const DAY_MS = 86_400_000
const OLD = 100_000
const NEW = 5_000

async function send({ sender }: TestDaemon, count: number, timestampOf: (i: number) => string): Promise<void> {
  for (let from = 0; from < count; from += 5000) {
    const events = Array.from({ length: Math.min(5000, count - from) }, (_, i) =>
      JSON.stringify({
        id: crypto.randomUUID(),
        timestamp: timestampOf(from + i),
        action: 'Source Created',
        actor: { id: 'al' },
      }),
    )
    const { status, body } = await sender.post('/v1/events', `[${events.join(',')}]`)
    if (status !== 200) throw new Error(`Cannot send: ${status} ${body}`)
  }
}

async function everyLine({ sender }: TestDaemon): Promise<string[]> {
  const { body } = await sender.get('/v1/export?format=ndjson&order=oldest&filter=actor:al')
  return body === '' ? [] : body.trimEnd().split('\n')
}

async function archived(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.gz')).sort()
  const texts = await Promise.all(names.map(async (name) => gunzipSync(await readFile(join(folder, name))).toString()))
  return texts.flatMap((text) => text.trimEnd().split('\n'))
}

test('retention that is killed with -9 in its middle, twice, goes on: every event is kept or archived, once', {
  timeout: 180_000,
}, async () => {
  await using daemon = await startDaemon('--retention', 'off')
  const nowMs = Date.now()
  await send(daemon, OLD, (i) => new Date(nowMs - 20 * DAY_MS + i).toISOString())
  await send(daemon, NEW, (i) => new Date(nowMs - i * 1000).toISOString())
  const sent = await everyLine(daemon)
  expect(sent).toHaveLength(OLD + NEW)
  await daemon.program.kill('SIGTERM')

  const archive = join(daemon.folder, 'archive')
  await mkdir(archive)
  const data = ['--data', join(daemon.folder, 'data'), '--socket', daemon.socket, '--listen', 'off']
  for (const files of [5, 20]) {
    await using program = new Program('audit-traild', [...data, '--retention', '10d', '--archive', archive])
    await expect
      .poll(async () => (await readdir(archive)).length, { interval: 2, timeout: 60_000 })
      .toBeGreaterThan(files)
    await program.kill('SIGKILL')
  }
  await using program = new Program('audit-traild', [...data, '--retention', '10d', '--archive', archive])
  await program.until(
    () => program.stderr.some((line) => /retention.*task ended|task ended.*retention/.test(line)),
    'the end of retention',
  )
  const owner = await openWebSocket({ socket: daemon.socket })
  const { jobs } = (await owner.call('jobs.list', {})) as { jobs: JobInfo[] }
  expect(jobs.find(({ name }) => name === 'retention')).toMatchObject({
    state: 'idle',
    message: 'removed 100,000 events older than 10d',
  })

  const kept = await everyLine(daemon)
  expect(kept).toHaveLength(NEW)
  const moved = await archived(archive)
  expect(moved).toHaveLength(OLD)
  expect([...moved, ...kept].sort()).toEqual([...sent].sort())

  const status = (await owner.call('status', {})) as { first: number; problems: string[] }
  expect(status).toMatchObject({ first: OLD + 1, problems: [] })
  const ask = ['--connect', `unix:${daemon.socket}`]
  const newest = await run(['search', '--archive', '--limit', '3', ...ask])
  expect(newest.stdout.trimEnd().split('\n')).toEqual(moved.slice(-3).reverse())
  owner.close()
})

test('with an archive an event that is too old is taken, and goes to the archive; without one it is refused', async () => {
  await using daemon = await startDaemon('--retention', '10d')
  const old = JSON.stringify({
    timestamp: new Date(Date.now() - 20 * DAY_MS).toISOString(),
    action: 'a',
    actor: { id: 'al' },
  })
  expect(JSON.parse((await daemon.sender.post('/v1/events', old)).body).rejected[0].error.type).toBe('too-old')
  const archive = join(daemon.folder, 'archive')
  await using other = await startDaemon('--retention', '10d', '--archive', archive)
  expect(JSON.parse((await other.sender.post('/v1/events', old)).body)).toMatchObject({ accepted: 1, rejected: [] })
  expect(await everyLine(other)).toEqual([])
  const ask = ['--connect', `unix:${other.socket}`]
  expect((await run(['jobs', 'run', 'retention', ...ask])).stdout).toContain('removed 1 events')
  expect(await archived(archive)).toHaveLength(1)
  const { body } = await other.sender.get('/v1/search?archive=true&filter=actor:al')
  expect(JSON.parse(body).events).toMatchObject([{ action: 'a', seq: 1 }])
  expect((await run(['search', '--archive', ...ask, '--connect', `unix:${daemon.socket}`])).code).not.toBe(0)
})

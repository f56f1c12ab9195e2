import { cp, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AuditEvent } from '#protocol/event.js'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { type Ran, run } from '../support/run.js'
import { openWebSocket } from '../support/web-socket-client.js'

const backUp = ({ socket }: TestDaemon, ...args: string[]): Promise<Ran> =>
  run(['backup', ...args, '--connect', `unix:${socket}`])

/** Sends batches, one after the other, until `stop` says so; the ids that were acknowledged, in order. */
async function sendUntil({ sender }: TestDaemon, stop: () => boolean, acknowledged: string[]): Promise<void> {
  while (!stop()) {
    const ids = Array.from({ length: 200 }, () => crypto.randomUUID())
    const events = ids.map((id) => ({ id, action: 'Source Created', actor: { id: 'alice' }, details: { of: id } }))
    const { status, body } = await sender.post('/v1/events', JSON.stringify(events))
    if (status !== 200) throw new Error(`Cannot send: ${status} ${body}`)
    acknowledged.push(...ids)
  }
}

async function everything({ sender }: TestDaemon): Promise<AuditEvent[]> {
  const { body } = await sender.get('/v1/export?format=ndjson&order=oldest')
  return body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as AuditEvent)
}

/** A daemon on a copy of what was backed up, as an operator who restores it starts one. */
async function restored(backup: string): Promise<TestDaemon> {
  const daemon = await startDaemon()
  await daemon.program.kill('SIGTERM')
  await rm(join(daemon.folder, 'data'), { recursive: true })
  await cp(backup, join(daemon.folder, 'data'), { recursive: true })
  await daemon.restart()
  return daemon
}

test('a backup under load holds every event acknowledged before it began, once, and is a trail of its own', async () => {
  await using daemon = await startDaemon()
  const token = (await run(['token', 'create', 'ci', '--role', 'ingest', '--connect', `unix:${daemon.socket}`])).stdout
  const acknowledged: string[] = []
  let before: string[] = []
  let made: Ran | undefined
  const sending = sendUntil(daemon, () => made !== undefined, acknowledged)
  await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(10_000)
  before = [...acknowledged]
  const folder = join(daemon.folder, 'copy')
  made = await backUp(daemon, folder)
  await sending
  expect(made).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining(folder) })
  expect((await readdir(daemon.folder)).filter((name) => name.endsWith('.part'))).toEqual([])
  expect((await stat(folder)).mode & 0o777).toBe(0o700)

  await using copy = await restored(folder)
  const here = await openWebSocket({ socket: daemon.socket })
  const there = await openWebSocket({ socket: copy.socket })
  const [original, status] = (await Promise.all([here.call('status', {}), there.call('status', {})])) as {
    trail: string
    epoch: string
    problems: string[]
  }[]
  expect(status).toMatchObject({ trail: original!.trail, problems: [] })
  expect(status!.epoch).not.toBe(original!.epoch)

  const events = await everything(copy)
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
  const counted = new Map<string, number>()
  for (const { id } of events) counted.set(id, (counted.get(id) ?? 0) + 1)
  expect(before.filter((id) => counted.get(id) !== 1)).toEqual([])
  expect([...counted.values()].filter((count) => count !== 1)).toEqual([])
  const sent = new Map((await everything(daemon)).map((event) => [event.seq, event]))
  // That it stands elsewhere is the first that is new in it.
  const added = events.filter((event) => JSON.stringify(sent.get(event.seq)) !== JSON.stringify(event))
  expect(added).toMatchObject([{ action: 'Audit Settings Changed', changes: [{ path: '/data' }, { path: '/socket' }] }])

  const page = (await here.call('query', { limit: 10 })) as { next: string }
  await expect(there.call('query', { limit: 10, cursor: page.next })).rejects.toMatchObject({ type: 'unknown-cursor' })
  expect(await there.call('tokens.list', {})).toEqual({ tokens: [] })
  expect(token.trim()).not.toBe('')

  const again = await copy.sender.post('/v1/events', JSON.stringify({ id: before[0], action: 'a', actor: { id: 'b' } }))
  expect(JSON.parse(again.body)).toMatchObject({ accepted: 0, duplicates: 1 })
  here.close()
  there.close()
})

test('each opening of a copy of a backup begins an epoch of its own; with secrets its tokens go on', async () => {
  await using daemon = await startDaemon()
  const { stdout } = await run(['token', 'create', 'ci', '--role', 'auditor', '--connect', `unix:${daemon.socket}`])
  const folder = join(daemon.folder, 'copy')
  expect((await backUp(daemon, folder, '--with-secrets')).code).toBe(0)
  const epochs = new Set<string>()
  for (let i = 0; i < 2; i++) {
    await using copy = await restored(folder)
    const owner = await openWebSocket({ url: copy.url, headers: { authorization: `Bearer ${stdout.trim()}` } })
    epochs.add(((await owner.call('status', {})) as { epoch: string }).epoch)
    owner.close()
    await copy.restart()
    const later = await openWebSocket({ socket: copy.socket })
    epochs.add(((await later.call('status', {})) as { epoch: string }).epoch)
    later.close()
  }
  expect(epochs.size).toBe(2)
})

test('a backup goes nowhere but to a new folder, and is for owners', async () => {
  await using daemon = await startDaemon()
  const folder = join(daemon.folder, 'copy')
  expect(await backUp(daemon, daemon.folder)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is there already'),
  })
  expect(await backUp(daemon, join(folder, 'deep'))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('ENOENT'),
  })
  const { stdout } = await run(['token', 'create', 'eye', '--role', 'auditor', '--connect', `unix:${daemon.socket}`])
  const refused = await run(['backup', folder, '--connect', daemon.url], {
    environment: { AUDIT_TRAIL_TOKEN: stdout.trim() },
  })
  expect(refused.code).toBe(4)
  const socket = await openWebSocket({ socket: daemon.socket })
  await expect(socket.call('backup', { path: 'copy' })).rejects.toMatchObject({ type: 'invalid-request' })
  socket.close()
  expect(await readdir(daemon.folder)).not.toContain('copy')
})

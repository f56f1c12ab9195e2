import { cp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startDaemon } from '../support/daemon.js'
import { destination, numbered, numbersAt, ownerOf, post, toldOf, upTo, webhookTo } from '../support/forwarding.js'
import { startReceiver } from '../support/receiver.js'

const SECRET = 'whsec_c2VjcmV0LW9mLXRoZS10ZXN0LTAxMjM0NTY3ODk='
const NEXT_SECRET = 'whsec_YW5vdGhlci1zZWNyZXQtb2YtdGhlLXRlc3QtMDE='

test('from when it is made on, every event reaches a destination; a restart keeps its settings, its place and its secrets', async () => {
  await using daemon = await startDaemon()
  await using receiver = await startReceiver()
  await using owner = await ownerOf(daemon)
  await post(daemon, numbered(3))
  const settings = webhookTo(receiver)
  const made = await owner.call('forward.create', { settings, secret: SECRET, enable: true })
  expect(made).toMatchObject({ settings, enabled: true, secrets: 1, dead: 0, cursor: 3 })
  await post(daemon, numbered(5, 4))
  await expect.poll(() => numbersAt(receiver)).toEqual(upTo(8, 4))
  const signed = () => receiver.received.filter(({ headers }) => headers['webhook-signature'] !== undefined).length
  expect(signed()).toBe(receiver.received.length)

  await expect.poll(async () => (await destination(owner))?.lagEvents).toBe(0)
  const before = await destination(owner)
  await daemon.restart()
  await using later = await ownerOf(daemon)
  const { settings: kept, secrets, createdAt, cursor, counts } = (await destination(later))!
  expect({ kept, secrets, createdAt, cursor, counts }).toEqual({
    kept: settings,
    secrets: 1,
    createdAt: before!.createdAt,
    cursor: before!.cursor,
    counts: before!.counts,
  })
  await post(daemon, numbered(2, 9))
  await expect.poll(() => numbersAt(receiver)).toEqual(upTo(10, 4))
  expect(signed()).toBe(receiver.received.length)
})

test.each([
  ['start', 1],
  ['a time', 4],
  ['now', 7],
] as const)('a destination can begin at %s', async (from, first) => {
  await using daemon = await startDaemon()
  await using receiver = await startReceiver()
  await using owner = await ownerOf(daemon)
  await post(daemon, numbered(3))
  const time = new Date(Date.now() + 1).toISOString()
  await expect.poll(() => Date.now()).toBeGreaterThan(Date.parse(time))
  await post(daemon, numbered(3, 4))
  await owner.call('forward.create', {
    settings: webhookTo(receiver),
    enable: true,
    from: from === 'a time' ? time : from,
  })
  await post(daemon, numbered(1, 7))
  await expect.poll(() => numbersAt(receiver)).toEqual(upTo(7, first))
})

test('each change is an event: who did it, what was before and after, and no secret', async () => {
  await using daemon = await startDaemon()
  await using receiver = await startReceiver()
  await using owner = await ownerOf(daemon)
  const settings = webhookTo(receiver)
  await owner.call('forward.create', { settings, secret: SECRET })
  const filter = { title: 'no tokens', if: 'event = "Audit Token Created"', actions: [{ type: 'DROP' as const }] }
  const changed = { ...settings, timeoutMs: 2000, filters: [{ ...filter, enabled: true }] }
  await owner.call('forward.update', { settings: changed })
  await owner.call('forward.update', { settings: { ...changed, filters: [{ ...filter, enabled: false }] } })
  await owner.call('forward.update', { settings: { ...changed, filters: [{ ...filter, enabled: false }] } })
  await owner.call('forward.toggle', { name: 'hook', enabled: true })
  await owner.call('forward.toggle', { name: 'hook', enabled: true })
  await owner.call('forward.secret', { name: 'hook', secret: NEXT_SECRET, keepPrevious: true })
  await owner.call('forward.test', { name: 'hook' })
  await owner.call('forward.toggle', { name: 'hook', enabled: false })
  await owner.call('forward.delete', { name: 'hook' })

  const told = await toldOf(owner)
  const bare = `${receiver.url}/…`
  expect(told.map(({ action, changes, details }) => [action, changes, details])).toMatchObject([
    [
      'Forwarding Destination Created',
      [
        { path: '/name', after: 'hook' },
        { path: '/type', after: 'webhook' },
        { path: '/url', after: bare },
        { path: '/allowPrivate', after: ['127.0.0.0/8'] },
      ],
      { from: 'now', enabled: false, secrets: 1 },
    ],
    [
      'Forwarding Destination Updated',
      [
        { path: '/timeoutMs', after: 2000 },
        { path: '/filters/0', after: { ...filter, enabled: true } },
      ],
      {},
    ],
    ['Forwarding Destination Updated', [{ path: '/filters/0/enabled', before: true, after: false }], {}],
    ['Forwarding Destination Enabled', [{ path: '/enabled', before: false, after: true }], {}],
    ['Forwarding Secret Replaced', undefined, { keepPrevious: true, secrets: 2 }],
    ['Forwarding Destination Tested', undefined, { delivered: true }],
    ['Forwarding Destination Disabled', [{ path: '/enabled', before: true, after: false }], {}],
    ['Forwarding Destination Deleted', expect.arrayContaining([{ path: '/url', before: bare }]), {}],
  ])
  for (const event of told) {
    expect(event).toMatchObject({
      actor: { type: 'user', id: 'socket-owner' },
      resource: { type: 'destination', id: 'hook', name: 'hook' },
      outcome: 'success',
    })
  }
  expect(JSON.stringify(told)).not.toMatch(/whsec_|in-the-query/)
})

test('a secret is shown nowhere: not in an answer, an event, the log or a backup; restored without it, a destination says so', async () => {
  await using daemon = await startDaemon('--log-level', 'debug')
  await using receiver = await startReceiver()
  await using owner = await ownerOf(daemon)
  const answers: unknown[] = []
  const call: typeof owner.call = async (method, params) => {
    const answer = await owner.call(method, params)
    answers.push(answer)
    return answer
  }
  receiver.always({ answer: 400, body: `you sent ${SECRET}?` })
  await call('forward.create', { settings: webhookTo(receiver), secret: SECRET, enable: true })
  await call('forward.secret', { name: 'hook', secret: NEXT_SECRET, keepPrevious: true })
  receiver.always({ answer: 400, body: `you sent ${NEXT_SECRET}, or was it ${SECRET}?` })
  await post(daemon, numbered(2))
  await expect.poll(async () => (await destination(owner))?.dead).toBeGreaterThan(1)
  await call('forward.test', { name: 'hook' })
  await call('forward.list', {})
  await call('forward.discards', { name: 'hook' })
  await call('forward.dead', { name: 'hook' })
  await call('forward.preview', { name: 'hook', seq: 1 })
  answers.push(await owner.call('query', { limit: 1000 }), (await daemon.sender.get('/metrics')).body)
  const refused = owner.call('forward.update', { settings: { ...webhookTo(receiver), url: 'nonsense' } })
  answers.push(await refused.catch(String))
  expect(JSON.stringify(answers)).not.toMatch(/whsec_/)
  expect(daemon.program.stderr.join('\n')).not.toMatch(/whsec_/)
  const database = join(daemon.folder, 'data', 'db')
  for (const name of await readdir(database))
    expect([name, (await stat(join(database, name))).mode & 0o077]).toEqual([name, 0])

  const backup = join(daemon.folder, 'backup')
  await owner.call('backup', { path: backup })
  const files = await readdir(join(backup, 'db'))
  const bytes = await Promise.all(files.map((name) => readFile(join(backup, 'db', name), 'latin1')))
  expect(bytes.join('')).not.toMatch(/c2VjcmV0LW9mL|YW5vdGhlci1z/)
  await daemon.program.kill('SIGTERM')
  await rm(join(daemon.folder, 'data'), { recursive: true })
  await cp(backup, join(daemon.folder, 'data'), { recursive: true })
  receiver.always({ answer: 200 })
  const asked = receiver.received.length
  await daemon.restart()
  await using restored = await ownerOf(daemon)
  expect(await destination(restored)).toMatchObject({ enabled: false, failure: { code: 'RESTORED' } })
  expect((await restored.call('status', {})).problems).toEqual([
    expect.stringMatching(/^Forwarding to "hook" is off: .* restored from a backup/),
  ])
  await restored.call('forward.toggle', { name: 'hook', enabled: true })
  expect(await destination(restored)).toMatchObject({
    state: 'down',
    secrets: 0,
    failure: { code: 'INVALID_SETTINGS', message: expect.stringContaining('secret is missing') },
  })
  expect((await restored.call('status', {})).problems).toEqual([
    expect.stringContaining('Forwarding to "hook" is down'),
  ])
  expect(await restored.call('forward.test', { name: 'hook' })).toMatchObject({
    delivered: false,
    code: 'INVALID_SETTINGS',
  })
  expect(receiver.received).toHaveLength(asked)
  await restored.call('forward.secret', { name: 'hook', secret: SECRET })
  await post(daemon, numbered(1, 9))
  await expect.poll(() => numbersAt(receiver)).toContain(9)
  expect((await restored.call('status', {})).problems).toEqual([])
})

test('a file of its own lies in the folder for files, for its owner alone, and nowhere else', async () => {
  await using daemon = await startDaemon()
  await using owner = await ownerOf(daemon)
  const settings = { name: 'copy', type: 'file' as const }
  await expect(
    owner.call('forward.create', { settings: { ...settings, url: `file://${daemon.folder}/copy.ndjson` } }),
  ).rejects.toMatchObject({ type: 'invalid-request', options: { field: 'settings.url' } })
  await owner.call('forward.create', { settings, enable: true })
  await post(daemon, numbered(3))
  const path = join(daemon.folder, 'data', 'forward', 'copy.ndjson')
  const lines = async () => (await readFile(path, 'utf8').catch(() => '')).trimEnd().split('\n')
  await expect.poll(async () => (await lines()).length).toBe(4)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

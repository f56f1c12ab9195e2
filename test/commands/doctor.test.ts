import { spawnSync } from 'node:child_process'
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '#daemon/store/database.js'
import { readMeta, writeMeta } from '#daemon/store/meta.js'
import { certificateFinding } from '#daemon/watch/certificate-finding.js'
import type { Finding } from '#protocol/finding.js'
import type { Status, Upkeep } from '#protocol/request.js'
import { type Answers, findingsOf } from '#tui/commands/doctor/of-daemon.js'
import { selfSigned } from '../support/certificate.js'
import { startDaemon } from '../support/daemon.js'
import { Program } from '../support/program.js'
import { run } from '../support/run.js'

const found = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Finding)
const notWell = (findings: readonly Finding[]) =>
  findings.filter(({ level }) => level !== 'ok').map(({ check, message }) => `${check}: ${message}`)

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-trail-doctor-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

test('a daemon that was backed up is well; an open data folder and a socket for everybody are not', {
  timeout: 60_000,
}, async () => {
  const config = join(await temporaryFolder(), 'config.yaml')
  await writeFile(config, 'workspace: acme\n', { mode: 0o600 })
  await using daemon = await startDaemon('--config', config)
  const ask = (...args: string[]) => run(['doctor', '--connect', `unix:${daemon.socket}`, ...args])
  const before = await ask()
  // Freshly installed there is advice, and no failure.
  expect([before.code, notWell(found(before.stdout))]).toEqual([0, ['backup: none was ever made']])

  expect((await run(['backup', join(daemon.folder, 'copy'), '-q', '--connect', `unix:${daemon.socket}`])).code).toBe(0)
  const after = await ask('--json')
  expect([after.code, after.stderr, notWell(found(after.stdout))]).toEqual([0, '', []])
  expect([...new Set(found(after.stdout).map(({ check }) => check))]).toEqual(
    'daemon versions configuration permissions data disk clock destinations jobs backup integrity'.split(' '),
  )
  // Folder and configuration file are those the daemon says.
  expect(after.stdout).toContain(join(daemon.folder, 'data'))
  expect(after.stdout).toContain(config)

  await chmod(join(daemon.folder, 'data'), 0o755)
  await chmod(daemon.socket, 0o666)
  await writeFile(config, 'retention: soon\n')
  const bad = await ask()
  expect(bad.code).toBe(1)
  expect(notWell(found(bad.stdout))).toEqual([
    expect.stringMatching(/^configuration: .*retention in .* must be a duration/),
  ])
  await writeFile(config, 'workspace: acme\n')
  expect(notWell(found((await ask()).stdout))).toEqual([
    `permissions: ${join(daemon.folder, 'data')} has mode 0755: others may look into it`,
    `permissions: ${daemon.socket} has mode 0666: who can open it is owner`,
  ])
})

test('without a daemon it says so, and looks at the folder and the configuration', { timeout: 60_000 }, async () => {
  const folder = await temporaryFolder()
  const [config, secret] = [join(folder, 'config.yaml'), join(folder, 'secret')]
  await writeFile(secret, 'shared', { mode: 0o644 })
  await chmod(secret, 0o644)
  await writeFile(config, `webhooks: {segment: {secretFile: ${secret}}}\n`, { mode: 0o666 })
  await chmod(config, 0o666)
  const args = ['doctor', '--config', config, '--data', join(folder, 'data')]
  const { code, stdout } = await run([...args, '--connect', `unix:${join(folder, 'none')}`])
  expect(code).toBe(1)
  expect(notWell(found(stdout))).toEqual([
    expect.stringMatching(/^daemon: Cannot reach/),
    `permissions: ${config} has mode 0666: others may change it`,
    `permissions: ${secret} has mode 0644: others may read it`,
    `permissions: there is no data folder ${join(folder, 'data')}`,
  ])
  for (const { level, advice } of found(stdout)) expect(advice === undefined).toBe(level === 'ok')

  await writeFile(config, 'retenton: 90d\n')
  const pretty = await run([...args, '-o', 'pretty', '--connect', `unix:${join(folder, 'none')}`], {
    environment: { LC_ALL: 'en_US.UTF-8' },
  })
  expect(pretty.stdout).toMatch(/^✗ daemon {9}Cannot reach .*\n {17}→ start audit-traild at unix:/)
  expect(pretty.stdout).toMatch(/^✗ configuration {2}Cannot .*unknown key, retenton\n {17}→ correct it/m)
  expect(pretty.stdout).not.toContain('\u001b[')
  const ascii = await run([...args, '-o', 'pretty', '--connect', `unix:${join(folder, 'none')}`], {
    environment: { LC_ALL: 'en_US.ISO-8859-1' },
  })
  expect(ascii.stdout).toMatch(/^x daemon {9}Cannot reach .*\n {17}-> start/)
})

test('the data are told of: held by whom, free and of which format, of another, or damaged; nothing is changed', {
  timeout: 60_000,
}, async () => {
  const config = join(await temporaryFolder(), 'config.yaml')
  await writeFile(config, '', { mode: 0o600 })
  await using daemon = await startDaemon()
  const data = join(daemon.folder, 'data')
  await daemon.sender.post('/v1/events', JSON.stringify([{ action: 'A', actor: { id: 'a' } }]))
  const ask = async () => {
    await using doctor = new Program('audit-traild', ['--config', config, '--data', data, 'doctor', '-o', 'json'])
    const code = await doctor.ended
    const { level, message } = found(doctor.stdout.join('\n')).find(({ check }) => check === 'data')!
    return [code, level, message]
  }
  expect(await ask()).toEqual([0, 'ok', `process ${daemon.program.child.pid} has opened ${data}, and holds its lock`])
  await daemon.program.kill('SIGKILL')
  const files = async () => (await readdir(data, { recursive: true })).sort()
  const before = await files()
  expect(await ask()).toEqual([0, 'ok', `no daemon holds ${data}; its format is 1`])
  expect(await files()).toEqual(before)
  await daemon.restart()
  await daemon.program.kill('SIGTERM')

  const database = await openDatabase({ path: join(data, 'db'), create: false })
  await writeMeta(database, { ...readMeta(database)!, format: 2 })
  await database.close()
  expect(await ask()).toEqual([1, 'failure', `the format of ${data} is 2, this program reads 1`])
  await rm(join(data, 'db/CURRENT'))
  expect(await ask()).toEqual([1, 'failure', expect.stringMatching(/^Cannot open .*\/data\/db: /)])
  await rm(join(data, 'db'), { recursive: true })
  expect(await ask()).toEqual([0, 'ok', `there is none in ${data} yet`])
})

const NOW = Date.parse('2026-11-25T12:00:00.000Z')
const DAY = 86_400_000
const at = (ms: number) => new Date(ms).toISOString()
const UPKEEP: Upkeep = {
  now: at(NOW),
  clockStepMs: 0,
  dataPath: '/data',
  freeBytes: 2 ** 34,
  backupAt: at(NOW - DAY),
  integrity: { checkedAt: at(NOW - DAY), damaged: 0 },
}

function answers({
  upkeep,
  status,
  ...rest
}: { upkeep?: Partial<Upkeep>; status?: Partial<Status> } & Partial<Omit<Answers, 'status'>> = {}): Answers {
  const told: Status = {
    ...{ version: '1.0.0', trail: 't', epoch: 'e', state: 'ready', workspace: 'acme', first: 1, last: 10, events: 10 },
    ...{ oldest: at(NOW - 10 * DAY), newest: at(NOW), retentionMs: 90 * DAY, diskBytes: 2 ** 30, memoryBytes: 1 },
    ...{ startedAt: at(NOW - 20 * DAY), accepted: 10, duplicates: 0, rejected: {}, clients: 1, ratePerSecond: 0 },
    problems: [],
    upkeep: { ...UPKEEP, ...upkeep },
    ...status,
  }
  return { status: told, jobs: [], destinations: [], askedAtMs: NOW, answeredAtMs: NOW, version: '1.0.0', ...rest }
}

const hook = {
  settings: { name: 'hook', type: 'webhook' },
  ...{ enabled: true, state: 'idle', createdAt: at(NOW), secrets: 1, cursor: 1, lagEvents: 0, lagSeconds: 0, dead: 0 },
  counts: { received: 0, filteredAtDestination: 0, filteredAtSource: 0, failedDelivery: 0, delivered: 0 },
  ...{ retries: 0, missed: 0, violations: 0, deliveredPerSecond: [] },
} as const satisfies Answers['destinations'][number]
const refused = { code: '503', message: 'it answered 503', since: at(NOW), attempts: 7 }

test.each<[string, Parameters<typeof answers>[0], string | undefined]>([
  ['all is well', {}, undefined],
  ['another version', { version: '1.1.0' }, 'versions: the daemon is 1.0.0, this program 1.1.0'],
  ['a full disk', { status: { state: 'read-only' } }, 'daemon: writes are refused, reads go on'],
  ['a problem', { status: { problems: ['odd'] } }, 'daemon: odd'],
  ['a clock apart', { upkeep: { now: at(NOW - 60_000) } }, "clock: the daemon's is 60 s away from the one here"],
  [
    'a clock that stepped',
    { upkeep: { clockStepMs: 2 * 3_600_000 } },
    'clock: it stepped forward by 2h, so retention waits for a day',
  ],
  [
    'little room',
    { upkeep: { freeBytes: 2 ** 30 } },
    'disk: 1,024 MiB are free, the trail takes 1,024 MiB, 103 MiB a day: enough for 10 days',
  ],
  [
    'an old backup',
    { upkeep: { backupAt: at(NOW - 8 * DAY) } },
    'backup: the last one was made on 2026-11-17T12:00:00.000Z',
  ],
  [
    'damage',
    { upkeep: { integrity: { checkedAt: at(NOW), damaged: 64 } } },
    'integrity: 64 events could not be read on 2026-11-25T12:00:00.000Z',
  ],
  [
    'a late check',
    { upkeep: { integrity: { checkedAt: at(NOW - 4 * DAY), damaged: 0 } } },
    'integrity: every segment was read on 2026-11-21T12:00:00.000Z, and is well',
  ],
  [
    'a job held',
    { jobs: [{ name: 'retention', state: 'held', schedule: '', message: 'holds back 7 events' }] },
    'jobs: retention holds back 7 events',
  ],
  [
    'a destination down',
    { destinations: [{ ...hook, state: 'down', lagEvents: 1200, lagSeconds: 60, failure: refused }] },
    'destinations: hook is down, 1,200 events, 1m behind: it answered 503',
  ],
  [
    'one behind',
    { destinations: [{ ...hook, state: 'delivering', lagEvents: 9, lagSeconds: 600 }] },
    'destinations: hook is 9 events, 10m behind',
  ],
  ['one disabled', { destinations: [{ ...hook, state: 'disabled', enabled: false }] }, undefined],
  ['dead letters', { destinations: [{ ...hook, dead: 2 }] }, 'destinations: hook refused 2 events for good'],
])('%s is told', (_, changes, expected) => {
  const findings = findingsOf(answers(changes))
  expect(notWell(findings)).toEqual(expected === undefined ? [] : [expected])
  for (const { level, advice } of findings) expect(advice === undefined).toBe(level === 'ok')
})

test.skipIf(spawnSync('openssl', ['version']).error !== undefined)(
  'a certificate that ends soon, has ended or is none is told (needs openssl)',
  () => {
    const { cert } = selfSigned(30)
    const now = Date.now()
    const level = (ms: number, pem = cert) => certificateFinding('cert.pem', pem, ms).level
    expect([
      level(now + 1000),
      level(now + 20 * DAY),
      level(now + 40 * DAY),
      level(now - 10 * DAY),
      level(now, 'none'),
    ]).toEqual([...['ok', 'warning', 'failure', 'failure', 'failure']])
  },
)

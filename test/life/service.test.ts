import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { installService } from '#daemon/service/install.js'
import { journalLine } from '#daemon/service/journal-line.js'
import { hiddenBy } from '#daemon/service/unit.js'
import { startWatchdog } from '#daemon/service/watchdog.js'
import { Program } from '../support/program.js'
import { hasProgram } from '../support/socket-activation.js'
import { PROJECT } from '../support/source-file.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'at-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const MAIN = '/usr/lib/node_modules/audit-trail/dist/daemon/main.js'

/** Installs into the test's folder as on a machine where `path` is searched for programs; returns what was said. */
async function install(changes: Partial<Parameters<typeof installService>[0]> = {}): Promise<string[]> {
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  const place = { node: '/usr/bin/node', main: MAIN, listen: '127.0.0.1:4780', socketGroup: undefined }
  const bin = join(folder, 'bin')
  await mkdir(bin, { recursive: true })
  await writeFile(join(bin, 'systemd-notify'), '')
  const rest = { folder: join(folder, 'units'), path: `/nowhere:${bin}`, dryRun: false, say, warn: say }
  await installService({ ...place, ...rest, ...changes })
  return said
}
const unit = (kind: 'service' | 'socket') => readFileSync(join(folder, 'units', `audit-traild.${kind}`), 'utf8')

test('install-service writes both units, says what to run next, and a second time has nothing to do', async () => {
  expect(await install()).toEqual([
    expect.stringMatching(/systemctl daemon-reload\n.*enable --now audit-traild.socket/s),
  ])
  expect(unit('service')).toContain(`ExecStart="/usr/bin/node" "${MAIN}"\n`)
  expect(unit('service')).toMatch(/^Type=notify$.*^NotifyAccess=all$.*^WatchdogSec=60$/ms)
  expect(unit('socket')).toMatch(/^ListenStream=\/run\/audit-trail\/audit-trail\.sock\n.*\nSocketMode=0600$/m)
  expect(unit('socket')).toMatch(/^ListenStream=127\.0\.0\.1:4780$/m)
  expect(await install()).toEqual([expect.stringMatching(/^Nothing to do/)])
  expect(readdirSync(join(folder, 'units'))).toHaveLength(2)
})

test('a group may be let in, TCP left out, and any path is quoted', async () => {
  await install({ listen: undefined, socketGroup: 'audit', main: '/opt/50% "x" $y/main.js' })
  expect(unit('socket')).toMatch(/SocketGroup=audit\nSocketMode=0660/)
  expect(unit('socket').match(/ListenStream/g)).toHaveLength(1)
  expect(unit('service')).toContain('"/opt/50%% \\"x\\" $$y/main.js"')
})

test('without systemd-notify the unit waits for no word, and it is said', async () => {
  expect(await install({ path: '/nowhere' })).toContainEqual(expect.stringMatching(/^there is no systemd-notify/))
  expect(unit('service')).toMatch(/^Type=exec$/m)
  expect(unit('service')).not.toMatch(/Notify|Watchdog/)
})

test("somebody else's unit is left alone, and so is a machine on which the sandbox hides the program", async () => {
  await expect(install({ main: '/home/ada/main.js' })).rejects.toThrow(/its sandbox hides \/home/)
  expect([hiddenBy('/root/x'), hiddenBy('/rooted/x'), hiddenBy('/usr/bin/node')]).toEqual([
    '/root',
    undefined,
    undefined,
  ])
  await mkdir(join(folder, 'units'), { recursive: true })
  await writeFile(join(folder, 'units/audit-traild.service'), '[Unit]\n')
  await expect(install()).rejects.toThrow(/is not ours/)
  expect(unit('service')).toBe('[Unit]\n')
})

test('--dry-run prints the units and writes nothing', async () => {
  const units = join(folder, 'units')
  await using program = new Program('audit-traild', ['install-service', '--dry-run', '--unit-folder', units])
  expect(await program.ended).toBe(0)
  expect(program.stdout.filter((line) => line.startsWith('['))).toEqual([
    ...['[Unit]', '[Service]', '[Install]'],
    ...['[Unit]', '[Socket]', '[Install]'],
  ])
  expect(program.stdout).toContain(`ExecStart="${process.execPath}" "${join(PROJECT, 'dist/daemon/main.js')}"`)
  expect(existsSync(units)).toBe(false)
})

const needsSystemd = { skip: !hasProgram('systemd-analyze') }

test('systemd finds nothing wrong with the units, and an exposure of at most 1.5', needsSystemd, async () => {
  await install({ node: process.execPath, main: join(PROJECT, 'dist/daemon/main.js'), dryRun: false }).catch(
    async () => {
      // The checkout lies where the sandbox would hide it; of the units only the path is another one.
      await install({ node: '/bin/sh' })
    },
  )
  const paths = ['service', 'socket'].map((kind) => join(folder, `units/audit-traild.${kind}`))
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...paths], {
    encoding: 'utf8',
  })
  expect([status, stdout, stderr]).toEqual([0, '', ''])
  const report = execFileSync('systemd-analyze', ['security', '--offline=true', '--no-pager', paths[0]!], {
    encoding: 'utf8',
  })
  expect(Number(/Overall exposure level[^:]*: ([\d.]+)/.exec(report)![1])).toBeLessThanOrEqual(1.5)
})

/** Runs a daemon under a service manager whose messages are written, a line each, to the file `told`. */
async function managed(env: Record<string, string>, ...args: string[]) {
  const bin = join(folder, 'fake')
  await mkdir(bin)
  await writeFile(join(bin, 'systemd-notify'), `#!/bin/sh\necho "$*" >> '${folder}/told'\n`, { mode: 0o755 })
  const places = ['--data', join(folder, 'data'), '--listen', 'off', '--socket', join(folder, 's')]
  return new Program('audit-traild', [...places, ...args], {
    ...{ NOTIFY_SOCKET: '/run/nobody', PATH: `${bin}:/usr/bin:/bin` },
    ...env,
  })
}
const told = () =>
  existsSync(join(folder, 'told')) ? readFileSync(join(folder, 'told'), 'utf8').trimEnd().split('\n') : []
const toldOf = async (pattern: RegExp) => {
  while (!told().some((line) => pattern.test(line))) await new Promise((resolve) => setTimeout(resolve, 10))
}

test('systemd is told of the start, each sign of life, a reload and the end', async () => {
  const file = join(folder, 'config.yaml')
  await writeFile(file, 'workspace: before\n')
  await using program = await managed({ WATCHDOG_USEC: '600000' }, '--config', file)
  await toldOf(/^WATCHDOG=1 STATUS=Ready, at seq \d+$/)
  expect(told()[0]).toBe(`READY=1 STATUS=Ready, listening on unix:${folder}/s`)
  await writeFile(file, 'workspace: after\nlisten: 127.0.0.1:1\ndedupeIds: 7\n')
  program.child.kill('SIGHUP')
  await toldOf(/^READY=1 STATUS=Configuration read again/)
  await writeFile(file, 'shoe: 1\n')
  program.child.kill('SIGHUP')
  await toldOf(/was refused/)
  expect(await program.kill('SIGTERM')).toBe(0)
  expect(told().filter((line) => !line.startsWith('WATCHDOG'))).toEqual([
    `READY=1 STATUS=Ready, listening on unix:${folder}/s`,
    'RELOADING=1',
    'READY=1 STATUS=Configuration read again; taken over: workspace; only after a restart: dedupeIds',
    'RELOADING=1',
    'READY=1 STATUS=The configuration was refused, the old one counts; see the log',
    'STOPPING=1 STATUS=Stopping',
  ])
  const answer = program.stderr.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'configuration read again')
  expect(answer).toMatchObject({ level: 'warn', taken: ['workspace'], needsRestart: ['dedupeIds'] })
})

test('a watchdog that is meant for another process is not fed', async () => {
  await using program = await managed({ WATCHDOG_USEC: '3000', WATCHDOG_PID: '1' })
  await toldOf(/^READY/)
  expect(await program.kill('SIGTERM')).toBe(0)
  expect(told().filter((line) => line.startsWith('WATCHDOG'))).toEqual([])
})

test('where systemd-notify is missing it warns once and goes on', async () => {
  await using program = await managed({ PATH: '/nowhere', WATCHDOG_USEC: '30000' })
  await program.until(() => program.stderr.some((line) => line.includes('Cannot tell systemd')), 'the warning')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await program.kill('SIGTERM')).toBe(0)
  expect(program.stderr.filter((line) => line.includes('"level":"warn"'))).toHaveLength(1)
})

test('a store that does not answer is followed by silence', async () => {
  const signs: string[] = []
  let answers = 2
  const pulse = () => (answers-- > 0 ? Promise.resolve('Ready') : new Promise<string>(() => {}))
  const end = startWatchdog({ withinMs: 15, pulse, alive: async (status) => void signs.push(status) })
  while (answers >= 0) await new Promise((resolve) => setTimeout(resolve, 5))
  await new Promise((resolve) => setTimeout(resolve, 50))
  end()
  expect(signs).toEqual(['Ready', 'Ready'])
  expect(answers).toBe(-1)
})

const needsMessenger = { skip: !(hasProgram('systemd-notify') && hasProgram('perl')) }

test("systemd's own messenger carries the word", needsMessenger, async () => {
  const path = join(folder, 'notify')
  const listener = spawn('perl', [join(import.meta.dirname, '../support/notify-socket.pl'), path])
  try {
    const lines = createInterface({ input: listener.stdout })[Symbol.asyncIterator]()
    expect((await lines.next()).value).toBe('bound')
    await using program = await managed({ NOTIFY_SOCKET: path, PATH: process.env.PATH! })
    expect((await lines.next()).value).toBe(`READY=1 STATUS=Ready, listening on unix:${folder}/s`)
    expect(await program.kill('SIGTERM')).toBe(0)
  } finally {
    listener.kill()
  }
})

test('on the journal each line has its priority, its message and its fields', async () => {
  const fd = openSync(join(folder, 'journal'), 'w')
  const { dev, ino } = fstatSync(fd)
  const main = join(PROJECT, 'dist/daemon/main.js')
  const args = [main, '--data', join(folder, 'data'), '--listen', 'off', '--socket', join(folder, 'x'.repeat(120))]
  const env = { ...process.env, JOURNAL_STREAM: `${dev}:${ino}` }
  await once(spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', fd] }), 'close')
  closeSync(fd)
  expect(await readFile(join(folder, 'journal'), 'utf8')).toMatch(/^<3>Cannot listen on .* type=invalid-request\n$/)
})

test('a field that could be taken for another, or for a command to a terminal, stands in quotes; a stack in lines', () => {
  const line = (fields: object) => journalLine(JSON.stringify({ time: 'T', ...fields }))
  expect(line({ level: 'info', msg: 'listening', address: 'unix:/s', n: 7, none: null, list: ['a'] })).toBe(
    '<6>listening address=unix:/s n=7 none=null list=["a"]\n',
  )
  expect(line({ level: 'warn', msg: 'm', a: 'x y=z', b: '', c: '\u001b[2J', d: 'a"' })).toBe(
    '<4>m a="x y=z" b="" c="\\u001b[2J" d="a\\""\n',
  )
  expect(line({ level: 'error', msg: 'two\nlines', err: { message: 'gone', stack: 'Error: gone\n    at f' } })).toBe(
    '<3>two\n<3>lines err=gone\n<3>Error: gone\n<3>    at f\n',
  )
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { senderTo } from '../support/post.js'
import { Program } from '../support/program.js'
import { PROJECT } from '../support/source-file.js'

let folder: string
let socket: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'at-'))
  socket = join(folder, 's')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const messages = (program: Program) =>
  program.stderr.map((line) =>
    line.startsWith('{') ? (JSON.parse(line) as { msg: string; address?: string }) : { msg: line },
  )
const listening = (program: Program) =>
  messages(program)
    .filter(({ msg }) => msg === 'listening')
    .map(({ address }) => address)
const args = (...more: string[]) => [
  '--data',
  join(folder, 'data'),
  '--listen',
  '127.0.0.1:0',
  '--socket',
  socket,
  ...more,
]

async function started(...more: string[]): Promise<Program> {
  const program = new Program('audit-traild', args(...more))
  await program.until(() => listening(program).length === 2, 'the addresses')
  return program
}

test.each(['SIGTERM', 'SIGINT'] as const)('on %s it ends with 0 and leaves no socket', async (signal) => {
  await using program = await started()
  expect(listening(program)).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), `unix:${socket}`])
  expect([(await stat(socket)).mode & 0o777, (await stat(join(folder, 'data'))).mode & 0o777]).toEqual([0o600, 0o700])
  expect(await program.kill(signal)).toBe(0)
  expect([existsSync(socket), program.stdout]).toEqual([false, []])
})

test('what was acknowledged before the end is there after the next start', async () => {
  const post = async (id: string) => {
    const sender = senderTo(socket)
    const { status } = await sender.post('/v1/events', JSON.stringify({ id, action: 'A', actor: { id: 'u' } }))
    const { body } = await sender.get('/v1/search?filter=action:A')
    sender.close()
    return [status, (JSON.parse(body) as { events: { id: string }[] }).events.map((event) => event.id)]
  }
  await using first = await started()
  expect(await post('one')).toEqual([200, ['one']])
  expect(await first.kill('SIGTERM')).toBe(0)
  await using second = await started()
  expect(await post('two')).toEqual([200, ['two', 'one']])
  expect(await second.kill('SIGTERM')).toBe(0)
})

test('open connections do not keep it from ending', async () => {
  await using program = await started()
  const sender = senderTo(socket)
  const stream = await sender.stream('/v1/export')
  stream.resume()
  const web = new WebSocket(`ws+unix:${socket}:/ws`)
  await once(web, 'message')
  const [closed] = await Promise.all([once(web, 'close'), program.kill('SIGTERM').then((code) => expect(code).toBe(0))])
  expect(closed[0]).toBe(1001)
  sender.close()
})

test('questions that take long do not keep it from ending', async () => {
  await using program = await started()
  const sender = senderTo(socket)
  const event = { action: 'A', actor: { id: 'u' }, details: { note: 'some text that goes on '.repeat(10) } }
  await sender.post('/v1/events', JSON.stringify(Array(2000).fill(event)))
  const web = new WebSocket(`ws+unix:${socket}:/ws`)
  await once(web, 'message')
  const filter = Array.from({ length: 1600 }, (_, i) => `-zq${i}x`).join(' ')
  for (let id = 1; id <= 8; id++) web.send(JSON.stringify({ id, method: 'count', params: { filter } }))
  web.send(JSON.stringify({ id: 9, method: 'status' }))
  await once(web, 'message')
  expect(await program.kill('SIGTERM')).toBe(0)
  sender.close()
})

test('a socket that a killed daemon left is replaced', async () => {
  await using first = await started()
  await first.kill('SIGKILL')
  expect(existsSync(socket)).toBe(true)
  await using second = await started()
  expect(await second.kill('SIGTERM')).toBe(0)
})

test('a socket that is answered on is refused, naming who answers', async () => {
  await using first = await started()
  await using second = new Program('audit-traild', [
    '--data',
    join(folder, 'other'),
    '--listen',
    'off',
    '--socket',
    socket,
  ])
  expect(await second.ended).toBe(1)
  expect(messages(second).at(-1)!.msg).toMatch(
    new RegExp(`^Cannot listen on ${socket}: process ${first.child.pid} \\(.*main\\.js.*\\) answers on it`),
  )
  expect((await senderTo(socket).get('/healthz')).status).toBe(200)
})

test.each([
  [
    'a path that is too long',
    () => ['--socket', join(folder, 'x'.repeat(120))],
    /the path has \d+ bytes, a Unix socket's may have \d+/,
  ],
  ['a file that is no socket', () => ['--socket', join(folder, 'file')], /there is a file that is no socket/],
])('%s is refused with 1', async (_, place, message) => {
  await writeFile(join(folder, 'file'), 'precious')
  await using program = new Program('audit-traild', args(...place()))
  expect(await program.ended).toBe(1)
  expect(messages(program).at(-1)!.msg).toMatch(message)
})

test('an address that is taken is refused with 1, and nothing stays behind', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  await using program = new Program('audit-traild', args('--listen', `127.0.0.1:${port}`))
  expect(await program.ended).toBe(1)
  expect(messages(program).at(-1)!.msg).toBe(`Cannot listen on 127.0.0.1:${port}: another process listens there`)
  expect(existsSync(socket)).toBe(false)
  taken.close()
})

test('a second daemon on the same data is refused with 1, and told who holds it', async () => {
  await using first = await started()
  await using second = new Program('audit-traild', [
    '--data',
    join(folder, 'data'),
    '--listen',
    'off',
    '--socket',
    join(folder, 't'),
  ])
  expect(await second.ended).toBe(1)
  const said = messages(second).at(-1)!.msg
  expect(said).toMatch(/process (\d+ )?holds it$/)
  // Where the system tells who it is.
  if (/\d+ holds it$/.test(said)) expect(said).toContain(`process ${first.child.pid} holds it`)
  expect(await first.kill('SIGTERM')).toBe(0)
})

test.each([[['--shoe']], [['--retention', 'ever']], [['surplus']], [['--config', '/nowhere/config.yaml']]])(
  '%j is wrong usage, 2',
  async (wrong) => {
    await using program = new Program('audit-traild', args(...wrong))
    expect(await program.ended).toBe(2)
    expect(program.stderr.join('\n')).not.toBe('')
  },
)

test.each([
  ['--help', /--retention <duration>/],
  ['--version', /^\d+\.\d+\.\d+/],
])('%s tells and ends with 0', async (flag, wanted) => {
  await using program = new Program('audit-traild', [flag])
  expect([await program.ended, program.stdout.join('\n')]).toEqual([0, expect.stringMatching(wanted)])
})

test('on SIGHUP the configuration is read again; a bad one leaves the old', async () => {
  const file = join(folder, 'config.yaml')
  await writeFile(file, 'workspace: before\n')
  await using program = await started('--config', file)
  const sender = senderTo(socket)
  const workspace = async (id: string) => {
    await sender.post('/v1/events', JSON.stringify({ id, action: 'A', actor: { id: 'u' } }))
    const { body } = await sender.get(`/v1/search?filter=id:${id}`)
    return (JSON.parse(body) as { events: { workspace: string }[] }).events[0]!.workspace
  }
  expect(await workspace('one')).toBe('before')
  await writeFile(file, 'workspace: after\nlisten: 127.0.0.1:1\n')
  program.child.kill('SIGHUP')
  await program.until(() => messages(program).some(({ msg }) => msg === 'configuration read again'), 'the reload')
  expect(await workspace('two')).toBe('after')
  await writeFile(file, 'shoe: 1\n')
  program.child.kill('SIGHUP')
  await program.until(
    () => messages(program).some(({ msg }) => /unknown key, shoe; going on with the old one/.test(msg)),
    'the refusal',
  )
  expect(await workspace('three')).toBe('after')
  sender.close()
  expect(await program.kill('SIGTERM')).toBe(0)
})

test('a demo daemon ends when its parent closes its standard input', async () => {
  const child = spawn(process.execPath, [join(PROJECT, 'dist/daemon/main.js'), ...args('--demo')], {
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  await once(child.stderr!, 'data')
  child.stdin!.end()
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('a data folder that is open to others is closed', async () => {
  await mkdir(join(folder, 'data'), { mode: 0o755 })
  await using program = await started()
  expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700)
  expect(await program.kill('SIGTERM')).toBe(0)
})

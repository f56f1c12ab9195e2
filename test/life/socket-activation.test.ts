import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { passedSockets } from '#daemon/service/passed-sockets.js'
import { senderTo } from '../support/post.js'
import { Program } from '../support/program.js'
import { hasProgram, ServiceManager } from '../support/socket-activation.js'

let folder: string
let socket: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'at-'))
  socket = join(folder, 's')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const LISTENING = /"msg":"listening"/
const managed = (mode = '0600') => new ServiceManager(socket, mode, ['--data', join(folder, 'data')])

test('sockets are taken when they were meant for this process', () => {
  const env = { LISTEN_PID: '7', LISTEN_FDS: '2', LISTEN_FDNAMES: 'http:' }
  expect(passedSockets(env, 7)).toEqual([
    { fd: 3, name: 'http' },
    { fd: 4, name: 'unknown' },
  ])
  expect(passedSockets(env, 8)).toEqual([])
  for (const LISTEN_FDS of ['', '-1', '1e3', '0x2', undefined])
    expect(passedSockets({ ...env, LISTEN_FDS }, 7)).toEqual([])
  expect(passedSockets({}, 7)).toEqual([])
})

/** It opens the sockets and passes them on. */
const needsPerl = { skip: !hasProgram('perl') }

test('it serves on the sockets it is passed, and on no others', needsPerl, async () => {
  await using manager = managed()
  await manager.until(LISTENING, 2)
  const { port } = manager.daemon
  const addresses = manager.lines.flatMap((line) => /"address":"([^"]+)"/.exec(line)?.[1] ?? [])
  expect(addresses).toEqual([`http://127.0.0.1:${port}`, `unix:${socket}`])
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
  expect((await fetch(`http://127.0.0.1:${port}/v1/search`)).status).toBe(401)
  const sender = senderTo(socket)
  expect((await sender.get('/v1/search')).status).toBe(200)
  sender.close()
  expect(existsSync(join(folder, 'data/audit-trail.sock'))).toBe(false)
})

test('a passed Unix socket that everybody may open is refused, and serves nobody', needsPerl, async () => {
  await using manager = managed('0666')
  const sent = new Promise<string>((resolve) => {
    let answer = ''
    const attempt = () =>
      connect(socket)
        .on('error', () => setTimeout(attempt, 5))
        .on('connect', function (this: ReturnType<typeof connect>) {
          this.write('GET /v1/search HTTP/1.1\r\nhost: a\r\n\r\n')
        })
        .on('data', (data) => (answer += data))
        .on('close', (failed) => failed || resolve(answer))
    attempt()
  })
  await manager.until(/^ended \d+ with 1$/)
  expect(manager.lines.join('\n')).toMatch(
    /Cannot listen on the socket passed as 4: everybody may open .* \(mode 0666\) and would be owner; its unit needs SocketMode=0600/,
  )
  expect(await Promise.race([sent, new Promise((resolve) => setTimeout(resolve, 100, ''))])).toBe('')
})

test(
  'an upgrade in place loses no event, repeats none, refuses no connection, and a tail goes on where it was',
  needsPerl,
  async () => {
    await using manager = managed()
    await manager.until(LISTENING, 2)
    const refused: string[] = []
    let over = false
    const wanted: string[] = []

    const post = async (id: string) => {
      for (;;) {
        const sender = senderTo(socket)
        try {
          const answer = await sender.post('/v1/events', JSON.stringify({ id, action: 'A', actor: { id: 'u' } }))
          if (answer.status === 200) return
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') refused.push(id)
        } finally {
          sender.close()
        }
      }
    }
    const ingest = async (name: string) => {
      for (let i = 0; !over; i++) {
        wanted.push(`${name}-${i}`)
        await post(`${name}-${i}`)
      }
    }
    const ask = async () => {
      while (!over) {
        await fetch(`http://127.0.0.1:${manager.daemon.port}/healthz`, { headers: { connection: 'close' } }).catch(
          (error: { cause?: { code?: string } }) => error.cause?.code === 'ECONNREFUSED' && refused.push('tcp'),
        )
      }
    }
    await post('first')
    await using tail = new Program('audit-trail', [
      'tail',
      '-n',
      '1',
      '-o',
      'json',
      '--connect',
      `unix:${socket}`,
      'action:A',
    ])
    await tail.until(() => tail.stdout.length > 0, 'the first event')
    const working = [ingest('a'), ingest('b'), ask()]
    for (let restart = 1; restart <= 3; restart++) {
      const before = wanted.length
      while (wanted.length < before + 50) await new Promise((resolve) => setTimeout(resolve, 5))
      process.kill(manager.daemon.pid, 'SIGTERM')
      await manager.until(LISTENING, 2 + 2 * restart)
    }
    over = true
    await Promise.all(working)
    expect(refused).toEqual([])
    expect(manager.count(/^ended \d+ with 0$/)).toBe(3)

    await tail.until(() => tail.stdout.length >= wanted.length + 1, 'the last event')
    const told = tail.stdout.map((line) => JSON.parse(line) as { id: string; seq: number })
    expect(told.map(({ id }) => id).toSorted()).toEqual(['first', ...wanted].toSorted())
    const seqs = told.map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
  },
)

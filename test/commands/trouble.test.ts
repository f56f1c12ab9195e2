import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { beforeEach, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { codecFor } from '#protocol/codec.js'
import { encodeCursor } from '#protocol/cursor.js'
import { Program } from '../support/program.js'
import { run } from '../support/run.js'

let folder: string
let socket: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-trail-trouble-'))
  socket = join(folder, 'fake.sock')
  return () => rm(folder, { recursive: true, force: true })
})

/** A daemon that answers as a test wants, where a real one would only after days or by chance. */
async function fakeDaemon(answer: RequestListener) {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  return { server, [Symbol.dispose]: () => void server.close().closeAllConnections() }
}

const event = (seq: number) => ({
  ...{ id: `e${seq}`, seq, timestamp: '2026-11-20T12:00:00.000Z', receivedAt: '2026-11-20T12:00:00.000Z' },
  ...{ workspace: 'acme', action: 'Source Created', area: 'Sources', outcome: 'success' },
  ...{ actor: { type: 'user', id: 'alice' }, resource: {}, details: {} },
})

/** What the client asks for; each subscription is answered by the next list of frames. */
async function fakeTrail(...answers: object[][]) {
  const daemon = await fakeDaemon((_, response) => response.end())
  const asked: unknown[] = []
  const sockets = new WebSocketServer({ server: daemon.server, handleProtocols: (offered) => [...offered][0]! })
  sockets.on('connection', (connection) => {
    const codec = codecFor(connection.protocol)
    const send = (message: object) => connection.send(codec.encode(message))
    send({
      hello: {
        version: 1,
        daemon: '0',
        trail: 't',
        epoch: 'e',
        role: 'owner',
        workspace: 'w',
        first: 1,
        last: 9,
        events: 9,
      },
    })
    connection.on('message', (data) => {
      const { id, method, params } = codec.decode(data as Buffer, 1e6) as {
        id: number
        method: string
        params: unknown
      }
      if (method !== 'subscribe') return send({ id, result: {} })
      asked.push(params)
      for (const frame of answers.shift() ?? []) send({ id, ...frame })
    })
  })
  return {
    asked,
    [Symbol.dispose]() {
      sockets.close()
      daemon[Symbol.dispose]()
    },
  }
}

const cursor = (seq: number) => encodeCursor({ kind: 'seq', trail: 't', epoch: 'e', seq })
const tailOf = () => new Program('audit-trail', ['tail', '--connect', `unix:${socket}`])

test('a tail says what is missing, and goes on', async () => {
  using _ = await fakeTrail([
    { events: [event(1)], cursor: cursor(1) },
    { gap: { from: 2, to: 5001, count: 5000, reason: 'retention' }, cursor: cursor(5001) },
    { events: [event(5002)], cursor: cursor(5002) },
  ])
  await using tail = tailOf()
  await tail.until(() => tail.stdout.length === 2, 'both events')
  await tail.kill('SIGTERM')
  expect(tail.stderr.join('\n')).toContain('5,000 events from seq 2 to 5001 are not there: past the retention limit')
})

test('a tail whose trail has become another one says so, and begins anew', async () => {
  using trail = await fakeTrail(
    [{ events: [event(7)], cursor: cursor(7) }, { error: { type: 'unknown-cursor', message: 'Cannot continue' } }],
    [{ events: [event(1)], cursor: cursor(1) }],
  )
  await using tail = tailOf()
  await tail.until(() => tail.stdout.length === 2, 'the first event of the new trail')
  await tail.kill('SIGTERM')
  expect(tail.stderr.join('\n')).toContain('another trail')
  expect(trail.asked).toMatchObject([{ backlog: 10 }, { backlog: 10 }])
})

test('an import waits while the daemon is busy, as long as that says', async () => {
  const times: number[] = []
  const bodies: string[] = []
  using _ = await fakeDaemon(async (request: IncomingMessage, response) => {
    times.push(Date.now())
    bodies.push(await text(request))
    if (times.length < 3) response.writeHead(times.length === 1 ? 503 : 429, { 'retry-after': '1' }).end()
    else response.end(JSON.stringify({ accepted: 1, duplicates: 0, rejected: [] }))
  })
  const done = await run(['import', '--connect', `unix:${socket}`], { input: '{"one":"line"}\n' })
  expect(done).toMatchObject({ code: 0 })
  expect(new Set(bodies)).toEqual(new Set(['{"one":"line"}\n']))
  expect(times[2]! - times[0]!).toBeGreaterThanOrEqual(1900)
})

test('an import whose daemon goes away says how far it came', async () => {
  let asked = 0
  using _ = await fakeDaemon(async (request: IncomingMessage, response) => {
    await text(request)
    if (++asked === 2) response.destroy()
    else response.end(JSON.stringify({ accepted: 5000, duplicates: 0, rejected: [] }))
  })
  const lost = await run(['import', '--connect', `unix:${socket}`], { input: '{}\n'.repeat(8000) })
  expect(lost.code).toBe(3)
  expect(lost.stderr).toContain('-: all up to line 5000 was sent; of line 5001 and later nothing is sure')
})

test('an export from which rows were deleted meanwhile fails, and says how many', async () => {
  const headers = {
    'audit-trail-as-of': '3',
    'audit-trail-total': '3',
    'audit-trail-now': '1',
    'audit-trail-trail': 't',
    'audit-trail-epoch': 'e',
  }
  using _ = await fakeDaemon((_request, response) => {
    response.writeHead(200, headers).end(`${JSON.stringify(event(3))}\n${JSON.stringify(event(1))}\n`)
  })
  const file = join(folder, 'out.ndjson')
  const lacking = await run(['export', '--connect', `unix:${socket}`, '-o', file])
  expect(lacking.code).toBe(1)
  expect(lacking.stderr).toContain('1 of 3 rows were deleted meanwhile')
  expect((await readFile(`${file}.part`, 'utf8')).split('\n')).toHaveLength(3)
  await expect(readFile(file)).rejects.toThrow('ENOENT')
  const toStdout = await run(['export', '-f', 'ndjson', '--connect', `unix:${socket}`])
  expect(toStdout).toMatchObject({ code: 1 })
  expect(toStdout.stdout.split('\n')).toHaveLength(3)
})

test('an answer that no daemon gives is our mistake, and ends with 70 and where it was made', async () => {
  using _ = await fakeTrail()
  const crashed = await run(['search', '--connect', `unix:${socket}`])
  expect(crashed).toMatchObject({ code: 70, stdout: '' })
  expect(crashed.stderr).toMatch(/a mistake in the program\nTypeError[\s\S]*\n {4}at /)
})

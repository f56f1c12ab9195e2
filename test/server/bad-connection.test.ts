import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type RunningDaemon, runDaemon } from '../support/running-daemon.js'

let running: RunningDaemon
let token: string
beforeAll(async () => {
  running = await runDaemon()
  token = await running.token('ingest')
})
afterEach(() => {
  expect(running.mistakes).toEqual([])
})
afterAll(() => running[Symbol.asyncDispose]())

const post: RunningDaemon['post'] = (...sent) => running.post(...sent)
const event = (id: string) => ({ id, action: 'A', actor: { id: 'u' } })
const stored = async (id: string) => (await running.events()).filter((found) => found.id === id).length

test('gzip is read; a bomb, a broken one and other encodings are refused', async () => {
  const gzip = { 'content-encoding': 'gzip' }
  expect(await post('/v1/events', gzipSync(JSON.stringify(event('gz'))), gzip)).toMatchObject({
    status: 200,
    body: { accepted: 1 },
  })
  expect(await post('/v1/batch', gzipSync('{"batch":[]}'), gzip)).toMatchObject({ status: 200 })
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 0x20))
  expect(await post('/v1/events', bomb, gzip)).toMatchObject({ status: 413, body: { errors: [{ type: 'too-large' }] } })
  expect((await post('/v1/events', 'not gzip', gzip)).status).toBe(400)
  expect((await post('/v1/events', '[]', { 'content-encoding': 'br' })).status).toBe(400)
})

test('a body above 16 MiB is answered 413, announced or not', async () => {
  const big = `["${'x'.repeat(17 * 1024 * 1024)}"]`
  expect((await post('/v1/events', big)).status).toBe(413)
  const chunks = new ReadableStream({
    start(controller) {
      for (let i = 0; i < 17; i++) controller.enqueue(new Uint8Array(1024 * 1024).fill(0x20))
      controller.close()
    },
  })
  const response = await fetch(`${running.url}/v1/events`, {
    method: 'POST',
    body: chunks,
    headers: { authorization: `Bearer ${token}` },
    duplex: 'half',
  } as RequestInit)
  expect(response.status).toBe(413)
})

test('after a body that is too long the connection is as good as before', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const send = async (method: string, path: string, chunks: readonly Buffer[]) => {
    const sent = request(running.url + path, { agent, method, headers: { authorization: `Bearer ${token}` } })
    for (const chunk of chunks) sent.write(chunk)
    sent.end()
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    await response.resume().toArray()
    if (!sent.writableFinished) await once(sent, 'finish')
    return [response.statusCode, sent.reusedSocket]
  }
  expect(await send('POST', '/v1/events', Array<Buffer>(40).fill(Buffer.alloc(1024 * 1024, 0x20)))).toEqual([
    413,
    false,
  ])
  expect(await send('GET', '/healthz', [])).toEqual([200, true])
  agent.destroy()
})

test('a client that hangs up in the middle stores nothing and disturbs nobody', async () => {
  const body = JSON.stringify(event('half'))
  const socket = connect(Number(new URL(running.url).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.write(
    `POST /v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, -5)}`,
  )
  await new Promise((resolve) => socket.write('', resolve))
  socket.resetAndDestroy()
  expect(await post('/v1/events', JSON.stringify(event('whole')))).toMatchObject({ status: 200 })
  expect([await stored('half'), await stored('whole')]).toEqual([0, 1])
})

test('a body without a type is JSON', async () => {
  const bare = await raw(
    `POST /v1/events HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ${token}\r\ncontent-length: 2\r\n\r\n[]`,
  )
  expect(bare).toMatch(/^HTTP\/1\.1 200/)
})

test('what is not HTTP is answered 400 with a body like any other error', async () => {
  const answer = await raw('HELLO\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request/)
  expect(answer).toMatch(/\{"errors":\[\{"type":"invalid-request"/)
  expect(await raw(`GET /healthz HTTP/1.1\r\nhost: x\r\nlong: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 431/,
  )
  expect(await raw(`GET /%ZZ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 401/)
  expect(
    await raw(`GET /%ZZ HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ${token}\r\n\r\n`),
  ).toMatch(/^HTTP\/1\.1 400/)
  expect(await raw('GET // HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')).toMatch(
    /^HTTP\/1\.1 401/,
  )
})

async function raw(text: string): Promise<string> {
  const socket = connect(Number(new URL(running.url).port), '127.0.0.1')
  socket.end(text)
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return answer
}

test('bodies of senders that are not known yet are held up to a bound, which troubles nobody who brings a token', async () => {
  const MIB = 1024 * 1024
  await using small = await runDaemon({ maxBodyBytes: MIB })
  const known = await small.token('ingest')
  const body = (writeKey: string) => JSON.stringify({ batch: [], writeKey, padding: 'x'.repeat(0.9 * MIB) })
  const send = (headers: Record<string, string> = {}) =>
    request(`${small.url}/v1/batch`, { method: 'POST', headers }).on('error', () => {})
  const ask = async (headers: Record<string, string>, whole: string | Buffer) => {
    const sent = send(headers)
    sent.end(whole)
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    response.resume()
    return [response.statusCode, response.headers['retry-after']]
  }
  const authorization = `Bearer ${known}`
  // Five times nine tenths of the longest body are more than four of them; nobody ends theirs.
  const waiting = Array.from({ length: 5 }, () => {
    const sent = send()
    sent.write(body(known).slice(0, -1))
    return sent
  })
  const [refused] = (await Promise.race(waiting.map((sent) => once(sent, 'response')))) as [IncomingMessage]
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1'])
  const bomb = gzipSync(body(known))
  expect(await ask({ 'content-encoding': 'gzip' }, bomb)).toEqual([503, '1'])
  expect(await ask({}, body(known))).toEqual([503, '1'])
  expect(await ask({ authorization }, body('none'))).toEqual([200, undefined])
  expect(await ask({ authorization, 'content-encoding': 'gzip' }, bomb)).toEqual([200, undefined])

  for (const sent of waiting) sent.destroy()
  await vi.waitFor(async () => expect(await ask({}, body(known))).toEqual([200, undefined]))
  expect(await ask({ 'content-encoding': 'gzip' }, bomb)).toEqual([200, undefined])
  expect(await ask({}, body('none'))).toEqual([401, undefined])
  expect(small.mistakes).toEqual([])
})

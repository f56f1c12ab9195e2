import { getEventListeners, once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { retryAfterMs } from '#daemon/forward/outbound/answer.js'
import { type HttpOptions, openHttp } from '#daemon/forward/outbound/http.js'
import { selfSigned } from '../../support/certificate.js'
import { type Behaviour, startReceiver } from '../../support/receiver.js'

const never = new AbortController().signal
const NOW = Date.parse('2026-11-20T14:30:00Z')

function openTo(url: string, changes: Partial<HttpOptions> = {}) {
  const settings = { allowPrivate: ['127.0.0.1'], timeoutMs: 5000 }
  return openHttp({ url: new URL(url), settings, secrets: [], now: () => NOW, ...changes })
}

async function outcomeOf(behaviour: Behaviour, changes: Partial<HttpOptions> = {}) {
  await using receiver = await startReceiver()
  receiver.will(behaviour)
  const http = openTo(receiver.url, changes)
  try {
    return await http.post('[]', {}, never)
  } finally {
    await http.close()
  }
}

const EXPECTED: readonly [status: number, result: string][] = [
  ...[200, 201, 202, 204, 299].map((status): [number, string] => [status, 'delivered']),
  ...[400, 413, 422].map((status): [number, string] => [status, 'refused']),
  [410, 'gone'],
  ...[300, 301, 302, 304, 308, 401, 402, 403, 404, 405, 408, 409, 415, 418, 421, 425, 429, 431, 451].map(
    (status): [number, string] => [status, 'retry'],
  ),
  ...[500, 501, 502, 503, 504, 505, 511, 599, 999].map((status): [number, string] => [status, 'retry']),
]

test('a status says what became of a batch', async () => {
  for (const [status, result] of EXPECTED) {
    const outcome = await outcomeOf({ answer: status })
    expect(outcome, String(status)).toMatchObject({ result, ...(result !== 'delivered' && { code: String(status) }) })
  }
})

test('Retry-After is read as seconds and as a date, and is no time where it is neither', () => {
  expect(retryAfterMs('120', NOW)).toBe(120_000)
  expect(retryAfterMs('0', NOW)).toBe(0)
  expect(retryAfterMs('Fri, 20 Nov 2026 14:31:00 GMT', NOW)).toBe(60_000)
  expect(retryAfterMs('Friday, 20-Nov-26 14:31:00 GMT', NOW)).toBe(60_000)
  expect(retryAfterMs('Fri Nov 20 14:31:00 2026 GMT', NOW)).toBe(60_000)
  expect(retryAfterMs('Fri, 20 Nov 2026 14:29:00 GMT', NOW)).toBe(0)
  for (const text of ['', 'soon', '-5', '1.5', '1e9', '99999999999999999999', 'Fri, 99 Nov 2026', undefined]) {
    expect(retryAfterMs(text, NOW), text).toBeUndefined()
  }
})

test('what does not speak HTTP, or another version of it, is tried again', async () => {
  for (const raw of [
    'SSH-2.0-OpenSSH_9.6\r\n',
    Buffer.alloc(1000),
    '',
    `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(70_000)}`,
  ]) {
    expect(await outcomeOf({ raw })).toMatchObject({
      result: 'retry',
      code: expect.stringMatching(/^(HPE_|ECONNRESET)/),
    })
  }
  const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'
  expect(await outcomeOf({ raw: upgrade })).toMatchObject({ result: 'retry' })
})

test('an answer before the request was read counts', async () => {
  await using server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const http = openTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  expect(await http.post('x'.repeat(1_000_000), {}, never)).toMatchObject({ result: 'refused', code: '413' })
  await http.close()
})

test('a success whose body never ends is a success, and the rest is not read', async () => {
  await using receiver = await startReceiver()
  receiver.will({ answer: 200, body: Buffer.alloc(10 << 20, 'x') })
  const seen: number[] = []
  const http = openTo(receiver.url, { judge: ({ body }) => void seen.push(body.length) })
  expect(await http.post('[]', {}, never)).toEqual({ result: 'delivered' })
  expect(seen).toEqual([64 * 1024])
  await expect.poll(() => receiver.connections).toBe(0)
  await http.close()
})

test('a connection is kept, and one the receiver closed in between costs no failure', async () => {
  await using receiver = await startReceiver()
  const http = openTo(receiver.url)
  for (let i = 0; i < 5; i++) expect(await http.post('[]', {}, never)).toEqual({ result: 'delivered' })
  expect(receiver.accepted).toBe(1)
  receiver.will('reset-early')
  expect(await http.post('[]', {}, never)).toEqual({ result: 'delivered' })
  expect(receiver.accepted).toBe(2)
  // A second connection that is reset is no accident of the first.
  receiver.will('reset-early', 'reset-early')
  expect(await http.post('[]', {}, never)).toMatchObject({ result: 'retry', code: 'ECONNRESET' })
  await http.close()
})

test('nothing is left behind on a signal that outlives many attempts', async () => {
  await using receiver = await startReceiver()
  receiver.will({ answer: 200 }, { answer: 500 }, 'reset', { breakOff: 200 })
  const { signal } = new AbortController()
  const http = openTo(receiver.url)
  for (let i = 0; i < 4; i++) await http.post('[]', {}, signal)
  expect(getEventListeners(signal, 'abort')).toEqual([])
  await http.close()
})

test('closing ends what is under way, and nothing is sent afterwards', async () => {
  await using receiver = await startReceiver()
  receiver.will('hang')
  const http = openTo(receiver.url)
  const sent = http.post('[]', {}, never)
  await receiver.until(1)
  await http.close()
  expect(await sent).toMatchObject({ result: 'retry', code: 'ECONNABORTED' })
  await expect(http.post('[]', {}, never)).rejects.toThrow('closed')
  await expect.poll(() => receiver.connections).toBe(0)
})

test('unencrypted, it goes only where allowPrivate says', async () => {
  const http = openTo('http://receiver.invalid', { settings: {} })
  expect(await http.post('[]', {}, never)).toMatchObject({
    result: 'retry',
    code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
  })
  const literal = openTo('http://8.8.8.8', { settings: {} })
  expect(await literal.post('[]', {}, never)).toMatchObject({
    code: 'ADDRESS_REFUSED',
    message: expect.stringContaining('unencrypted'),
  })
})

test('an environment that turns verification off changes nothing', async () => {
  await using receiver = await startReceiver({ tls: selfSigned() })
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  try {
    const http = openTo(receiver.url)
    expect(await http.post('[]', {}, never)).toMatchObject({ result: 'retry', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    await http.close()
  } finally {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
  }
})

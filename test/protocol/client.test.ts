import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type Client, type ConnectionState, type ConnectOptions, connect } from '#protocol/client.js'
import { TrailError } from '#protocol/error.js'
import type { Progress } from '#protocol/progress.js'
import { ScriptedDaemon } from './scripted-daemon.js'

const clients: Client[] = []
afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())))

async function connected(daemon: ScriptedDaemon, options: Partial<ConnectOptions> = {}): Promise<Client> {
  const client = await connect({ url: daemon.url, now: Date.now, random: () => 0.002, ...options })
  clients.push(client)
  return client
}

const reached = (client: Client, kind: ConnectionState['kind']) =>
  new Promise<ConnectionState>((resolve) => {
    if (client.state.kind === kind) resolve(client.state)
    const stop = client.onState((state) => {
      if (state.kind !== kind) return
      stop()
      resolve(state)
    })
  })

const failure = (promise: Promise<unknown>): Promise<TrailError> =>
  promise.then(
    () => Promise.reject(new Error('it went well')),
    (error: unknown) => (error instanceof TrailError ? error : Promise.reject(error)),
  )

describe.each(['msgpack', 'json'] as const)('over %s', (codec) => {
  test('a call is answered with its result, or the error of the daemon', async () => {
    await using daemon = await ScriptedDaemon.listen({
      asked: (peer, { id, method, params }) =>
        method === 'count'
          ? peer.send({ id, result: { count: 3, asOf: 9, params } })
          : peer.send({ id, error: { type: 'not-found', message: 'Cannot find it', field: 'name' } }),
    })
    const client = await connected(daemon, { codec, token: 's3cret' })
    expect(client.state).toMatchObject({ kind: 'open', hello: { trail: 't', role: 'owner' } })
    expect(daemon.peers[0]!.authorization).toBe('Bearer s3cret')
    expect(daemon.peers[0]!.socket.protocol).toBe(`audit-trail.v1.${codec}`)
    expect(await client.call('count', { filter: 'x' })).toEqual({ count: 3, asOf: 9, params: { filter: 'x' } })
    expect(await failure(client.call('tokens.revoke', { name: 'n' }))).toMatchObject({
      type: 'not-found',
      message: 'Cannot find it',
      options: { field: 'name' },
    })
  })
})

test('who asks for it is told how far the answer is, until it comes', async () => {
  await using daemon = await ScriptedDaemon.listen({
    asked(peer, { id, params }) {
      for (const done of [0, 5]) peer.send({ id, progress: { done, of: 9 } })
      peer.send({ id, result: { count: 3, asOf: 9, params } })
    },
  })
  const client = await connected(daemon)
  const told: Progress[] = []
  const answer = await client.call('count', { filter: 'x' }, undefined, (progress) => told.push(progress))
  expect(answer).toEqual({ count: 3, asOf: 9, params: { filter: 'x', progress: true } })
  expect(told).toEqual([
    { done: 0, of: 9 },
    { done: 5, of: 9 },
  ])
})

test('answers find their calls in any order', async () => {
  const waiting: number[] = []
  await using daemon = await ScriptedDaemon.listen({
    asked(peer, { id }) {
      waiting.push(id)
      if (waiting.length === 3) for (const id of waiting.reverse()) peer.send({ id, result: { count: id, asOf: 0 } })
    },
  })
  const client = await connected(daemon)
  const counts = await Promise.all([1, 2, 3].map(() => client.call('count', {})))
  expect(counts.map(({ count }) => count)).toEqual([...waiting].reverse())
})

test('a call that is given up rejects with the reason, and its late answer hurts nobody', async () => {
  await using daemon = await ScriptedDaemon.listen({
    asked(peer, { id, method }) {
      if (method === 'status') peer.send({ id: id - 1, result: {} })
      if (method === 'status') peer.send({ id, result: {} })
    },
  })
  const client = await connected(daemon)
  const giveUp = new AbortController()
  const call = client.call('count', {}, giveUp.signal)
  giveUp.abort(new Error('never mind'))
  await expect(call).rejects.toThrow('never mind')
  await expect(client.call('count', {}, giveUp.signal)).rejects.toThrow('never mind')
  expect(await client.call('status', {})).toEqual({})
})

test('over a Unix socket', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'client-'))
  try {
    await using daemon = await ScriptedDaemon.listen({}, join(folder, 'a b:c.sock'))
    expect((await connected(daemon)).state.kind).toBe('open')
  } finally {
    await rm(folder, { recursive: true })
  }
})

describe('where the daemon cannot be reached', () => {
  test('the first attempt fails and says why', async () => {
    const nowhere = connect({ url: 'unix:/nowhere/daemon.sock', now: Date.now })
    expect(await failure(nowhere)).toMatchObject({
      type: 'unavailable',
      message: 'Cannot reach the daemon at unix:/nowhere/daemon.sock: connect ENOENT /nowhere/daemon.sock',
    })
  })

  test('it is tried for ever where that is wished, ever later, and at once when asked', async () => {
    const client = await connect({ url: 'ws://127.0.0.1:9', firstAttempt: 'retry', now: () => 5000, random: () => 1 })
    clients.push(client)
    const waiting = await reached(client, 'waiting')
    expect(waiting).toMatchObject({ attempt: 2, retryAtMs: 5500, error: { type: 'unavailable' } })
    expect(await failure(client.call('status', {}))).toMatchObject({ type: 'unavailable' })
    client.reconnectNow()
    expect(client.state).toEqual({ kind: 'connecting', attempt: 2 })
    expect(await reached(client, 'waiting')).toMatchObject({ attempt: 3, retryAtMs: 6000 })
  })

  test('a server that is no daemon is told apart', async () => {
    await using daemon = await ScriptedDaemon.listen({})
    const other = connect({ url: `${daemon.url}/elsewhere`, now: Date.now })
    expect((await failure(other)).message).toMatch(/it answered 400 Bad Request$/)
  })

  test('a daemon that greets with nonsense is not believed', async () => {
    await using daemon = await ScriptedDaemon.listen({
      hello: 'none',
      connected: ({ socket }) => socket.send(Buffer.from('c1', 'hex')),
    })
    expect((await failure(connect({ url: daemon.url, now: Date.now }))).message).toContain('Cannot read the message')
  })
})

describe('a refusal is final', () => {
  test.each([
    [4401, 'unauthorized'],
    [4403, 'forbidden'],
    [4409, 'invalid-request'],
  ])('%i is %s', async (code, type) => {
    await using daemon = await ScriptedDaemon.listen({ hello: 'none', connected: ({ socket }) => socket.close(code) })
    expect(await failure(connect({ url: daemon.url, now: Date.now }))).toMatchObject({ type })
    const client = await connected(daemon, { firstAttempt: 'retry' })
    expect(await reached(client, 'closed')).toMatchObject({ refused: { type } })
    expect(daemon.peers.length).toBe(2)
  })

  test('so is a daemon of another version, which is told', async () => {
    const codes: number[] = []
    await using daemon = await ScriptedDaemon.listen({
      hello: { version: 2 },
      connected: ({ socket }) => socket.on('close', (code) => codes.push(code)),
    })
    const error = await failure(connect({ url: daemon.url, now: Date.now }))
    expect(error.message).toBe('Cannot talk to the daemon: it speaks version 2 of the protocol, this program 1')
    expect(codes).toEqual([4409])
  })

  test('so is a token that is taken away later; streams end with it', async () => {
    await using daemon = await ScriptedDaemon.listen({ asked: ({ socket }) => socket.close(4401) })
    const client = await connected(daemon)
    const stream = client.subscribe({})[Symbol.asyncIterator]()
    expect(await failure(stream.next())).toMatchObject({ type: 'unauthorized' })
    expect(client.state).toMatchObject({ kind: 'closed', refused: { type: 'unauthorized' } })
  })
})

test('a call under way when the connection breaks is unavailable', async () => {
  await using daemon = await ScriptedDaemon.listen({ asked: ({ socket }) => socket.terminate() })
  const client = await connected(daemon)
  expect(await failure(client.call('count', {}))).toMatchObject({ type: 'unavailable' })
  await reached(client, 'open')
})

test('a connection on which nothing is heard is dead', async () => {
  await using daemon = await ScriptedDaemon.listen({})
  const client = await connected(daemon, { silenceMs: 30 })
  expect(await reached(client, 'waiting')).toMatchObject({
    error: { message: expect.stringContaining('nothing was heard for 0.03 s') },
  })
  await reached(client, 'open')
  expect(daemon.peers.length).toBe(2)
})

test("the daemon's pings keep a connection alive", async () => {
  await using daemon = await ScriptedDaemon.listen({})
  const client = await connected(daemon, { silenceMs: 200 })
  const { socket } = daemon.peers[0]!
  for (let i = 0; i < 8; i++) {
    socket.ping()
    await new Promise((resolve) => socket.once('pong', resolve))
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  expect(client.state.kind).toBe('open')
  expect(daemon.peers.length).toBe(1)
})

describe('close', () => {
  test('ends calls, streams and waits, twice as well as once', async () => {
    await using daemon = await ScriptedDaemon.listen({})
    const client = await connected(daemon)
    const call = failure(client.call('status', {}))
    const stream = client.subscribe({})[Symbol.asyncIterator]()
    const frame = stream.next()
    await Promise.all([client.close(), client.close()])
    expect(await call).toMatchObject({ type: 'unavailable' })
    expect(await frame).toEqual({ value: undefined, done: true })
    expect(client.state).toEqual({ kind: 'closed' })
    await expect(client.call('status', {})).rejects.toThrow('there is no connection')
  })

  test('ends an attempt, and the wait for the next', async () => {
    const nowhere = { url: 'ws://127.0.0.1:9', now: Date.now, random: () => 0.002 } as const
    for (const kind of ['connecting', 'waiting'] as const) {
      const client = await connect({ ...nowhere, firstAttempt: 'retry' })
      await reached(client, kind)
      await client.close()
      // Others try and fail meanwhile; this one would have, too.
      for (let i = 0; i < 5; i++) await failure(connect(nowhere))
      expect(client.state).toEqual({ kind: 'closed' })
    }
  })

  test('is what an aborted signal does', async () => {
    await using daemon = await ScriptedDaemon.listen({ hello: 'none' })
    const stop = new AbortController()
    const attempt = connect({ url: daemon.url, now: Date.now, signal: stop.signal })
    stop.abort(new Error('enough'))
    await expect(attempt).rejects.toThrow('enough')
  })

  test('does not wait for a daemon that does not answer', async () => {
    await using daemon = await ScriptedDaemon.listen({})
    const client = await connected(daemon)
    daemon.peers[0]!.socket.pause()
    await client.close()
  })
})

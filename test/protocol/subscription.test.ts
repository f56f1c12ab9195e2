import { afterEach, describe, expect, test } from 'vitest'
import { type Client, type ConnectOptions, connect } from '#protocol/client.js'
import type { AuditEvent } from '#protocol/event.js'
import type { ClientMessage } from '#protocol/message.js'
import { anEvent } from './an-event.js'
import { type Peer, ScriptedDaemon } from './scripted-daemon.js'

const clients: Client[] = []
afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())))

async function connected(daemon: ScriptedDaemon, options: Partial<ConnectOptions> = {}): Promise<Client> {
  const client = await connect({ url: daemon.url, now: Date.now, random: () => 0.002, ...options })
  clients.push(client)
  return client
}

/** Where a subscription wants to go on: cursors of these tests are seqs. */
const after = ({ params }: ClientMessage) => Number((params as { after?: string }).after ?? 0)

const events = (from: number, to: number): AuditEvent[] =>
  Array.from({ length: to - from + 1 }, (_, i) => anEvent({ seq: from + i }))

async function seqs(client: Client, wanted: number, signal?: AbortSignal): Promise<number[]> {
  const found: number[] = []
  for await (const frame of client.subscribe({ backlog: 2 }, signal)) {
    if ('events' in frame) found.push(...frame.events.map(({ seq }) => seq))
    if (found.length >= wanted) break
  }
  return found
}

const counting = (length: number) => Array.from({ length }, (_, i) => i + 1)

test('a stream goes on exactly where it was, however often the connection breaks', async () => {
  await using daemon = await ScriptedDaemon.listen({
    asked(peer, message) {
      if (message.method !== 'subscribe') return
      const last = after(message)
      // Three frames arrive, of a fourth nobody knows.
      for (let seq = last + 1; seq <= last + 3; seq++)
        peer.send({ id: message.id, events: events(seq, seq), cursor: String(seq) })
      peer.socket.send(Buffer.alloc(0), () => peer.socket.terminate())
    },
  })
  const client = await connected(daemon)
  expect(await seqs(client, 30)).toEqual(counting(30))
  const [first, ...later] = daemon.peers.flatMap(({ asked }) => asked.filter(({ method }) => method === 'subscribe'))
  expect(first!.params).toEqual({ backlog: 2 })
  expect(later.every(({ params }) => Object.keys(params as object).join() === 'after')).toBe(true)
})

test('gaps are told in their place, and resumed behind', async () => {
  await using daemon = await ScriptedDaemon.listen({
    asked(peer, message) {
      if (message.method !== 'subscribe') return
      if (after(message) === 0)
        peer.send({ id: message.id, gap: { from: 1, to: 4, count: 3, reason: 'erased' }, cursor: '4' })
      else peer.send({ id: message.id, events: events(5, 5), cursor: '5' })
      if (after(message) === 0) peer.socket.close(1001)
    },
  })
  const frames: object[] = []
  for await (const frame of (await connected(daemon)).subscribe({})) {
    frames.push(frame)
    if (frames.length === 2) break
  }
  expect(frames).toMatchObject([{ gap: { from: 1, to: 4, count: 3, reason: 'erased' } }, { events: [{ seq: 5 }] }])
})

test('a cursor of another trail is told to the consumer', async () => {
  await using daemon = await ScriptedDaemon.listen({
    asked(peer, message) {
      if (after(message) === 0) {
        peer.send({ id: message.id, events: events(1, 1), cursor: '1' })
        peer.socket.close(1001)
      } else peer.send({ id: message.id, error: { type: 'unknown-cursor', message: 'Cannot continue: another trail' } })
    },
  })
  const client = await connected(daemon)
  await expect(seqs(client, 2)).rejects.toMatchObject({
    type: 'unknown-cursor',
    message: 'Cannot continue: another trail',
  })
  expect(client.state.kind).toBe('open')
})

test('a daemon that is busy, or ends a stream, is asked again', async () => {
  let times = 0
  await using daemon = await ScriptedDaemon.listen({
    asked(peer, message) {
      if (message.method !== 'subscribe') return
      times++
      if (times === 1) peer.send({ id: message.id, error: { type: 'busy', message: 'Cannot now' } })
      else {
        peer.send({
          id: message.id,
          events: events(after(message) + 1, after(message) + 1),
          cursor: String(after(message) + 1),
        })
        peer.send({ id: message.id, end: true, reason: 'complete' })
      }
    },
  })
  expect(await seqs(await connected(daemon), 3)).toEqual([1, 2, 3])
  expect(times).toBeGreaterThanOrEqual(4)
})

test('who stops looking unsubscribes', async () => {
  let tell: (message: ClientMessage) => void
  const unsubscribed = new Promise<ClientMessage>((resolve) => {
    tell = resolve
  })
  await using daemon = await ScriptedDaemon.listen({
    asked(peer, message) {
      if (message.method === 'subscribe') peer.send({ id: message.id, events: events(1, 1), cursor: '1' })
      else tell(message)
    },
  })
  await seqs(await connected(daemon), 1)
  const { id } = daemon.peers[0]!.asked[0]!
  expect(await unsubscribed).toMatchObject({ method: 'unsubscribe', params: { id } })
})

test('a signal ends the wait for a frame with its reason', async () => {
  await using daemon = await ScriptedDaemon.listen({})
  const client = await connected(daemon)
  const stop = new AbortController()
  const waiting = seqs(client, 1, stop.signal)
  stop.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  await expect(seqs(client, 1, stop.signal)).rejects.toThrow('enough')
})

test('frames without events only move the cursor', async () => {
  await using daemon = await ScriptedDaemon.listen({
    asked(peer, message) {
      if (message.method !== 'subscribe') return
      if (after(message) >= 500) {
        peer.send({ id: message.id, events: events(501, 501), cursor: '501' })
        return
      }
      for (let seq = 1; seq <= 500; seq++) peer.send({ id: message.id, events: [], cursor: String(seq) })
      peer.socket.close(1001)
    },
  })
  const client = await connected(daemon)
  expect(await seqs(client, 1)).toEqual([501])
})

describe('a consumer that does not keep up', () => {
  const COUNT = 1000
  const BIG = 'x'.repeat(50_000)

  /** Sends events at the pace of the network; counts what it has sent. */
  async function generousDaemon() {
    const counter = { sent: 0 }
    const stopped = new Set<number>()
    const send = (peer: Peer, id: number, seq: number) => {
      if (seq > COUNT || stopped.has(id) || peer.socket.readyState !== peer.socket.OPEN) return
      peer.send({ id, events: [anEvent({ seq, details: { text: BIG } })], cursor: String(seq) })
      counter.sent++
      const next = () => (peer.socket.bufferedAmount < 1 << 20 ? send(peer, id, seq + 1) : setTimeout(next, 1))
      setImmediate(next)
    }
    const daemon = await ScriptedDaemon.listen({
      asked(peer, message) {
        if (message.method === 'subscribe') send(peer, message.id, after(message) + 1)
        else if (message.method === 'unsubscribe') stopped.add((message.params as { id: number }).id)
        else peer.send({ id: message.id, result: {} })
      },
    })
    /** Resolves when the network takes no more. */
    const stalled = async () => {
      for (let before = -1; before !== counter.sent; ) {
        before = counter.sent
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    }
    return { daemon, counter, stalled }
  }

  test('is waited for, and misses nothing', async () => {
    const { daemon, counter, stalled } = await generousDaemon()
    await using _ = daemon
    const client = await connected(daemon)
    const stream = client.subscribe({})[Symbol.asyncIterator]()
    await stream.next()
    await stalled()
    expect(counter.sent).toBeLessThan(COUNT / 2)
    const rest: number[] = [1]
    while (rest.length < COUNT) rest.push(((await stream.next()).value as { events: AuditEvent[] }).events[0]!.seq)
    expect(rest).toEqual(counting(COUNT))
    await stream.return?.()
  })

  test('gives way to others after a while, and still misses nothing', async () => {
    const { daemon, counter, stalled } = await generousDaemon()
    await using _ = daemon
    const client = await connected(daemon, { patienceMs: 100 })
    const stream = client.subscribe({})[Symbol.asyncIterator]()
    await stream.next()
    await stalled()
    expect(await client.call('status', {})).toEqual({})
    expect(counter.sent).toBeLessThan(COUNT / 2)
    const rest: number[] = [1]
    while (rest.length < COUNT) rest.push(((await stream.next()).value as { events: AuditEvent[] }).events[0]!.seq)
    expect(rest).toEqual(counting(COUNT))
    await stream.return?.()
  })
})

import { once } from 'node:events'
import { Agent, type AgentOptions, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

/** Somebody who stores an event every so often and tails what comes. */
export interface Honest {
  /** Resolves when everything that was sent in `ms` has come back by the tail. */
  work(ms: number): Promise<readonly Seen[]>
  close(): void
}

/** How long one event took, ms. */
export interface Seen {
  /** From being sent to having come by the tail. */
  readonly tookMs: number
  /** From being acknowledged to having come; 0 where it came first. */
  readonly behindMs: number
}

export interface HonestTarget {
  readonly port: number
  readonly ingest: string
  readonly auditor: string
}

interface Sent {
  readonly sentAt: number
  readonly storedAt?: number
  readonly cameAt?: number
}

const EVERY_MS = 10
/** Another than the attacker's. */
const ADDRESS = '127.0.0.2'
/** An event that has not come by then is lost. */
const PATIENCE_MS = 30_000

export async function honestClient({ port, ingest, auditor }: HonestTarget): Promise<Honest> {
  const agent = new Agent({ keepAlive: true, maxSockets: 16, localAddress: ADDRESS } as AgentOptions)
  const tail = new WebSocket(`ws://127.0.0.1:${port}/ws`, {
    headers: { authorization: `Bearer ${auditor}` },
    localAddress: ADDRESS,
  })
  const sent = new Map<string, Sent>()
  const seen: Seen[] = []
  const note = (id: string, now: Partial<Sent>) => {
    const event = Object.assign(sent.get(id)!, now)
    const { sentAt, storedAt, cameAt } = event
    if (storedAt === undefined || cameAt === undefined) return
    sent.delete(id)
    seen.push({ tookMs: cameAt - sentAt, behindMs: Math.max(0, cameAt - storedAt) })
  }
  let counter = 0
  tail.on('message', (data) => {
    const { events } = JSON.parse(String(data)) as { events?: { id: string }[] }
    for (const { id } of events ?? []) if (sent.has(id)) note(id, { cameAt: performance.now() })
  })
  await once(tail, 'open')
  tail.send(JSON.stringify({ id: 1, method: 'subscribe', params: { filter: 'action:Honest' } }))

  const send = async (id: string) => {
    sent.set(id, { sentAt: performance.now() })
    const storing = request({
      ...{ agent, port, localAddress: ADDRESS, host: '127.0.0.1', method: 'POST', path: '/v1/events' },
      headers: { authorization: `Bearer ${ingest}` },
    })
    storing.end(JSON.stringify({ id, action: 'Honest', actor: { id: 'honest' } }))
    const [response] = await once(storing, 'response')
    note(id, { storedAt: performance.now() })
    response.resume()
    if (response.statusCode !== 200) throw new Error(`An honest event was answered ${response.statusCode}`)
  }
  return {
    async work(ms) {
      seen.length = 0
      const until = performance.now() + ms
      const sending: Promise<void>[] = []
      for (let at = performance.now(); at < until; at += EVERY_MS) {
        await sleep(Math.max(0, at - performance.now()))
        sending.push(send(`honest-${process.pid}-${counter++}`))
      }
      await Promise.all(sending)
      for (const since = performance.now(); sent.size > 0; await sleep(10)) {
        if (tail.readyState !== WebSocket.OPEN) throw new Error('The honest tail was closed')
        if (performance.now() - since > PATIENCE_MS) throw new Error(`${sent.size} honest events never came`)
      }
      return [...seen]
    },
    close() {
      tail.terminate()
      agent.destroy()
    },
  }
}

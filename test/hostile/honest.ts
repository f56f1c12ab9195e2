import { once } from 'node:events'
import { Agent, type AgentOptions, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

/** Somebody who stores an event every so often and tails what comes. */
export interface Honest {
  /** Resolves when everything that was sent in `ms` has come back by the tail; with how long each took, ms. */
  work(ms: number): Promise<readonly number[]>
  close(): void
}

export interface HonestTarget {
  readonly port: number
  readonly ingest: string
  readonly auditor: string
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
  const sentAt = new Map<string, number>()
  const took: number[] = []
  let counter = 0
  tail.on('message', (data) => {
    const { events } = JSON.parse(String(data)) as { events?: { id: string }[] }
    for (const { id } of events ?? []) {
      const at = sentAt.get(id)
      if (at !== undefined) took.push(performance.now() - at)
      sentAt.delete(id)
    }
  })
  await once(tail, 'open')
  tail.send(JSON.stringify({ id: 1, method: 'subscribe', params: { filter: 'action:Honest' } }))

  const send = async (id: string) => {
    sentAt.set(id, performance.now())
    const sent = request({
      ...{ agent, port, localAddress: ADDRESS, host: '127.0.0.1', method: 'POST', path: '/v1/events' },
      headers: { authorization: `Bearer ${ingest}` },
    })
    sent.end(JSON.stringify({ id, action: 'Honest', actor: { id: 'honest' } }))
    const [response] = await once(sent, 'response')
    response.resume()
    if (response.statusCode !== 200) throw new Error(`An honest event was answered ${response.statusCode}`)
  }
  return {
    async work(ms) {
      took.length = 0
      const until = performance.now() + ms
      const sending: Promise<void>[] = []
      for (let at = performance.now(); at < until; at += EVERY_MS) {
        await sleep(Math.max(0, at - performance.now()))
        sending.push(send(`honest-${process.pid}-${counter++}`))
      }
      await Promise.all(sending)
      for (const since = performance.now(); sentAt.size > 0; await sleep(10)) {
        if (tail.readyState !== WebSocket.OPEN) throw new Error('The honest tail was closed')
        if (performance.now() - since > PATIENCE_MS) throw new Error(`${sentAt.size} honest events never came`)
      }
      return [...took]
    },
    close() {
      tail.terminate()
      agent.destroy()
    },
  }
}

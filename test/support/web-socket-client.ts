import { once } from 'node:events'
import { connect } from 'node:net'
import { WebSocket } from 'ws'
import type { Hello } from '#protocol/message.js'

export interface WsClient {
  readonly webSocket: WebSocket
  readonly hello: Hello
  /** Every message after the hello, in order. */
  readonly messages: Record<string, unknown>[]
  /** Resolves with the first message, past or to come, for which it holds. */
  until(holds: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>
  send(message: unknown): void
  /** The result of one request; throws its error. */
  call(method: string, params?: unknown): Promise<unknown>
  /** Resolves with the close code and reason. */
  readonly closed: Promise<{ code: number; reason: string }>
  close(): void
}

export interface WsOptions {
  readonly url?: string
  readonly socket?: string
  readonly protocols?: readonly string[]
  readonly headers?: Record<string, string>
}

/** A plain JSON client, so that the daemon is not tested through code of its own. Without a hello it resolves at the close. */
export async function openWebSocket({
  url = 'http://localhost',
  socket,
  protocols = [],
  headers = {},
}: WsOptions): Promise<WsClient> {
  const webSocket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, [...protocols], {
    headers,
    ...(socket !== undefined && { createConnection: () => connect(socket) }),
  })
  const messages: Record<string, unknown>[] = []
  let wake: () => void = () => {}
  webSocket.on('message', (data) => {
    messages.push(JSON.parse(String(data)) as Record<string, unknown>)
    wake()
  })
  const closed = once(webSocket, 'close').then(([code, reason]) => {
    wake()
    return { code: code as number, reason: String(reason) }
  })
  // One that was never open says so below.
  closed.catch(() => {})
  await once(webSocket, 'open')
  let nextId = 1_000_000
  const until: WsClient['until'] = async (holds) => {
    for (;;) {
      const found = messages.find(holds)
      if (found !== undefined) return found
      if (webSocket.readyState === WebSocket.CLOSED) throw new Error(`closed: ${JSON.stringify(await closed)}`)
      await new Promise<void>((resolve) => {
        const before = wake
        wake = () => {
          before()
          resolve()
        }
      })
    }
  }
  const first = await Promise.race([until(() => true), closed])
  const hello = (first as { hello?: Hello }).hello as Hello
  if (hello !== undefined) messages.shift()
  return {
    webSocket,
    hello,
    messages,
    until,
    closed,
    send: (message) => webSocket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async call(method, params = {}) {
      const id = nextId++
      webSocket.send(JSON.stringify({ id, method, params }))
      const answer = await until((message) => message.id === id)
      if (answer.error !== undefined)
        throw Object.assign(new Error(String((answer.error as { message: string }).message)), answer.error)
      return answer.result
    },
    close: () => webSocket.close(),
  }
}

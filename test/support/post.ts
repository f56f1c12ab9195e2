import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'

export interface Answer {
  readonly status: number
  readonly body: string
}

/** A sender on the daemon's Unix socket, with connections it keeps. Rejects when the daemon hangs up. */
export function senderTo(socketPath: string) {
  const agent = new Agent({ keepAlive: true })
  const send = async (method: string, path: string, body?: string): Promise<IncomingMessage> => {
    const sent = request({ socketPath, agent, method, path })
    sent.end(body)
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    return response
  }
  const ask = async (method: string, path: string, body?: string): Promise<Answer> => {
    const response = await send(method, path, body)
    return { status: response.statusCode!, body: await text(response) }
  }
  return {
    get: (path: string) => ask('GET', path),
    post: (path: string, body: string) => ask('POST', path, body),
    /** The answer's body, as it comes. */
    stream: (path: string) => send('GET', path),
    close: () => agent.destroy(),
  }
}

export type Sender = ReturnType<typeof senderTo>

import { Readable } from 'node:stream'
import type { Answer } from './route.js'

interface Reply {
  code(status: number): unknown
  headers(headers: Record<string, string>): unknown
  type(contentType: string): unknown
  send(body: unknown): unknown
}

/** `hold` is told of what waits for the client to take it. */
export function send<R extends Reply>(
  reply: R,
  { status, headers, body }: Answer,
  hold: (bytes: number) => void = () => {},
): R {
  const text = typeof body === 'string' || body instanceof Readable ? body : JSON.stringify(body)
  if (typeof text === 'string') hold(text.length)
  reply.code(status)
  if (headers !== undefined) reply.headers(headers)
  if (text !== body) reply.type('application/json; charset=utf-8')
  reply.send(text)
  return reply
}

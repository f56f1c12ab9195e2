import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { TrailError } from '../../protocol/error.js'
import { problem } from './problem.js'

/** Answers on a connection that has no HTTP response to write to, and ends it. */
export function refuseRaw(socket: Duplex, error: TrailError, status?: number): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const answer = problem(error.toWire(), error)
  const body = JSON.stringify(answer.body)
  const headers = {
    ...answer.headers,
    connection: 'close',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
  }
  const code = status ?? answer.status
  const lines = [
    `HTTP/1.1 ${code} ${STATUS_CODES[code]}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

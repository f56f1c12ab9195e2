import type { IncomingMessage } from 'node:http'
import { type Origin, UNIX } from '../access/origin.js'

export function originOf({ socket, headers }: IncomingMessage, isUnixSocket: boolean): Origin {
  const userAgent = headers['user-agent']
  return {
    address: isUnixSocket ? UNIX : (socket.remoteAddress ?? ''),
    ...(userAgent !== undefined && { userAgent }),
  }
}

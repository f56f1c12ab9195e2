import type { IncomingMessage } from 'node:http'
import { SUBPROTOCOLS, TOKEN_SUBPROTOCOL_PREFIX } from '../../protocol/message.js'

export const OURS: ReadonlySet<string> = new Set(Object.values(SUBPROTOCOLS))

/** Where none of ours was offered the first is taken, so that the handshake succeeds and the close code can be seen. */
export function chooseSubprotocol(offered: Set<string>): string | false {
  const candidates = [...offered].filter((name) => !name.startsWith(TOKEN_SUBPROTOCOL_PREFIX))
  return candidates.find((name) => OURS.has(name)) ?? candidates[0] ?? false
}

export const subprotocolsOf = ({ headers }: IncomingMessage) =>
  (headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

export const offeredBy = (request: IncomingMessage) =>
  subprotocolsOf(request).filter((name) => !name.startsWith(TOKEN_SUBPROTOCOL_PREFIX))

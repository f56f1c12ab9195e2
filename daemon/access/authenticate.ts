import { TOKEN_SUBPROTOCOL_PREFIX } from '../../protocol/message.js'
import { type Caller, SOCKET_OWNER } from './caller.js'
import type { Tokens } from './tokens.js'

/** What a request brings to say who it is from. */
export interface Credentials {
  /** It came over the Unix socket. */
  readonly socket: boolean
  readonly authorization: string | undefined
  /** Of a WebSocket's handshake. */
  readonly subprotocols?: readonly string[]
}

/**
 * Who asks; undefined where nothing that was brought is valid. One valid token
 * suffices, and a token counts for its role over the Unix socket, too; there,
 * whoever brings none is the owner.
 */
export function authenticate(tokens: Tokens, credentials: Credentials): Caller | undefined {
  const brought = tokensIn(credentials)
  if (brought.length === 0) return credentials.socket ? SOCKET_OWNER : undefined
  return firstOf(brought, tokens.find)
}

/** Who asked, of whom `authenticate` knows nothing: whoever a token was for that has expired. For the trail's record alone. */
export const expiredCaller = (tokens: Tokens, credentials: Credentials): Caller | undefined =>
  firstOf(tokensIn(credentials), tokens.expired)

function tokensIn({ authorization, subprotocols = [] }: Credentials): string[] {
  return [
    tokenOfHeader(authorization),
    ...subprotocols
      .filter((name) => name.startsWith(TOKEN_SUBPROTOCOL_PREFIX))
      .map((name) => name.slice(TOKEN_SUBPROTOCOL_PREFIX.length)),
  ].filter((text) => text !== undefined)
}

function firstOf(texts: readonly string[], find: Tokens['find']): Caller | undefined {
  for (const text of texts) {
    const caller = find(text)
    if (caller !== undefined) return caller
  }
  return undefined
}

/** Of `Bearer TOKEN`, or of Basic (RFC 7617) the user name, which is where Segment's libraries put the write key. */
function tokenOfHeader(authorization: string | undefined): string | undefined {
  const [, scheme, value] = /^(bearer|basic) +(\S+) *$/i.exec(authorization ?? '') ?? []
  if (scheme === undefined || value === undefined) return authorization
  if (scheme.toLowerCase() === 'bearer') return value
  return Buffer.from(value, 'base64').toString('latin1').split(':', 1)[0]
}

import type { Author, Context } from '../../protocol/event.js'
import type { Caller } from './caller.js'

/** Where a request comes from. */
export interface Origin {
  /** Of the peer; of the Unix socket `unix`. */
  readonly address: string
  /** As the client calls itself. */
  readonly userAgent?: string
}

/** What stands for an address where the peer came over the Unix socket. */
export const UNIX = 'unix'

const MAX_USER_AGENT = 512

/** How an event tells it. The name that a client gives itself is data of its own choice, so it is cut. */
export function contextOf({ address, userAgent }: Origin): Context {
  return {
    ...(address === UNIX
      ? { via: 'unix socket' }
      : address !== '' && { ip: address.replace(/^::ffff:(?=[\d.]+$)/i, '') }),
    ...(userAgent !== undefined &&
      userAgent !== '' && { userAgent: userAgent.slice(0, MAX_USER_AGENT).toWellFormed() }),
  }
}

/** Who an event says did it. */
export const authorOf = ({ actor }: Pick<Caller, 'actor'>, origin: Origin): Author => ({
  actor,
  context: contextOf(origin),
})

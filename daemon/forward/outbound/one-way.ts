import * as net from 'node:net'
import * as tls from 'node:tls'
import { guardedLookup } from './guard.js'
import { coded } from './limit.js'

export interface Peer {
  readonly secure: boolean
  /** A name or an address, an IPv6 one without brackets. */
  readonly host: string
  readonly port: number
  readonly allowPrivate: readonly string[]
  readonly ca?: string
}

/** Who turns a connection away closes it within a round trip; so long, and two of those, are waited for it. */
const SETTLE_MS = 50
const MAX_SETTLE_MS = 1000

/**
 * Sends to somebody who never answers, over a connection of its own. Resolves when the
 * peer has closed its side after we closed ours and no reset came: it has then read to
 * the end of what was sent, since who closes with something unread resets. That is the
 * most TCP can tell; a successful write says only that this machine's kernel has it.
 * Rejects with a coded error, or the signal's reason.
 */
export function sendOneWay(peer: Peer, bytes: Buffer, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const begunAtMs = performance.now()
    const socket = connect(peer)
    let settling: NodeJS.Timeout | undefined
    let failure: unknown
    let endedByUs = false
    let endedByPeer = false
    const stop = () => {
      failure ??= signal.reason
      socket.destroy()
    }
    signal.addEventListener('abort', stop)

    socket.once(peer.secure ? 'secureConnect' : 'connect', () => {
      const settleMs = Math.min(SETTLE_MS + 2 * (performance.now() - begunAtMs), MAX_SETTLE_MS)
      socket.write(bytes, (error) => {
        if (error) return
        settling = setTimeout(() => {
          endedByUs = true
          socket.end()
        }, settleMs)
      })
    })
    // What a peer says without being asked is dropped; reading it is how its end is noticed.
    socket.resume()
    socket.on('end', () => {
      endedByPeer = true
      if (!endedByUs) socket.destroy()
    })
    socket.on('error', (error) => {
      failure ??= error
    })
    socket.on('close', () => {
      clearTimeout(settling)
      signal.removeEventListener('abort', stop)
      if (failure !== undefined) reject(asReset(failure))
      else if (endedByUs && endedByPeer) resolve()
      else reject(coded('ECONNRESET', 'the receiver closed the connection before it was sent everything'))
    })
  })
}

function connect({ secure, host, port, allowPrivate, ca }: Peer): net.Socket {
  const to = { host, port, lookup: guardedLookup(allowPrivate, { privateOnly: !secure }) }
  if (!secure) return net.connect(to)
  // Said outright: a variable in the environment could turn it off for all.
  return tls.connect({ ...to, rejectUnauthorized: true, ...(ca !== undefined && { ca }) })
}

/** Writing to a connection that was reset meanwhile is EPIPE: the same thing, noticed later. */
function asReset(failure: unknown): unknown {
  return (failure as NodeJS.ErrnoException).code === 'EPIPE'
    ? coded('ECONNRESET', 'the receiver reset the connection')
    : failure
}

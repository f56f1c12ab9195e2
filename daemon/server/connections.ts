import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { TrailError } from '../../protocol/error.js'
import { networkOf } from '../access/refusals.js'
import { tooManyRequests } from './clients.js'
import type { HttpListener } from './http.js'
import type { Limits } from './limits.js'
import { problem } from './problem.js'
import { refuseRaw } from './raw-answer.js'

/** The connections of all listeners, up to a bound in all and from one address; of IPv6 from one /64. */
export interface Connections {
  /** Refuses one too many in HTTP, before it says anything. */
  onConnection(socket: Socket): void
  /** The same listener, for connections that were let in, with so many requests of one connection at once. */
  bounded(listener: HttpListener): HttpListener
  /** Whether what comes on it is not to be answered any more. */
  isRefused(socket: object): boolean
  /** Answers nothing that follows on this connection. */
  refuse(socket: Socket): void
}

/** A refused client may read why. */
const LINGER_MS = 100

export function createConnections(limits: () => Limits): Connections {
  const byAddress = new Map<string, number>()
  const refused = new WeakSet<object>()
  const underWay = new WeakMap<Socket, Set<ServerResponse>>()
  let open = 0

  // What it sends waits in the network: not even reading it is worth the time.
  const refuse = (socket: Socket) => {
    refused.add(socket)
    socket.pause()
  }

  const underWayOn = (socket: Socket): Set<ServerResponse> => {
    const known = underWay.get(socket)
    if (known !== undefined) return known
    const responses = new Set<ServerResponse>()
    underWay.set(socket, responses)
    // Node tells of the end the response whose turn it is; those behind it would never give back what they hold.
    socket.once('close', () => setImmediate(() => responses.forEach(end)))
    return responses
  }

  const flawOf = (address: string | undefined): TrailError | undefined => {
    const { connections, connectionsPerAddress } = limits()
    if (open >= connections) return tooMany(`${connections} connections are open`)
    if (address !== undefined && (byAddress.get(address) ?? 0) >= connectionsPerAddress) {
      return tooMany(`${connectionsPerAddress} connections are open from this address`)
    }
    return undefined
  }

  return {
    isRefused: (socket) => refused.has(socket),
    refuse,
    onConnection(socket) {
      // Of the Unix socket there is none, and nobody who can open it needs a share of his own.
      const address = socket.remoteAddress === undefined ? undefined : networkOf(socket.remoteAddress)
      const flaw = flawOf(address)
      if (flaw !== undefined) {
        refuse(socket)
        refuseRaw(socket, flaw)
        const timer = setTimeout(() => socket.destroy(), LINGER_MS)
        socket.once('close', () => clearTimeout(timer))
        return
      }
      open++
      if (address !== undefined) byAddress.set(address, (byAddress.get(address) ?? 0) + 1)
      socket.once('close', () => {
        open--
        if (address === undefined) return
        const left = byAddress.get(address)! - 1
        if (left === 0) byAddress.delete(address)
        else byAddress.set(address, left)
      })
    },
    bounded: (listener) => (request: IncomingMessage, response: ServerResponse) => {
      const { socket } = request
      if (refused.has(socket)) return
      const responses = underWayOn(socket)
      if (responses.size >= limits().requestsPerConnection) {
        refuse(socket)
        answer(response, tooManyRequests('this connection'))
        return
      }
      responses.add(response)
      response.once('close', () => responses.delete(response))
      listener(request, response)
    },
  }
}

function end(response: ServerResponse): void {
  response.destroy()
  response.emit('close')
}

function answer(response: ServerResponse, error: TrailError): void {
  const { status, headers, body } = problem(error.toWire(), error)
  response
    .writeHead(status, { ...headers, connection: 'close', 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(body))
}

const tooMany = (problem: string) => new TrailError('too-many-connections', `Cannot take the connection: ${problem}`)

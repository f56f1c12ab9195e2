import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TrailError } from '../../protocol/error.js'
import type { Certificates } from './certificates.js'
import type { HttpListener } from './http.js'
import { passedPlace, refused } from './passed-socket.js'
import { refuseRaw } from './raw-answer.js'
import { clearSocketPath, restrictSocket } from './unix-socket.js'

export type Endpoint =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string; readonly group: string | undefined }
  /** Opened by the service manager, which keeps it open when the daemon ends. */
  | { readonly kind: 'passed'; readonly fd: number; readonly withoutTls: boolean }

export interface Answers {
  readonly http: HttpListener
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  readonly onConnection: (socket: Socket, kind: 'tcp' | 'unix') => void
}

export interface Listener {
  readonly kind: 'tcp' | 'unix'
  /** `http://127.0.0.1:4780`, `https://…` or `unix:/run/…`, with the port that was really taken. */
  readonly address: string
  /** Takes no new connections, lets answers under way finish, and after `graceMs` cuts what is left. Idempotent. */
  close(graceMs: number): Promise<void>
}

/** Longer than the pools of usual HTTP clients keep a connection, so that it is they who let go of it. */
const KEEP_ALIVE_MS = 72_000
/** TCP probes after this much silence find peers that vanished without a word. */
const PROBE_AFTER_MS = 30_000
const HANDSHAKE_MS = 10_000

/** A head that takes longer to come is no request; a body at its longest takes two minutes at 1 Mbit/s. */
const HEAD_WITHIN_MS = 10_000
const REQUEST_WITHIN_MS = 150_000
const CHECK_EVERY_MS = 2000
const MAX_HEAD_BYTES = 16 * 1024

/**
 * With `certificates` it speaks TLS and nothing else. Throws `already-exists` where
 * the address is taken and `invalid-request` where it cannot be one.
 */
export async function listen(
  endpoint: Endpoint,
  answers: Answers,
  platform: NodeJS.Platform,
  certificates?: Certificates,
): Promise<Listener> {
  if (endpoint.kind === 'unix') await clearSocketPath(endpoint.path, platform)
  const place = endpoint.kind === 'passed' ? passedPlace(endpoint.fd) : endpoint
  const secure = place.kind === 'tcp' ? certificates : undefined
  const { server, release } = secure === undefined ? plain(answers.http) : encrypted(answers.http, secure)
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.on('connection', (socket) => answers.onConnection(socket, place.kind))
  server.on('upgrade', answers.upgrade)
  server.on('clientError', refuseMalformed)
  await opened(server, endpoint)
  const problem =
    endpoint.kind === 'passed' && place.kind === 'tcp'
      ? problemOf(server, secure !== undefined || endpoint.withoutTls)
      : undefined
  if (endpoint.kind === 'passed' && problem !== undefined) {
    server.close()
    throw refused(endpoint.fd, problem)
  }
  if (endpoint.kind === 'unix') await restrictSocket(endpoint.path, endpoint.group)

  let closing: Promise<void> | undefined
  return {
    kind: place.kind,
    address: place.kind === 'unix' ? `unix:${place.path}` : addressOf(server, secure ? 'https' : 'http'),
    close(graceMs) {
      release()
      closing ??= closed(server, graceMs)
      return closing
    },
  }
}

const BOUNDS = {
  ...{ keepAlive: true, keepAliveInitialDelay: PROBE_AFTER_MS },
  ...{ headersTimeout: HEAD_WITHIN_MS, requestTimeout: REQUEST_WITHIN_MS },
  ...{ connectionsCheckingInterval: CHECK_EVERY_MS, maxHeaderSize: MAX_HEAD_BYTES },
} as const

interface Serving {
  readonly server: Server
  readonly release: () => void
}

const plain = (http: HttpListener): Serving => ({ server: createServer(BOUNDS, http), release: () => {} })

/** A new certificate counts for new connections; those that are open go on. */
function encrypted(http: HttpListener, certificates: Certificates): Serving {
  const { clientsShowOne } = certificates
  const server = createTlsServer(
    {
      ...BOUNDS,
      ...certificates.current(),
      handshakeTimeout: HANDSHAKE_MS,
      ...(clientsShowOne && { requestCert: true, rejectUnauthorized: true }),
    },
    http,
  )
  return { server, release: certificates.onChange((context) => server.setSecureContext(context)) }
}

function opened(server: Server, endpoint: Endpoint): Promise<void> {
  return new Promise((resolve, reject) => {
    const place = placeOf(endpoint)
    // For good: a later error, as when no file descriptor is left for a new connection, must not end the daemon.
    server.on('error', (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === 'EADDRINUSE'
      const why = taken ? 'another process listens there' : cause.message
      reject(
        new TrailError(taken ? 'already-exists' : 'invalid-request', `Cannot listen on ${place}: ${why}`, { cause }),
      )
    })
    if (endpoint.kind === 'passed') server.listen({ fd: endpoint.fd }, resolve)
    else if (endpoint.kind === 'unix') server.listen(endpoint.path, resolve)
    else server.listen(endpoint.port, endpoint.host, resolve)
  })
}

/** What keeps a passed socket, which is already open, from being served. */
function problemOf(server: Server, anywhere: boolean): string | undefined {
  const place = server.address() as AddressInfo | null
  if (place === null) return 'it is a Unix socket of another network namespace, so who may open it cannot be told'
  if (anywhere || /^(127\.|::1$)/.test(place.address)) return undefined
  return `it is open beyond loopback, at ${place.address}, without TLS; set tls.certFile and tls.keyFile, or listenWithoutTls: true`
}

function placeOf(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'tcp':
      return `${endpoint.host}:${endpoint.port}`
    case 'unix':
      return endpoint.path
    case 'passed':
      return `the socket passed as ${endpoint.fd}`
  }
}

async function closed(server: Server, graceMs: number): Promise<void> {
  const done = new Promise<void>((resolve) => server.close(() => resolve()))
  const timer = setTimeout(() => server.closeAllConnections(), graceMs)
  await done
  clearTimeout(timer)
}

function addressOf(server: Server, scheme: 'http' | 'https'): string {
  const { address, family, port } = server.address() as AddressInfo
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

/** What is not HTTP at all never reaches a route. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  // A handshake that failed has nobody to tell either.
  if (!/^(HPE|ERR_HTTP)_/.test(error.code ?? '')) return void socket.destroy()
  const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400
  refuseRaw(socket, new TrailError('invalid-request', `Cannot read the request: ${error.message}`), status)
}

import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { codecFor } from '../../protocol/codec.js'
import { TrailError } from '../../protocol/error.js'
import { createRefusals } from '../access/refusals.js'
import type { Tokens } from '../access/tokens.js'
import type { SelfAudit } from '../audit/self-audit.js'
import type { Forwarding } from '../forward/forwarding.js'
import type { Ingest } from '../ingest/ingest.js'
import type { Backups } from '../jobs/backups.js'
import type { Reading } from '../query/reading.js'
import type { Trail } from '../store/trail.js'
import type { DoorFigures } from '../watch/figures.js'
import type { MetricsOf } from '../watch/registry.js'
import { auditedHandlers } from './audited-handlers.js'
import type { Certificates } from './certificates.js'
import { createClients } from './clients.js'
import { createConnections } from './connections.js'
import { createHandlers, type Erasing, type HandlerParts, type Jobs, type Redaction, type Tasks } from './handlers.js'
import { healthRoutes } from './health-routes.js'
import { createHttp } from './http.js'
import { ingestRoutes } from './ingest-routes.js'
import type { Limits } from './limits.js'
import { type Answers, type Endpoint, type Listener, listen } from './listener.js'
import { type Metrics, metricsRoute } from './metrics-route.js'
import { publicApiRoute } from './public-api-route.js'
import { readingRoutes } from './reading-routes.js'
import { ok, type Route } from './route.js'
import { openSession } from './session.js'
import type { Report } from './status.js'
import { createWebSocketDoor, WEB_SOCKET_PATH } from './web-socket.js'
import { webhookRoute } from './webhook-route.js'

export interface ServerParts {
  readonly trail: Trail
  readonly reading: Reading
  readonly ingest: Ingest
  readonly tokens: Tokens
  readonly jobs: Jobs
  readonly tasks: Tasks
  readonly forwarding: Forwarding
  readonly backups: Backups
  readonly redaction: Redaction
  readonly erasing: Erasing
  readonly follow: HandlerParts['follow']
  readonly report: Report
  readonly audit: SelfAudit
  readonly metrics: MetricsOf<DoorFigures>
}

/** What can change while it runs is asked for anew each time. */
export interface ServerOptions {
  /** Sockets that were passed stand first, each in the place of the endpoints of its kind. */
  readonly endpoints: readonly Endpoint[]
  readonly maxBodyBytes: () => number
  readonly maxItems: () => number
  readonly maxFrameBytes: number
  readonly limits: () => Limits
  readonly corsOrigins: () => readonly string[]
  readonly webhookSecret: () => string | undefined
  readonly metricsPublic: () => boolean
  /** See `Refusals`. */
  readonly failedAttemptsPerMinute: () => number
  readonly pingIntervalMs: number
  /** With them TCP speaks TLS. */
  readonly certificates: Certificates | undefined
  readonly platform: NodeJS.Platform
  /** Aborted first when the daemon stops. */
  readonly stopping: AbortSignal
  readonly now: () => number
  readonly onMistake: (error: unknown, at: string) => void
  readonly onCutOff: (error: TrailError, at: string) => void
}

export interface RunningServer {
  readonly addresses: readonly string[]
  /** Answers under way are finished, up to a bound. Idempotent. */
  close(): Promise<void>
}

const CLOSE_GRACE_MS = 3000

export async function startServer(parts: ServerParts, options: ServerOptions): Promise<RunningServer> {
  const { tokens, report } = parts
  const { stopping, corsOrigins, maxFrameBytes, onMistake } = options
  const clients = createClients(performance.now.bind(performance), options.limits)
  const connections = createConnections(options.limits)
  const owners = new WeakSet<Socket>()
  const isUnixSocket = ({ socket }: IncomingMessage) => owners.has(socket)

  const refusals = createRefusals({
    now: options.now,
    perMinute: options.failedAttemptsPerMinute,
    onRefused: parts.audit.refused,
  })
  const openConnections = { tcp: 0, unix: 0 }
  const httpErrors: Record<string, number> = {}
  const metrics: Metrics = {
    contentType: parts.metrics.contentType,
    print: (signal) =>
      parts.metrics.print(
        { clients: door.clients, connections: openConnections, httpErrors, refused: refusals.counts() },
        signal,
      ),
  }
  const handlers = auditedHandlers(
    createHandlers({
      ...parts,
      status: ({ within }, signal) => report.status(signal, door.clients, within),
    }),
    parts.audit,
  )
  const door = createWebSocketDoor({
    tokens,
    refusals,
    corsOrigins,
    stopping,
    isUnixSocket,
    maxFrameBytes,
    clients,
    pingIntervalMs: options.pingIntervalMs,
    serve: async ({ peer, subprotocol, caller, origin }) => {
      const hello = await report.hello(caller).catch((error: unknown) => {
        if (!(error instanceof TrailError)) onMistake(error, 'hello')
        throw error
      })
      return openSession({
        peer,
        codec: codecFor(subprotocol),
        caller,
        origin,
        client: clients.of(caller),
        maxInFlight: () => options.limits().requestsPerConnection,
        handlers,
        hello,
        maxFrameBytes,
        onRefused: (error, at) => void refusals.refuse(error, { ...origin, at, caller }),
        onMistake,
      })
    },
  })
  const http = await createHttp({
    routes: routesOf({ ...parts, metrics }, options),
    tokens,
    refusals,
    ...{ clients, connections, maxBodyBytes: options.maxBodyBytes, maxItems: options.maxItems },
    corsOrigins,
    stopping,
    isUnixSocket,
    onMistake: (error, { method, path }) => onMistake(error, `${method} ${path}`),
    onError(type) {
      httpErrors[type] = (httpErrors[type] ?? 0) + 1
    },
    onCutOff: (error, { method, path }) => options.onCutOff(error, `${method} ${path}`),
  })

  const upgrade: Answers['upgrade'] = (request, socket, head) => {
    if (!connections.isRefused(request.socket)) door.upgrade(request, socket, head)
  }
  const listeners: Listener[] = []
  const close = async () => {
    await Promise.all([door.close(), ...listeners.map((listener) => listener.close(CLOSE_GRACE_MS))])
  }
  try {
    const onConnection = (socket: Socket, kind: Listener['kind']) => {
      if (kind === 'unix') owners.add(socket)
      openConnections[kind]++
      socket.once('close', () => openConnections[kind]--)
      connections.onConnection(socket)
    }
    const replaced = new Set<Endpoint['kind']>()
    for (const endpoint of options.endpoints) {
      if (replaced.has(endpoint.kind)) continue
      const answers = { http: connections.bounded(http), upgrade, onConnection }
      listeners.push(await listen(endpoint, answers, options.platform, options.certificates))
      if (endpoint.kind === 'passed') replaced.add(listeners.at(-1)!.kind)
    }
  } catch (error) {
    await close()
    throw error
  }
  return { addresses: listeners.map(({ address }) => address), close }
}

/** The whole HTTP interface. */
export function routesOf(parts: RoutesParts, options: RoutesOptions): readonly Route[] {
  const { trail, reading, ingest, report, audit } = parts
  const { maxItems } = options
  return [
    ...healthRoutes(report.state),
    ...ingestRoutes(ingest, maxItems),
    webhookRoute({ ingest, maxItems, secret: options.webhookSecret }),
    ...readingRoutes({ reading, audit, trail: trail.id, epoch: trail.epoch }),
    publicApiRoute(reading, audit),
    metricsRoute({ metrics: parts.metrics, isPublic: options.metricsPublic }),
    { method: 'GET', path: WEB_SOCKET_PATH, roles: ['owner', 'auditor'], answer: needsUpgrade },
  ]
}

type RoutesParts = Pick<ServerParts, 'trail' | 'reading' | 'ingest' | 'report' | 'audit'> & {
  readonly metrics: Metrics
}
type RoutesOptions = Pick<ServerOptions, 'maxItems' | 'webhookSecret' | 'metricsPublic'>

const needsUpgrade: Route['answer'] = () => ({
  ...ok({ errors: [{ type: 'invalid-request', message: `Cannot answer: ${WEB_SOCKET_PATH} is a WebSocket` }] }),
  status: 426,
  headers: { upgrade: 'websocket', connection: 'Upgrade' },
})

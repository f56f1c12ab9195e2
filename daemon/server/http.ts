import type { IncomingMessage, ServerResponse } from 'node:http'
import { type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import { type ErrorType, TrailError } from '../../protocol/error.js'
import { authenticate, expiredCaller } from '../access/authenticate.js'
import { type Caller, SOCKET_OWNER } from '../access/caller.js'
import { checkPermission } from '../access/permission.js'
import type { Refusals } from '../access/refusals.js'
import type { Tokens } from '../access/tokens.js'
import { readBatch } from '../ingest/long-body.js'
import { endOf, isIterable, streamOf } from './answer-stream.js'
import { drop, readBody } from './body.js'
import { createBudget } from './budget.js'
import { type Clients, tooFast } from './clients.js'
import type { Connections } from './connections.js'
import { corsHeaders, preflightHeaders } from './cors.js'
import { fromFramework } from './framework-error.js'
import { originOf } from './origin-of.js'
import { problem, toWire } from './problem.js'
import type { BodyCredentials, Route } from './route.js'
import { send } from './send.js'
import { inTurns } from './turns.js'
import { holder, type Visit, visit } from './visit.js'

export interface HttpOptions {
  readonly routes: readonly Route[]
  readonly tokens: Tokens
  readonly refusals: Refusals
  readonly clients: Clients
  readonly connections: Pick<Connections, 'refuse'>
  readonly maxBodyBytes: () => number
  readonly maxItems: () => number
  readonly corsOrigins: () => readonly string[]
  /** Aborted when the daemon stops: from then on everything but `anyone`'s routes is answered 503. */
  readonly stopping: AbortSignal
  readonly isUnixSocket: (request: IncomingMessage) => boolean
  /** Told of a mistake of our own. */
  readonly onMistake: (error: unknown, request: { readonly method: string; readonly path: string }) => void
  /** Told of each request that is answered with an error. */
  readonly onError?: (type: ErrorType) => void
  /** Told of an answer that ended before it was whole, for a reason that is no mistake. */
  readonly onCutOff: (error: TrailError, request: { readonly method: string; readonly path: string }) => void
}

export type HttpListener = (request: IncomingMessage, response: ServerResponse) => void

/** Bodies of the full length that may be held before it is known who sends them. */
const UNKNOWN_BODIES = 4

/** Answers requests by the table of routes, for any number of listeners. */
export async function createHttp(options: HttpOptions): Promise<HttpListener> {
  const { routes, tokens, clients, stopping } = options
  const callers = new WeakMap<FastifyRequest, Caller>()
  const visits = new WeakMap<FastifyRequest, Visit>()
  const ownersOfExpired = new WeakMap<FastifyRequest, Caller>()
  const contentTypes = new WeakMap<FastifyRequest, string>()
  const unknownSenders = createBudget(() => UNKNOWN_BODIES * options.maxBodyBytes())
  const credentials = ({ raw, headers }: FastifyRequest) => ({
    socket: options.isUnixSocket(raw),
    authorization: headers.authorization,
  })

  const clientOf = (caller: Caller | undefined, { raw }: FastifyRequest) =>
    clients.of(caller ?? raw.socket.remoteAddress ?? SOCKET_OWNER)

  const origin = ({ raw }: FastifyRequest) => originOf(raw, options.isUnixSocket(raw))

  /** Everybody who is not let in comes by here. */
  const fail = (request: FastifyRequest, reply: FastifyReply, failure: unknown) => {
    const error = failure instanceof TrailError ? refused(request, failure) : failure
    const wire = toWire(error, (mistake) =>
      options.onMistake(mistake, { method: request.method, path: pathOf(request) }),
    )
    options.onError?.(wire.type)
    return send(reply, problem(wire, error))
  }
  const refused = (request: FastifyRequest, error: TrailError): TrailError => {
    const caller = callers.get(request)
    const at = { ...origin(request), at: `${request.method} ${pathOf(request)}` }
    if (caller !== undefined) return options.refusals.refuse(error, { ...at, caller })
    const owner = ownersOfExpired.get(request) ?? expiredCaller(tokens, credentials(request))
    return options.refusals.refuse(error, { ...at, ...(owner !== undefined && { expired: owner }) })
  }
  const app = fastify({
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) => {
      const caller = authenticate(tokens, credentials(request))
      fail(request, reply, caller === undefined ? unauthorized() : fromFramework(error))
    },
  })
  app.setErrorHandler((error, request, reply) => fail(request, reply, fromFramework(error)))

  // Bodies are read by what they hold; that their type is none the framework knows must not keep them out.
  app.removeAllContentTypeParsers()
  // A failure is handed on as the body: the framework would cut the connection, often before the answer got through.
  app.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
    readBody(payload, request.headers['content-encoding'], {
      maxBytes: options.maxBodyBytes(),
      hold: visits.get(request)!.hold,
    }).catch((failure: unknown) => failure),
  )

  app.addHook('onRequest', async (request, reply) => {
    const route = routeOf(request)
    const contentType = request.headers['content-type']
    if (contentType !== undefined) contentTypes.set(request, contentType)
    delete request.headers['content-type']
    const cors = corsHeaders(pathOf(request), request.headers.origin, options.corsOrigins())
    if (cors !== undefined) {
      if (request.method === 'OPTIONS') return send(reply, { status: 204, headers: preflightHeaders(cors), body: '' })
      reply.headers(cors)
    }
    reply.raw.once('finish', () => request.raw.complete || drop(request.raw, options.maxBodyBytes()))
    if (route?.roles === 'anyone') return enter(request, reply, undefined)
    if (stopping.aborted) throw new TrailError('unavailable', 'Cannot answer: the daemon is stopping')
    const caller = authenticate(tokens, credentials(request))
    if (caller !== undefined) {
      callers.set(request, caller)
      if (route !== undefined) checkRoute(route, caller)
    } else if (route?.callerIn === undefined) throw unauthorized()
    return enter(request, reply, caller)
  })

  async function enter(request: FastifyRequest, reply: FastifyReply, caller: Caller | undefined): Promise<void> {
    const { socket } = request.raw
    const entered = await visit(clientOf(caller, request), reply.raw, {
      brings: request.method === 'POST' ? { bytes: Number(request.headers['content-length'] ?? 0) } : 'nothing',
      onTooFast() {
        options.connections.refuse(socket)
        reply.header('connection', 'close')
      },
    })
    const hold = caller === undefined ? holder(unknownSenders, reply.raw, tooManyUnknown) : entered.hold
    visits.set(request, { ...entered, hold })
  }

  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request)
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method)
    if (methods.length === 0)
      return fail(request, reply, new TrailError('not-found', `Cannot answer: there is no ${path}`))
    const message = `Cannot answer: ${path} takes ${methods.join(' and ')}, not ${request.method}`
    return fail(request, reply.header('allow', methods.join(', ')), new TrailError('method-not-allowed', message))
  })

  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path,
      config: { route },
      async handler(request, reply) {
        if (request.body instanceof Error) throw request.body
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        const signature = request.headers['x-signature'] as string | undefined
        const known = callers.get(request)
        const { caller, json } = await identify(route, request, { body, signature })
        // A body may take its time, and the token may have ended meanwhile.
        if (caller?.revoked.aborted === true) throw unauthorized()
        const { hold, openStream } = visits.get(request)!
        const countEvents = weigh(caller, body, Number(request.headers['content-length'] ?? 0), known !== undefined)
        let end: AbortSignal | undefined
        const ends = caller === undefined ? [stopping] : [stopping, caller.revoked]
        const signal = () => (end ??= endOf(reply.raw, ends))
        const turn = () => clients.of(caller!).turn(signal())
        // Whatever is asked by GET is read from the trail.
        const endTurn = route.method === 'GET' && caller !== undefined ? await turn() : undefined
        try {
          const answer = await route.answer({
            ...{ caller, json, body, signature, countEvents, openStream },
            lane: clientOf(caller, request).ingestLane,
            origin: origin(request),
            contentType: contentTypes.get(request),
            query: request.query as Record<string, string | string[]>,
            signal,
          })
          if (!isIterable(answer.body)) {
            const end = endTurn && (await clients.of(caller!).lane.turn(signal()))
            try {
              return send(reply, answer, hold)
            } finally {
              end?.()
            }
          }
          const onFailure = (error: unknown) => {
            const at = { method: request.method, path: pathOf(request) }
            if (error instanceof TrailError) options.onCutOff(error, at)
            else options.onMistake(error, at)
          }
          return send(reply, {
            ...answer,
            body: streamOf(caller === undefined ? answer.body : inTurns(answer.body, turn), signal(), onFailure),
          })
        } finally {
          endTurn?.()
        }
      },
    })
  }

  /** Parses a body that may bring the credential before it is known who sent it: without one it is that which is told. */
  async function identify(route: Route, request: FastifyRequest, sent: Omit<BodyCredentials, 'json'>) {
    const known = callers.get(request)
    if (route.callerIn === undefined) return { caller: known, json: undefined }
    try {
      const json = await readBatch(sent.body, options.maxItems(), clientOf(known, request).ingestLane)
      const caller = known ?? route.callerIn({ ...sent, json }, tokens.find)
      if (caller === undefined) {
        const owner = route.callerIn({ ...sent, json }, tokens.expired)
        if (owner !== undefined) ownersOfExpired.set(request, owner)
        throw unauthorized()
      }
      callers.set(request, caller)
      checkRoute(route, caller)
      return { caller, json }
    } catch (error) {
      const unread = error instanceof TrailError && error.type === 'invalid-request'
      throw known === undefined && unread ? unauthorized() : error
    }
  }

  /** Counts what a body brings: its KiB at once, its events where they are more. Throws `rate-limited` for whoever is known by it alone. */
  function weigh(
    caller: Caller | undefined,
    body: Buffer,
    sentBytes: number,
    wasKnown: boolean,
  ): (events: number) => void {
    const events = caller && clients.of(caller).events
    const waitMs = wasKnown ? 0 : (events?.waitMs() ?? 0)
    if (waitMs > 0) throw tooFast('events', waitMs)
    const kibibytes = Math.ceil(body.length / 1024)
    events?.take(Math.max(0, kibibytes - (wasKnown ? Math.ceil(sentBytes / 1024) : 0)))
    return (count) => events?.take(Math.max(0, count - kibibytes))
  }

  await app.ready()
  return app.routing
}

function checkRoute({ path, roles, whole }: Route, caller: Caller): void {
  if (roles !== 'anyone') checkPermission({ roles, ...(whole !== undefined && { whole }) }, caller, path)
}

const tooManyUnknown = () =>
  new TrailError('busy', 'Cannot take the body: too much is being read for senders that are not known yet')
const unauthorized = () => new TrailError('unauthorized', 'Cannot answer: there is no valid token')

const routeOf = (request: FastifyRequest) =>
  request.is404 ? undefined : (request.routeOptions.config as { route?: Route }).route

const pathOf = ({ url }: FastifyRequest) => url.split('?', 1)[0]!

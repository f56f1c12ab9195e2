import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routesOf } from '#daemon/server/server.js'
import { REQUESTS } from '#protocol/request.js'
import { type RunningDaemon, runDaemon } from '../support/running-daemon.js'
import { openWebSocket } from '../support/web-socket-client.js'

/** Everybody who may come to a door. `limited` is an auditor who may see one area only; `nobody` brings no token. */
const WHO = ['owner', 'auditor', 'limited', 'ingest', 'nobody', 'revoked', 'expired', 'wrong'] as const
type Who = (typeof WHO)[number]
const READERS = ['owner', 'auditor', 'limited'] as const
const WHOLE_READERS = ['owner', 'auditor'] as const
const WRITERS = ['owner', 'ingest'] as const
const OWNERS = ['owner'] as const

/** Every route there is, and who may use it. A new route fails here until it says who. */
const TRACKING = 'batch b import track t identify i page p screen s group g alias a'.split(' ')
const ROUTES: Readonly<Record<string, readonly Who[]>> = {
  'GET /healthz': WHO,
  'GET /readyz': WHO,
  'POST /v1/events': WRITERS,
  ...Object.fromEntries(TRACKING.map((name) => [`POST /v1/${name}`, WRITERS])),
  'POST /webhooks/segment': WRITERS,
  'GET /v1/search': READERS,
  'GET /v1/export': READERS,
  'GET /audit-events': READERS,
  'GET /metrics': WHOLE_READERS,
  'GET /ws': READERS,
}

/** Every request there is, and who may make it. A new one fails here until it says who. */
const MAY: { readonly [M in keyof typeof REQUESTS]: readonly Who[] } = {
  query: READERS,
  count: READERS,
  facets: READERS,
  histogram: READERS,
  subscribe: READERS,
  unsubscribe: READERS,
  status: READERS,
  'tokens.create': OWNERS,
  'tokens.list': OWNERS,
  'tokens.revoke': OWNERS,
  'jobs.list': WHOLE_READERS,
  'jobs.run': OWNERS,
  'redaction.preview': OWNERS,
  'redaction.hash': OWNERS,
  erase: OWNERS,
  'tasks.list': WHOLE_READERS,
  'tasks.cancel': OWNERS,
  backup: OWNERS,
  'backup.progress': OWNERS,
  'forward.list': WHOLE_READERS,
  'forward.create': OWNERS,
  'forward.update': OWNERS,
  'forward.toggle': OWNERS,
  'forward.delete': OWNERS,
  'forward.secret': OWNERS,
  'forward.test': OWNERS,
  'forward.preview': WHOLE_READERS,
  'forward.replay': OWNERS,
  'forward.discards': WHOLE_READERS,
  'forward.dead': WHOLE_READERS,
  'forward.retry': OWNERS,
  'forward.discard': OWNERS,
}

let running: RunningDaemon
const tokens = new Map<Who, string>()
beforeAll(async () => {
  running = await runDaemon()
  for (const role of ['owner', 'auditor', 'ingest'] as const) tokens.set(role, await running.token(role))
  tokens.set('limited', await running.token('auditor', 'limited', { limits: { areas: ['Users'] } }))
  tokens.set('revoked', await running.token('owner', 'revoked'))
  await running.revoke('revoked')
  tokens.set('expired', await running.token('owner', 'expired', { expiresInMs: 1 }))
  tokens.set('wrong', tokens.get('owner')!.slice(0, -1))
})
afterAll(() => running[Symbol.asyncDispose]())

const DOORS = ['TCP', 'the Unix socket'] as const
type Door = (typeof DOORS)[number]

/** As whom somebody is let in at a door: who brings nothing to the Unix socket owns it. */
function known(who: Who, door: Door): Who | undefined {
  if (who === 'nobody') return door === 'TCP' ? undefined : 'owner'
  return who === 'revoked' || who === 'expired' || who === 'wrong' ? undefined : who
}

const headersOf = (who: Who): Record<string, string> =>
  tokens.has(who) ? { authorization: `Bearer ${tokens.get(who)}` } : {}

async function statusOf(door: Door, who: Who, method: string, path: string): Promise<number> {
  const { hostname, port } = new URL(running.url)
  const place = door === 'TCP' ? { host: hostname, port } : { socketPath: running.socket }
  const sent = request({ ...place, method, path, headers: headersOf(who) })
  sent.end(method === 'POST' ? '{}' : undefined)
  const [response] = await once(sent, 'response')
  await text(response)
  return response.statusCode
}

test('every route has a row above, and every request', () => {
  const nothing = {} as never // the table is made without asking any part
  const routes = routesOf(
    {
      ...{ trail: nothing, reading: nothing, ingest: nothing, report: nothing, metrics: nothing, audit: nothing },
    },
    { maxItems: () => 1, webhookSecret: () => undefined, metricsPublic: () => false },
  )
  expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(ROUTES).sort())
  expect(Object.keys(REQUESTS).sort()).toEqual(Object.keys(MAY).sort())
})

test.each(DOORS.flatMap((door) => Object.entries(ROUTES).map(([route, allowed]) => [door, route, allowed] as const)))(
  'over %s, %s lets in whom it should',
  async (door, route, allowed) => {
    const [method, path] = route.split(' ') as [string, string]
    for (const who of WHO) {
      const as = known(who, door)
      const status = await statusOf(door, who, method, path)
      const verdict = status === 401 || status === 403 ? status : 'let in'
      const expected = allowed === WHO ? 'let in' : as === undefined ? 401 : allowed.includes(as) ? 'let in' : 403
      expect([who, verdict]).toEqual([who, expected])
    }
  },
)

test.each(DOORS.flatMap((door) => WHO.map((who) => [door, who] as const)))(
  'over %s, each request of the WebSocket is answered to "%s" or refused, as it should be',
  async (door, who) => {
    const as = known(who, door)
    const place = door === 'TCP' ? { url: running.url } : { socket: running.socket }
    const client = await openWebSocket({ ...place, headers: headersOf(who) })
    const mayAny = as !== undefined && Object.values(MAY).some((allowed) => allowed.includes(as))
    if (!mayAny) {
      expect([client.hello, (await client.closed).code]).toEqual([undefined, as === undefined ? 4401 : 4403])
      return
    }
    for (const [method, allowed] of Object.entries(MAY)) {
      // Parameters that no request takes: who may not is told so before they are looked at, and nothing is done.
      const error = (await client.call(method, { nonsense: 1 }).catch((error: unknown) => error)) as { type: string }
      expect([method, error.type]).toEqual([method, allowed.includes(as) ? 'invalid-request' : 'forbidden'])
    }
    client.close()
  },
)

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRefusals } from '#daemon/access/refusals.js'
import type { Ingest } from '#daemon/ingest/ingest.js'
import { healthRoutes } from '#daemon/server/health-routes.js'
import { createHttp } from '#daemon/server/http.js'
import { ingestRoutes } from '#daemon/server/ingest-routes.js'
import { ERRORS, type ErrorType, TrailError } from '#protocol/error.js'
import { unlimited } from '../support/unlimited.js'

let server: Server
let url: string
let stopping: AbortController
let failure: ErrorType
beforeEach(async () => {
  stopping = new AbortController()
  const ingest = { take: () => Promise.reject(new TrailError(failure, 'as the test wants it')) } as unknown as Ingest
  const listener = await createHttp({
    routes: [
      ...healthRoutes(() => (stopping.signal.aborted ? 'stopping' : 'ready')),
      ...ingestRoutes(ingest, () => 10),
    ],
    tokens: { find: () => undefined } as never,
    refusals: createRefusals({ now: Date.now, perMinute: () => 60, onRefused: () => {} }),
    ...unlimited(),
    maxBodyBytes: () => 1000,
    corsOrigins: () => [],
    stopping: stopping.signal,
    isUnixSocket: () => true,
    onMistake: () => {},
    onCutOff: () => {},
  })
  server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
})
afterEach(() => server.close())

const post = (path: string, body = '{"batch":[]}') => fetch(url + path, { method: 'POST', body })

test.each(Object.entries(ERRORS))(
  '%s is answered with its status; where the same request may succeed later, with Retry-After',
  async (type, { status, retry }) => {
    failure = type as ErrorType
    for (const path of ['/v1/events', '/v1/batch']) {
      const response = await post(path)
      expect([response.status, await response.json()]).toEqual([
        status,
        { errors: [{ type, message: 'as the test wants it' }] },
      ])
      expect(response.headers.get('retry-after')).toEqual(retry ? expect.stringMatching(/^\d+$/) : null)
    }
    expect(retry).toBe(status === 503 || status === 429)
  },
)

test('while it stops everything but its health is answered 503, for tokens of any kind', async () => {
  stopping.abort()
  for (const response of [await post('/v1/events'), await post('/v1/batch'), await fetch(`${url}/nothing`)]) {
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)])
    expect(await response.json()).toMatchObject({ errors: [{ type: 'unavailable' }] })
  }
  const [live, ready] = [await fetch(`${url}/healthz`), await fetch(`${url}/readyz`)]
  expect([live.status, await live.json(), ready.status, await ready.json()]).toEqual([
    200,
    { state: 'stopping' },
    503,
    { state: 'stopping', reason: 'The daemon is stopping' },
  ])
})

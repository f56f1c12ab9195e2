import { expect, test } from 'vitest'
import { runDaemon } from '../support/running-daemon.js'

test('CORS is off; an origin that is listed may post, and no other', async () => {
  await using running = await runDaemon()
  const preflight = { origin: 'https://app.example.com', 'access-control-request-method': 'POST' }
  expect((await fetch(`${running.url}/v1/batch`, { method: 'OPTIONS', headers: preflight })).status).toBe(401)
  await using open = await runDaemon({ corsOrigins: ['https://app.example.com'] })
  const allowed = await fetch(`${open.url}/v1/batch`, { method: 'OPTIONS', headers: preflight })
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, 'https://app.example.com'])
  const writeKey = await open.token('ingest')
  const posted = await fetch(`${open.url}/v1/b`, {
    method: 'POST',
    headers: { origin: 'https://app.example.com', 'content-type': 'text/plain' },
    body: JSON.stringify({ batch: [], writeKey }),
  })
  expect([posted.status, posted.headers.get('access-control-allow-origin')]).toEqual([200, 'https://app.example.com'])
  for (const [path, origin] of [
    ['/v1/b', 'https://evil.example.com'],
    ['/healthz', 'https://app.example.com'],
  ] as const) {
    const other = await fetch(open.url + path, { method: 'OPTIONS', headers: { ...preflight, origin } })
    expect([other.status === 204, other.headers.get('access-control-allow-origin')]).toEqual([false, null])
  }
})

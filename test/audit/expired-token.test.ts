import { expect, test } from 'vitest'
import type { AuditEvent } from '#protocol/event.js'
import { startDaemon } from '../support/daemon.js'
import { openWebSocket } from '../support/web-socket-client.js'

test('who comes with a token that has expired is named, through every door, and is told no more than anybody', async () => {
  await using daemon = await startDaemon()
  const url = daemon.url.replace('ws', 'http')
  const owner = await openWebSocket({ socket: daemon.socket })
  const lapsed = async (name: string) => {
    const created = await owner.call('tokens.create', { name, role: 'auditor', expiresInMs: 1 })
    return (created as { token: string }).token
  }
  const bearer = async (name: string) => ({ authorization: `Bearer ${await lapsed(name)}` })
  const nobody = await fetch(`${url}/v1/search`)
  const somebody = await fetch(`${url}/v1/search`, { headers: await bearer('in-the-header') })
  expect([somebody.status, await somebody.text()]).toEqual([401, await nobody.text()])
  const body = JSON.stringify({ batch: [], writeKey: await lapsed('in-the-body') })
  expect((await fetch(`${url}/v1/batch`, { method: 'POST', body })).status).toBe(401)
  for (const place of [{ url: daemon.url }, { socket: daemon.socket }]) {
    const name = 'url' in place ? 'over-tcp' : 'over-the-socket'
    const client = await openWebSocket({ ...place, headers: await bearer(name) })
    expect(await client.closed).toMatchObject({ code: 4401, reason: expect.not.stringContaining('expired') as string })
  }

  const filter = 'action:"Audit Access Refused" -actor:unknown'
  const found = async () => (await owner.call('query', { filter, order: 'oldest' })) as { events: AuditEvent[] }
  const refused = (id: string, request: string) => ({
    ...{ actor: { type: 'token', id }, outcome: 'failure' },
    details: { reason: 'unauthorized', request, token: 'expired' },
  })
  await expect
    .poll(async () => (await found()).events)
    .toMatchObject([
      refused('in-the-header', 'GET /v1/search'),
      refused('in-the-body', 'POST /v1/batch'),
      refused('over-tcp', 'GET /ws'),
      refused('over-the-socket', 'GET /ws'),
    ])
  owner.close()
})

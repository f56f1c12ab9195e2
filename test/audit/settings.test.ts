import { expect, test } from 'vitest'
import type { AuditEvent } from '#protocol/event.js'
import { startDaemon } from '../support/daemon.js'
import { runDaemon } from '../support/running-daemon.js'
import { openWebSocket } from '../support/web-socket-client.js'

const FILTER = 'area:"Audit Trail" action:"Audit Settings Changed"'

test('settings that a reload changes are recorded as in the file, and of a secret only that it changed', async () => {
  const secretFile = { 'webhooks.segment.secretFile': '/etc/secret' }
  await using changing = await runDaemon({ webhookSecret: 'first-secret', settings: { ...secretFile, hipaa: false } })
  const settings = { ...secretFile, 'limits.items': 7, 'cors.origins': ['https://a'], retention: '30d' }
  const changes = { webhookSecret: 'second-secret', maxItems: 7, settings }
  changing.reload({ ...changes, dedupeIds: 5, settings: { ...settings, dedupeIds: 5 } })
  changing.reload(changes)
  const client = await openWebSocket({ socket: changing.socket })
  const found = async () => ((await client.call('query', { filter: FILTER })) as { events: AuditEvent[] }).events
  await expect.poll(found).toMatchObject([
    {
      actor: { type: 'system' },
      changes: [
        { path: '/retention', before: '90d', after: '30d' },
        { path: '/limits/items', before: 10_000, after: 7 },
        { path: '/cors/origins', before: [], after: ['https://a'] },
        { path: '/webhooks/segment/secretFile' },
      ],
    },
  ])
  expect(JSON.stringify(await found())).not.toMatch(/first-secret|second-secret/)
  client.close()
})

test('settings that were changed between two runs are recorded when the next begins', async () => {
  await using daemon = await startDaemon('--retention', '30d')
  const changes = async () => {
    const client = await openWebSocket({ socket: daemon.socket })
    try {
      const { events } = (await client.call('query', { filter: FILTER, order: 'oldest' })) as { events: AuditEvent[] }
      return events.map((event) => event.changes)
    } finally {
      client.close()
    }
  }
  const cheaper = [{ path: '/retention', before: '30d', after: '1d' }]
  expect(await changes()).toEqual([])
  await daemon.restart('SIGTERM', '--retention', '1d')
  await expect.poll(changes).toEqual([cheaper])
  await daemon.restart('SIGTERM', '--retention', '1d')
  await daemon.restart('SIGKILL', '--retention', 'off', '--workspace', 'eu')
  await expect.poll(changes).toEqual([
    cheaper,
    [
      { path: '/workspace', before: 'default', after: 'eu' },
      { path: '/retention', before: '1d', after: 'off' },
    ],
  ])
})

import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { eventsAt } from '#daemon/query/events-at.js'
import { startAnswering } from '../support/answering.js'
import { upTo, webhookTo } from '../support/forwarding.js'
import { forwardingOn } from '../support/open-forwarding.js'
import { OWNER } from '../support/tasks.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const { signal } = new AbortController()

test('that nothing is wanted any more is told once, however many batches are on the way', async () => {
  await using store = await temporaryTrail()
  const waiting: ServerResponse[] = []
  await using receiver = await startAnswering((_, response) => {
    waiting.push(response)
    // All at once, so that no answer stops another.
    if (waiting.length === 4) for (const each of waiting) each.writeHead(410).end()
  })
  await store.trail.append(drafts(100))
  await using forward = await forwardingOn(store.trail)
  const { forwarding } = forward
  const settings = webhookTo(receiver, { inFlight: 4, maxBatchEvents: 10 })
  await forwarding.create({ settings, from: 'start', enable: true }, OWNER, signal)
  await expect.poll(() => forwarding.destinations()[0]).toMatchObject({ state: 'gone', enabled: false, cursor: 0 })
  const context = { trail: store.trail, now: Date.now, retentionMs: () => undefined }
  const actions = (await eventsAt(context, upTo(store.trail.lastSeq))).map(({ action }) => action)
  expect(actions.filter((action) => action === 'Forwarding Destination Gone')).toHaveLength(1)
})

import { expect, test } from 'vitest'
import { subjectOf } from '#daemon/erase/subject.js'
import { startAnswering } from '../support/answering.js'
import { webhookTo } from '../support/forwarding.js'
import { forwardingOn } from '../support/open-forwarding.js'
import { OWNER } from '../support/tasks.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const { signal } = new AbortController()
const { without } = subjectOf(['ada@example.com'])

test.each([
  ['is down', 503, 'down'],
  ['is gone', 410, 'gone'],
] as const)('what a receiver that %s answered of a person is kept nowhere', async (_, status, state) => {
  await using store = await temporaryTrail()
  let [answers, hanging] = [true, false]
  await using receiver = await startAnswering((_, response) => {
    if (answers) response.writeHead(status).end('not for ada@example.com')
    else hanging = true
  })
  await store.trail.append(drafts(3))
  const kept = async () =>
    JSON.stringify([
      await store.trail.records.list('destination'),
      await store.trail.records.list('destination-state'),
      await store.trail.records.list('discard-samples'),
    ])
  {
    await using forward = await forwardingOn(store.trail)
    const { forwarding } = forward
    await forwarding.create({ settings: webhookTo(receiver), from: 'start', enable: true }, OWNER, signal)
    await expect.poll(() => forwarding.destinations()[0]?.state, { timeout: 10_000 }).toBe(state)
    await expect.poll(kept).toContain('ada@example.com')
    // What is tried again meanwhile would be told anew.
    answers = false
    if (state === 'down') await expect.poll(() => hanging).toBe(true)
    await forwarding.scrub(without)
    expect(forwarding.destinations()[0]).toMatchObject({ state })
    expect(forwarding.destinations()[0]?.failure?.message).toContain('[erased]')
  }
  expect(await kept()).not.toContain('ada@example.com')
})

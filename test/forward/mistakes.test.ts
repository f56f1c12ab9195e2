import { expect, test } from 'vitest'
import { openDiscards } from '#daemon/forward/discards.js'
import type { Records } from '#daemon/store/records.js'
import { webhookTo } from '../support/forwarding.js'
import { forwardingOn } from '../support/open-forwarding.js'
import { startReceiver } from '../support/receiver.js'
import { OWNER } from '../support/tasks.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const { signal } = new AbortController()
const SLOW = { timeout: 20_000 }

/** Records of which those of one kind cannot be written, until they are repaired. */
function broken(records: Records, kind: string) {
  let isBroken = true
  return {
    repair: () => {
      isBroken = false
    },
    records: {
      ...records,
      put(...[of, name, value]: Parameters<Records['put']>) {
        return isBroken && of === kind ? Promise.reject(new Error('no space left')) : records.put(of, name, value)
      },
    } satisfies Records,
  }
}

test('a mistake of our own is shown for as long as it lasts, also where nothing is sent after it', async () => {
  await using store = await temporaryTrail()
  await using receiver = await startReceiver()
  const filters = [{ title: 'Nothing', if: 'all', actions: [{ type: 'DROP' as const }] }]
  await store.trail.append(drafts(10))
  let mayRecord = true
  await using forward = await forwardingOn(store.trail, { mayRecord: () => mayRecord })
  const { forwarding } = forward
  await forwarding.create({ settings: webhookTo(receiver, { filters }), from: 'start' }, OWNER, signal)
  // Also the event that it was made.
  for await (const _ of store.trail.prune(Date.now() + 86_400_000, signal));
  await forwarding.toggle({ name: 'hook', enabled: true }, OWNER, signal)
  mayRecord = false
  await expect
    .poll(() => forwarding.destinations(), SLOW)
    .toMatchObject([{ state: 'retrying', failure: { code: 'INTERNAL' } }])
  mayRecord = true
  await expect.poll(() => forwarding.destinations(), SLOW).toMatchObject([{ state: 'idle', missed: 11 }])
  expect(forwarding.destinations()[0]).not.toHaveProperty('failure')
  expect(receiver.received).toEqual([])
})

test('why events were discarded is written again where that failed', async () => {
  await using store = await temporaryTrail()
  const { records, repair } = broken(store.trail.records, 'discard-samples')
  const discards = await openDiscards(records, 'hook', Date.now)
  discards.note([{ step: 'failedDelivery', code: '422', seq: 1, message: 'no' }])
  await expect(discards.keep()).rejects.toThrow('no space left')
  repair()
  await discards.keep()
  expect((await openDiscards(store.trail.records, 'hook', Date.now)).list()).toMatchObject([{ code: '422', count: 1 }])
})

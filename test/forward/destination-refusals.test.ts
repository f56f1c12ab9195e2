import { expect, test } from 'vitest'
import { type Client, connect } from '#protocol/client.js'
import { startDaemon } from '../support/daemon.js'
import { destination, ownerOf, toldOf, webhookTo } from '../support/forwarding.js'
import { startReceiver } from '../support/receiver.js'

test('settings that cannot work are refused with the field they are wrong in, and nothing is made of them', async () => {
  await using daemon = await startDaemon()
  await using owner = await ownerOf(daemon)
  const settings = webhookTo({ url: 'http://127.0.0.1:9' })
  const wrong: [object, string | undefined][] = [
    [{ settings: { ...settings, url: 'ftp://there' } }, 'settings.url'],
    [{ settings: { ...settings, url: 'https://169.254.169.254/latest' } }, 'settings.url'],
    [{ settings: { ...settings, allowPrivate: ['everywhere'] } }, 'settings.allowPrivate'],
    [{ settings: { ...settings, ca: 'trust me' } }, 'settings.ca'],
    [{ settings: { ...settings, type: 'splunk' } }, 'secret'],
    [{ settings: { ...settings, type: 'pigeon' } }, 'settings.type'],
    [{ settings: { ...settings, nonsense: 1 } }, 'settings.nonsense'],
    [{ settings: { ...settings, name: '../../etc/passwd' } }, 'settings.name'],
    [{ settings: { ...settings, name: '__proto__' } }, 'settings.name'],
    [{ settings: { ...settings, name: 'a/b' } }, 'settings.name'],
    [{ settings, secret: 'whsec_?' }, 'secret'],
    [{ settings, secret: 'é'.repeat(4000) }, 'secret'],
    [{ settings, from: 'yesterday' }, 'from'],
    [{ settings, from: '2999-01-01T00:00:00Z' }, 'from'],
    [
      {
        settings: { ...settings, filters: [{ title: 't', if: 'event =', actions: [{ type: 'DROP' }], enabled: true }] },
      },
      undefined,
    ],
    [
      { settings: { ...settings, trackingPlan: { rules: [{ type: 'TRACK', jsonSchema: {} }] } } },
      'trackingPlan.rules.0.key',
    ],
  ]
  for (const [params, field] of wrong) {
    const refusal = await owner.call('forward.create', params as never).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ type: expect.stringMatching(/^invalid-(request|filter)$/) })
    if (field !== undefined) expect(refusal).toMatchObject({ options: { field } })
  }
  expect((await owner.call('forward.list', {})).destinations).toEqual([])
  expect(await toldOf(owner)).toEqual([])
})

test('names are unique, hostile ones are none, and auditors may look but not touch', async () => {
  await using daemon = await startDaemon()
  await using receiver = await startReceiver()
  await using owner = await ownerOf(daemon)
  const settings = webhookTo(receiver)
  const both = await Promise.allSettled([1, 2].map(() => owner.call('forward.create', { settings })))
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(owner.call('forward.create', { settings: { ...settings, name: 'Hook' } })).rejects.toMatchObject({
    type: 'already-exists',
  })
  await expect(owner.call('forward.update', { settings: { ...settings, type: 'otlp' } })).rejects.toMatchObject({
    options: { field: 'settings.type' },
  })
  for (const name of ['nobody', '__proto__', 'constructor', '../hook', 'hook\0', 'hook/', '\ud800']) {
    for (const [method, params] of [
      ['forward.toggle', { enabled: true }],
      ['forward.delete', {}],
      ['forward.secret', { secret: 's' }],
      ['forward.test', {}],
      ['forward.replay', {}],
      ['forward.discards', {}],
      ['forward.dead', {}],
      ['forward.retry', {}],
      ['forward.discard', {}],
      ['forward.preview', { seq: 1 }],
    ] as const) {
      await expect(owner.call(method, { ...params, name } as never)).rejects.toMatchObject({ type: 'not-found' })
    }
  }

  const { token } = await owner.call('tokens.create', { name: 'eye', role: 'auditor' })
  await using auditor = await connect({ url: daemon.url, token, now: Date.now })
  const urlFor = async (client: Client) =>
    (await client.call('forward.list', {})).destinations.map((d) => d.settings.url)
  expect(await urlFor(owner)).toEqual([expect.stringContaining('/in?key=in-the-query')])
  expect(await urlFor(auditor)).toEqual([expect.stringMatching(/^http:\/\/[^/]+\/…$/)])
  await expect(auditor.call('forward.toggle', { name: 'hook', enabled: true })).rejects.toMatchObject({
    type: 'forbidden',
  })
  expect((await destination(owner))?.enabled).toBe(false)
})

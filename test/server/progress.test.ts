import { expect, test } from 'vitest'
import { runDaemon } from '../support/running-daemon.js'
import { openWebSocket } from '../support/web-socket-client.js'

test('a question that looks at many events tells how far it is, to who asks for that', async () => {
  await using running = await runDaemon()
  const client = await openWebSocket({ socket: running.socket })
  const event = { action: 'Source Created', actor: { id: 'u1' } }
  const sent = await running.post('/v1/events', JSON.stringify(Array.from({ length: 4200 }, () => event)))
  expect(sent.body.accepted).toBe(4200)
  // Until a segment is sealed there is little to look at.
  const told = () => client.messages.filter((message) => message.progress !== undefined)
  for (let id = 1; told().length === 0; id++) {
    client.send({ id, method: 'count', params: { filter: 'nothing-holds-this', progress: true } })
    await client.until((message) => message.id === id && message.result !== undefined)
  }
  const [{ id } = {}] = told()
  expect(told()).toEqual([{ id, progress: { done: 0, of: expect.any(Number) as number } }])
  expect(client.messages.findIndex((message) => message.id === id && message.result !== undefined)).toBe(
    client.messages.findIndex((message) => message.progress !== undefined) + 1,
  )
  const before = client.messages.length
  await client.call('count', { filter: 'nothing-holds-this' })
  expect(client.messages.length).toBe(before + 1)
  client.close()
})

test('a question that is no longer wanted is ended, and the next one answered', async () => {
  await using running = await runDaemon()
  const client = await openWebSocket({ socket: running.socket })
  const event = { action: 'Source Created', actor: { id: 'u1' } }
  await running.post('/v1/events', JSON.stringify(Array.from({ length: 9000 }, () => event)))
  // What may be part of a number is looked for in every event.
  client.send({ id: 1, method: 'count', params: { filter: '4711' } })
  client.send({ id: 2, method: 'unsubscribe', params: { id: 1 } })
  const ended = await client.until((message) => message.id === 1)
  expect(ended).toEqual({ id: 1, end: true, reason: 'unsubscribed' })
  expect(await client.call('count', { filter: 'actor:u1' })).toMatchObject({ count: 9000 })
  client.close()
})

import { expect, test } from 'vitest'
import { askDaemon, type Daemon } from '#tui/effects.js'
import type { Message } from '#tui/model/message.js'

test('rows that cannot be read are told of, once, until a key is pressed', async () => {
  const messages: Message[] = []
  const call = async () => ({ events: [], asOf: 9, damaged: [{ from: 65, to: 128 }] })
  const ask = askDaemon({
    daemon: { call } as unknown as Daemon,
    exportEvents: () => Promise.reject(new Error('not asked for')),
    timeZone: 'UTC',
    signal: new AbortController().signal,
    send: (message) => messages.push(message),
    onMistake: (error) => expect.unreachable(String(error)),
  })
  const windows = () => messages.filter(({ type }) => type === 'window').length
  for (const n of [1, 2]) {
    ask({ type: 'fetch-window', filter: '', base: 9, place: 'newest' })
    await expect.poll(windows).toBe(n)
  }
  expect(messages.filter(({ type }) => type === 'failed')).toEqual([
    { type: 'failed', asked: 'damage', passing: false, message: expect.stringContaining('seq 65 to 128 are damaged') },
  ])
})

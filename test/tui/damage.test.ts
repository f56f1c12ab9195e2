import { expect, test } from 'vitest'
import { performEffects } from '#tui/effects.js'
import type { Message } from '#tui/model/message.js'
import type { Daemon, Hands } from '#tui/performers/hands.js'

test('rows that cannot be read are told of, once, until a key is pressed', async () => {
  const messages: Message[] = []
  const call = async () => ({ events: [], asOf: 9, damaged: [{ from: 65, to: 128 }] })
  const perform = performEffects({
    daemon: { call } as unknown as Daemon,
    terminal: {} as Hands['terminal'],
    memory: {} as Hands['memory'],
    exportEvents: () => Promise.reject(new Error('not asked for')),
    timeZone: 'UTC',
    folders: { home: '/root', current: '/' },
    signal: new AbortController().signal,
    send: (message) => messages.push(message),
    end: () => expect.unreachable('it is not left'),
    onMistake: (error) => expect.unreachable(String(error)),
  })
  const windows = () => messages.filter(({ type }) => type === 'window').length
  for (const n of [1, 2]) {
    perform({ type: 'fetch-window', of: 'live', filter: '', base: 9, place: 'newest' })
    await expect.poll(windows).toBe(n)
  }
  expect(messages.filter(({ type }) => type === 'failed')).toEqual([
    { type: 'failed', asked: 'damage', passing: false, message: expect.stringContaining('seq 65 to 128 are damaged') },
  ])
})

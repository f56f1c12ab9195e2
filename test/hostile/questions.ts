import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { type Attacking, always, head, opened, raw, times, webSocket } from './line.js'

/** Words no event holds, so that every event is looked at for each. */
const SLOW_FILTER = times(1600, (i) => `-zq${i}x`).join(' ')

/** The attacker's own memory is not what is tried. */
const MAX_BUFFERED_BYTES = 1024 * 1024

/** Attacks by what is asked. */
export const QUESTIONS: Readonly<Record<string, Attacking>> = {
  'a million subscriptions': {
    answers: ['too-many-subscriptions', 'too-many-requests', 'rate-limited'],
    attack: (target, end, answers) =>
      always(16, end, async () => {
        const socket = await webSocket(target, end, answers)
        for (let id = 1; !end.aborted && socket.readyState === WebSocket.OPEN; id++) {
          socket.send(JSON.stringify({ id, method: 'subscribe', params: { filter: SLOW_FILTER } }))
          while (socket.bufferedAmount > MAX_BUFFERED_BYTES && socket.readyState === WebSocket.OPEN) await sleep(5)
        }
      }),
  },
  'live filters that take long': {
    answers: [],
    attack: async (target, end, answers) => {
      const socket = await webSocket(target, end, answers)
      for (let id = 1; id <= 60; id++)
        socket.send(JSON.stringify({ id, method: 'subscribe', params: { filter: SLOW_FILTER } }))
      await sleep(3_600_000, undefined, { signal: end }).catch(() => {})
    },
  },
  'the whole history, sixty times': {
    answers: ['answered'],
    attack: (target, end, answers) =>
      always(1, end, async () => {
        const socket = await webSocket(target, end, answers)
        for (let id = 1; id <= 60; id++)
          socket.send(JSON.stringify({ id, method: 'subscribe', params: { after: 0, filter: '-zz -yy' } }))
        await sleep(2000, undefined, { signal: end }).catch(() => {})
        socket.terminate()
      }),
  },
  'answers that are never read': {
    answers: ['closed 4429', 'closed 1006'],
    attack: (target, end, answers) =>
      always(8, end, async () => {
        const socket = await webSocket(target, end, answers)
        socket.pause()
        for (let id = 1; id <= 50; id++)
          socket.send(JSON.stringify({ id, method: 'query', params: { limit: 1000, order: 'oldest' } }))
        await sleep(1000, undefined, { signal: end }).catch(() => {})
        socket.resume()
        await sleep(500, undefined, { signal: end }).catch(() => {})
        socket.terminate()
      }),
  },
  'exports that are never read': {
    answers: ['too-many-subscriptions'],
    attack: async (target, end, answers) => {
      for (let i = 0; i < 100 && !end.aborted; i++) {
        const socket = raw(target, end, answers)
        await opened(socket)
        socket.write(head('GET', '/v1/export?format=ndjson', target.auditor, ''))
        if (i < 70) socket.pause()
        await sleep(10)
      }
      await sleep(3_600_000, undefined, { signal: end }).catch(() => {})
    },
  },
  'expensive questions, given up at once': {
    answers: [],
    attack: (target, end, answers) =>
      always(16, end, async () => {
        const socket = await webSocket(target, end, answers)
        for (let id = 1; id <= 40; id++) {
          const filter = `${SLOW_FILTER} a*b*c*d*e*f*g`
          socket.send(
            JSON.stringify({
              id,
              method: ['count', 'facets'][id % 2],
              params: { filter, ...(id % 2 && { fields: ['action'], top: 5 }) },
            }),
          )
        }
        await sleep(200)
        socket.terminate()
      }),
  },
  'cursors and messages that are huge or deep': {
    answers: ['invalid-request'],
    attack: (target, end, answers) =>
      always(8, end, async () => {
        const socket = await webSocket(target, end, answers)
        const deep = `{"id":1,"method":"count","params":${'['.repeat(400_000)}${']'.repeat(400_000)}}`
        for (let id = 1; id <= 20 && socket.readyState === WebSocket.OPEN; id++) {
          socket.send(JSON.stringify({ id, method: 'query', params: { cursor: 'x'.repeat(900_000) } }))
          socket.send(deep)
          await sleep(20)
        }
        socket.terminate()
      }),
  },
}

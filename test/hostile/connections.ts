import { setTimeout as sleep } from 'node:timers/promises'
import { type Attacking, always, closed, head, opened, pour, raw, times } from './line.js'

/** Attacks by connections and requests. */
export const CONNECTIONS: Readonly<Record<string, Attacking>> = {
  'slow heads (slowloris)': {
    answers: ['408'],
    attack: (target, end, answers) =>
      always(200, end, async () => {
        const socket = raw(target, end, answers)
        await opened(socket)
        socket.write('GET /healthz HTTP/1.1\r\n')
        while (!end.aborted && !socket.destroyed) {
          socket.write('x: y\r\n')
          await sleep(500)
        }
      }),
  },
  'slow bodies': {
    answers: [],
    attack: (target, end, answers) =>
      always(200, end, async () => {
        const socket = raw(target, end, answers)
        await opened(socket)
        socket.write(head('POST', '/v1/events', target.ingest, 'content-length: 16000000\r\n'))
        while (!end.aborted && !socket.destroyed) {
          socket.write(Buffer.alloc(100, 0x20))
          await sleep(200)
        }
      }),
  },
  'bodies without end': {
    answers: ['too-large', '413', 'closed'],
    attack: async (target, end, answers) => {
      const chunk = Buffer.from(`10000\r\n${'x'.repeat(0x10000)}\r\n`)
      await always(4, end, async () => {
        const socket = raw(target, end, answers)
        socket.write(head('POST', '/v1/events', target.ingest, 'transfer-encoding: chunked\r\n'))
        await pour(socket, () => chunk, end)
      })
    },
  },
  'very many connections': {
    answers: ['too-many-connections'],
    attack: async (target, end, answers) => {
      const sockets = times(1000, () => raw(target, end, answers))
      await Promise.all(sockets.map(opened))
      while (!end.aborted) {
        await opened(raw(target, end, answers))
        await sleep(2)
      }
    },
  },
  'pipelined requests': {
    answers: ['too-many-requests', '429'],
    attack: (target, end, answers) =>
      always(4, end, async () => {
        const socket = raw(target, end, answers)
        await opened(socket)
        socket.write(head('GET', '/v1/search?limit=1000', target.auditor, '').repeat(1000))
        await closed(socket)
      }),
  },
  'a flood of requests': {
    answers: ['rate-limited'],
    attack: (target, end, answers) =>
      always(64, end, async () => {
        const socket = raw(target, end, answers)
        await opened(socket)
        const again = () => socket.write(head('GET', '/v1/search?limit=1', target.auditor, ''))
        socket.on('data', again)
        again()
        await closed(socket)
      }),
  },
  'a flood without a token': {
    answers: ['rate-limited', '401', '429'],
    attack: (target, end, answers) =>
      always(64, end, async () => {
        const socket = raw(target, end, answers)
        await opened(socket)
        const again = () => socket.write(head('GET', '/v1/search', undefined, ''))
        socket.on('data', again)
        again()
        await closed(socket)
      }),
  },
}

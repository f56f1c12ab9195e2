import { gzipSync } from 'node:zlib'
import { type Attacking, always, post, times } from './line.js'

const anEvent = (i: number, padding: number) => ({
  action: `A${i % 50}`,
  actor: { id: 'h' },
  details: { padding: 'x'.repeat(padding) },
})
const BOMB = gzipSync(Buffer.alloc(512 * 1024 * 1024, 0x20))
const BRACKETS = gzipSync(Buffer.alloc(15 * 1024 * 1024, 0x5b))
const BIG_BATCH = Buffer.from(JSON.stringify(times(9000, (i) => anEvent(i, 1500))))
const BIG_CALLS = Buffer.from(
  JSON.stringify({
    batch: times(9000, (i) => ({
      type: 'track',
      event: 'A',
      userId: `u${i}`,
      properties: { padding: 'x'.repeat(1500) },
    })),
  }),
)
const MANY_LINES = Buffer.from(times(9000, (i) => JSON.stringify(anEvent(i, 10))).join('\n'))
const SOME_EVENTS = Buffer.from(JSON.stringify(times(100, (i) => anEvent(i, 100))))

/** Attacks by bodies. */
export const BODIES: Readonly<Record<string, Attacking>> = {
  'gzip bombs': {
    answers: ['too-large'],
    attack: (target, end, answers) =>
      always(8, end, () => post(target, '/v1/events', 'content-encoding: gzip\r\n', BOMB, end, answers)),
  },
  'brackets of 15 MiB': {
    answers: ['invalid-request'],
    attack: (target, end, answers) =>
      always(8, end, () => post(target, '/v1/events', 'content-encoding: gzip\r\n', BRACKETS, end, answers)),
  },
  'batches of 13 MiB': {
    answers: ['rate-limited'],
    attack: (target, end, answers) => always(8, end, () => post(target, '/v1/events', '', BIG_BATCH, end, answers)),
  },
  'batches of calls of 13 MiB': {
    answers: ['rate-limited'],
    attack: (target, end, answers) => always(8, end, () => post(target, '/v1/batch', '', BIG_CALLS, end, answers)),
  },
  'many events in few bytes': {
    answers: ['rate-limited'],
    attack: (target, end, answers) =>
      always(8, end, () =>
        post(target, '/v1/events', 'content-type: application/x-ndjson\r\n', MANY_LINES, end, answers),
      ),
  },
  'small batches, as fast as may be': {
    answers: ['rate-limited'],
    attack: (target, end, answers) => always(32, end, () => post(target, '/v1/events', '', SOME_EVENTS, end, answers)),
  },
}

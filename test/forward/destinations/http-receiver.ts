import type { Certificate } from '../../support/certificate.js'
import { type Received, startReceiver } from '../../support/receiver.js'
import type { Arrival, TestReceiver } from './conformance.js'

/** A receiver whose protocol is HTTP; `arrival` reads what came. */
export async function startHttpReceiver(
  arrival: (request: Received) => Arrival,
  tls?: Certificate,
): Promise<TestReceiver> {
  const receiver = await startReceiver(tls && { tls })
  return {
    url: receiver.url,
    arrivals: () => receiver.received.map(arrival),
    get connections() {
      return receiver.connections
    },
    faults: {
      refuse: () => receiver.will({ answer: 400, body: 'bad' }),
      retryAfter: (seconds) => receiver.will({ answer: 429, headers: { 'retry-after': String(seconds) } }),
      gone: () => receiver.will({ answer: 410 }),
      unauthorized: () => receiver.will({ answer: 401 }),
      redirect: (location) => receiver.will({ answer: 307, headers: { location } }),
      hang: () => receiver.will('hang'),
      answerLate: (lateMs) => receiver.will({ lateMs, answer: 200 }),
      reset: () => receiver.will('reset'),
      breakOff: () => receiver.will({ breakOff: 200 }),
      stall: () => receiver.will({ stall: 200 }),
      say: (body) => receiver.will({ answer: 503, body }),
    },
    [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
  }
}

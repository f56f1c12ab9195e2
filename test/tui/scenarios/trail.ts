import { randomUUID } from 'node:crypto'
import { type SampleEvent, takeEvents } from '../../support/sample-events.js'

const EVERY_MS = 4000
const COUNT = 260

/** The newest event of the trail, with all that a detail can show. */
const CHANGED: Partial<SampleEvent> = {
  action: 'Policy Updated',
  area: 'Users',
  outcome: 'success',
  actor: { type: 'user', id: 'u-eve', name: 'Eve', email: 'eve@acme.io' },
  resource: { type: 'policy', id: 'pol_1', name: 'Refunds' },
  changes: [
    { path: '/roles', before: ['viewer'], after: ['viewer', 'billing-admin'] },
    { path: '/limits/refund', before: 500, after: 5000 },
  ],
  context: { ip: '10.1.2.3', userAgent: 'Firefox/140.0', requestId: 'req-77' },
  details: { reason: 'on request', approved: { by: 'carol', at: null }, token: 'sk_live_4711' },
}

const WORDS = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf', 'hotel']
/** More than a screen has room for. */
const MUCH = Object.fromEntries(
  Array.from({ length: 90 }, (_, i) => [`key${i}`, `${WORDS[i % 8]} ${WORDS[(i >> 3) % 8]}`]),
)

/** Sample events of the last quarter of an hour. */
export function trailUntil(nowMs: number): SampleEvent[] {
  const startMs = nowMs - COUNT * EVERY_MS
  const events = takeEvents(COUNT, { seed: 7, startMs, intervalMs: EVERY_MS }).map((event, i) => ({
    ...event,
    timestamp: new Date(startMs + i * EVERY_MS).toISOString(),
    ...(i === 0 && { action: 'Trail Begun', details: MUCH }),
  }))
  const ago = (ms: number) => new Date(nowMs - ms).toISOString()
  const before = events.filter(({ timestamp }) => timestamp < ago(20_000))
  // What is related to the newest event, and a failure to go to.
  const kin = { ...CHANGED, action: 'Policy Created', timestamp: ago(12_000), outcome: 'failure' as const, changes: [] }
  return [
    ...before,
    { ...events[0]!, ...kin, id: randomUUID() },
    { ...events[1]!, id: randomUUID(), timestamp: ago(10_000), outcome: 'success' },
    { ...events[2]!, ...CHANGED, id: randomUUID(), timestamp: ago(8000) },
  ]
}

/** Events that happen now, like the newest of the trail. */
export const arrivals = (count: number): SampleEvent[] =>
  takeEvents(count, { seed: 1, startMs: Date.now(), intervalMs: 1 }).map((event) => ({
    ...event,
    ...CHANGED,
    id: randomUUID(),
  }))

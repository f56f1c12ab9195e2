import { ACTIONS } from '#protocol/catalogue.js'
import type { Draft } from '#protocol/event.js'
import { type Random, seededRandom, zipf } from './random.js'

/** An admitted event as a sender that knows all its fields makes it. */
export type SampleEvent = Draft & { timestamp: string }

export interface SampleOptions {
  readonly seed: number
  /** Timestamp of the first event, ms. */
  readonly startMs: number
  /** Mean time from one event to the next. */
  readonly intervalMs: number
}

/** The catalogue's actions but the daemon's own, in an order that mixes the areas; the first are the most usual. */
const SENT = ACTIONS.filter(({ area }) => area !== 'Audit Trail')
const USUAL_ACTIONS = SENT.map((_, i) => SENT[(i * 61) % SENT.length]!)

// biome-ignore format: one list of names
const FIRST_NAMES = [
  'Alice', 'Bob', 'Carol', 'Dave', 'Erin', 'Frank', 'Grace', 'Heidi', 'Ivan', 'Judy',
  'Karl', 'Laura', 'Mallory', 'Nils', 'Olga', 'Peggy', 'Quentin', 'Rosa', 'Sybil', 'Trent',
]
const LAST_NAMES = 'Adams Baker Castro Dubois Eriksen Fischer García Haddad Ito Jensen'.split(' ')
const PRODUCTS = ['Orders', 'Checkout', 'Billing', 'Web shop', 'Mobile app', 'Search', 'Loyalty', 'Inventory']
const STAGES = ['prod', 'staging', 'dev']
const USER_AGENTS = [
  'Firefox/140.0 (X11; Linux x86_64)',
  'Safari/17.6 (Macintosh)',
  'terraform/1.14 (linux; amd64)',
  'curl/8.14.1',
]
const PLACES = ['app', 'api', 'terraform', 'cli', 'support']
const REGIONS = ['us-west-2', 'eu-west-1']
const REASONS = ['on request', 'review', 'incident 4711', 'cost', 'cleanup', 'migration']

/**
 * Events without end, like those of a busy workspace: 200 actors and the
 * catalogue's actions by Zipf's law, 150 resources an area, changes on a fifth,
 * about 500 bytes of JSON. The same options give the same events.
 */
export function* sampleEvents({ seed, startMs, intervalMs }: SampleOptions): Generator<SampleEvent, never> {
  const random = seededRandom(seed)
  const actor = zipf(makeActors(random), random)
  const action = zipf(USUAL_ACTIONS, random)
  const resource = zipf(
    Array.from({ length: 150 }, () => ({
      id: random.hex(10),
      name: `${random.pick(PRODUCTS)} ${random.pick(STAGES)}`,
    })),
    random,
  )

  for (let at = startMs; ; at += random.next() * 2 * intervalMs) {
    const { action: name, area, kind } = action()
    const type = area.toLowerCase().replaceAll(' ', '_')
    const { ip, userAgent, ...who } = actor()
    const target = resource()
    yield {
      id: uuidAt(at, random),
      timestamp: new Date(at).toISOString(),
      workspace: 'acme',
      action: name,
      area,
      outcome: kind === 'failure' || random.next() < 0.02 ? 'failure' : 'success',
      actor: who,
      resource: { type, id: `${type.slice(0, 3)}_${target.id}`, name: target.name },
      ...(random.next() < 0.2 && { changes: [{ path: '/enabled', before: false, after: true }] }),
      context: { ip, userAgent },
      details: {
        via: random.pick(PLACES),
        region: random.pick(REGIONS),
        version: random.below(40),
        ...(random.next() < 0.5 && { reason: random.pick(REASONS) }),
        ...(random.next() < 0.3 && { durationMs: random.below(5000) }),
        ...(random.next() < 0.3 && { ticket: `OPS-${random.below(9000)}` }),
      },
    }
  }
}

export function takeEvents(count: number, options: SampleOptions): SampleEvent[] {
  const events = sampleEvents(options)
  return Array.from({ length: count }, () => events.next().value)
}

/** 180 people and 20 tokens. */
const makeActors = (random: Random) =>
  Array.from({ length: 200 }, (_, i) => {
    const ip = `${random.pick([10, 81, 185])}.${random.below(256)}.${random.below(256)}.${random.below(256)}`
    const userAgent = random.pick(USER_AGENTS)
    if (i % 10 === 9) return { type: 'token' as const, id: random.hex(8), name: `ci-${i}`, ip, userAgent }
    const [first, last] = [FIRST_NAMES[i % 20]!, LAST_NAMES[Math.floor(i / 20)]!]
    return {
      type: 'user' as const,
      id: random.hex(10),
      name: `${first} ${last}`,
      email: `${first}.${last}@acme.io`.toLowerCase(),
      ip,
      userAgent,
    }
  })

/** A UUIDv7 (RFC 9562) of the given time. */
function uuidAt(ms: number, random: Random): string {
  const time = Math.floor(ms).toString(16).padStart(12, '0')
  const tail = random.hex(19)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-${'89ab'[random.below(4)]}${tail.slice(3, 6)}-${tail.slice(6, 18)}`
}

import type { Actor, AuditEvent } from '../../../protocol/event.js'
import { PEOPLE, PLATFORM, type Player, TERRAFORM, TOKENS } from './cast.js'
import { DEEDS, type Deed, OUTAGE } from './deeds.js'
import { type Random, seededRandom } from './random.js'
import { makeThings } from './things.js'

/** An event as it is submitted; the daemon adds what is not said. */
export type Told = Pick<AuditEvent, 'id' | 'timestamp' | 'workspace' | 'action' | 'resource' | 'details'> &
  Partial<Pick<AuditEvent, 'changes' | 'context' | 'outcome'>> & { actor: Actor }

/** Makes what happens in the sample workspace. Everything comes from the seed and the times asked for. */
export interface Story {
  readonly random: Random
  /** One to five deeds of one person within some minutes, from one place. */
  session(fromMs: number): Told[]
  /** Many changes by `terraform` within two minutes. */
  deploy(fromMs: number): Told[]
  /** One warehouse that fails every quarter of an hour, for hours. */
  outage(fromMs: number): Told[]
  /** One deed by a token or the platform. */
  routine(atMs: number): Told
  /** The same deed at another time. */
  moved(told: Told, atMs: number): Told
}

export const WORKSPACE = 'acme'

const byDoer = (doer: Deed['by']) => DEEDS.filter(({ by }) => by === doer)
const BY_PERSON = byDoer('person')
const BY_TOKEN = byDoer('token')
const BY_PLATFORM = byDoer('platform')

const MINUTE_MS = 60_000

export function makeStory(seed: number): Story {
  const random = seededRandom(seed)
  const thingOf = makeThings(random)

  const tell = ({ actor, ip, userAgent }: Player, deed: Deed, atMs: number, thing = thingOf(deed.on)): Told => {
    const changes = deed.changes?.(random)
    const denied = deed.action === 'Permission Check' && random.chance(0.15)
    return {
      id: idAt(atMs, random),
      timestamp: new Date(atMs).toISOString(),
      workspace: WORKSPACE,
      action: deed.action,
      actor,
      resource: thing,
      ...(changes && { changes }),
      ...(denied && { outcome: 'failure' }),
      ...(ip !== '' && { context: { ip, userAgent, requestId: `req_${random.letters(12)}` } }),
      details: { target: thing.name, ...deed.details?.(random, thing) },
    }
  }

  /** `count` deeds one after the other, each up to `gapMs` behind the one before. */
  const row = (count: number, fromMs: number, gapMs: number, next: (atMs: number) => Told) => {
    let atMs = fromMs
    return Array.from({ length: count }, () => {
      const told = next(Math.floor(atMs))
      atMs += random.between(gapMs / 10, gapMs)
      return told
    })
  }

  return {
    random,
    session(fromMs) {
      const player = random.weighted(PEOPLE)
      return row(1 + random.below(5), fromMs, 4 * MINUTE_MS, (atMs) => tell(player, random.weighted(BY_PERSON), atMs))
    },
    deploy(fromMs) {
      return row(12 + random.below(28), fromMs, 6000, (atMs) => tell(TERRAFORM, random.weighted(BY_TOKEN), atMs))
    },
    outage(fromMs) {
      const warehouse = thingOf('warehouse')
      return row(6 + random.below(14), fromMs, 15 * MINUTE_MS, (atMs) => tell(PLATFORM, OUTAGE, atMs, warehouse))
    },
    routine(atMs) {
      return random.chance(0.7)
        ? tell(PLATFORM, random.weighted(BY_PLATFORM), atMs)
        : tell(random.weighted(TOKENS), random.weighted(BY_TOKEN), atMs)
    },
    moved: (told, atMs) => ({ ...told, id: idAt(atMs, random), timestamp: new Date(atMs).toISOString() }),
  }
}

/** A UUIDv7 (RFC 9562) of the given time. */
function idAt(atMs: number, random: Random): string {
  const time = atMs.toString(16).padStart(12, '0')
  const hex = (length: number) => Array.from({ length }, () => random.below(16).toString(16)).join('')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${random.pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`
}

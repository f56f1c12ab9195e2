import { isIPv6 } from 'node:net'
import { TrailError } from '../../protocol/error.js'
import type { Caller } from './caller.js'
import { type Origin, UNIX } from './origin.js'

/** Somebody who was not let in, or not let do what they asked for. */
export interface Refusal extends Origin {
  /** `rate-limited`: a failed attempt that was answered so, as too many came before it. */
  readonly reason: 'unauthorized' | 'forbidden' | 'rate-limited'
  /** `GET /v1/search`, or a WebSocket's method. */
  readonly at: string
  /** As it was answered. */
  readonly message: string
  /** Where it is known. */
  readonly caller?: Caller
  /** Whose token was shown that has expired. */
  readonly expired?: Caller
}

export interface Refusals {
  /**
   * Notes an `unauthorized` or `forbidden` answer, and returns the one to give: of
   * too many failed attempts from one address the rest are answered `rate-limited`.
   * Whoever has a valid token is never held up by the failures of others: only
   * failures are limited.
   */
  refuse(error: TrailError, from: Omit<Refusal, 'reason' | 'message'>): TrailError
  /** Since the start. */
  counts(): { readonly [R in Refusal['reason']]: number }
}

export interface RefusalsOptions {
  readonly now: () => number
  /** Failed attempts from one address that are answered as such; as many may come at once. */
  readonly perMinute: () => number
  readonly onRefused: (refusal: Refusal) => void
}

/** Addresses that are remembered; beyond it the one that was quiet for longest is forgotten. */
const MAX_ADDRESSES = 10_000
const MINUTE_MS = 60_000

export function createRefusals({ now, perMinute, onRefused }: RefusalsOptions): Refusals {
  /** Until when what an address used up is made good, ms; the quietest first. */
  const usedUntilMs = new Map<string, number>()
  const counts = { unauthorized: 0, forbidden: 0, 'rate-limited': 0 }

  /** How long to wait until another failure is free, ms; 0 where it was. */
  const take = (address: string): number => {
    const [key, nowMs, eachMs] = [networkOf(address), now(), MINUTE_MS / perMinute()]
    // A clock that was set back must not lock anybody out for the length of the step.
    const used = Math.min(Math.max(usedUntilMs.get(key) ?? 0, nowMs), nowMs + MINUTE_MS) + eachMs
    const waitMs = Math.floor(used - nowMs - MINUTE_MS)
    usedUntilMs.delete(key)
    usedUntilMs.set(key, waitMs > 0 ? used - eachMs : used)
    if (usedUntilMs.size > MAX_ADDRESSES) usedUntilMs.delete(usedUntilMs.keys().next().value!)
    return Math.max(0, waitMs)
  }

  return {
    refuse(error, from) {
      if (error.type !== 'unauthorized' && error.type !== 'forbidden') return error
      const waitMs = error.type === 'unauthorized' && from.address !== UNIX ? take(from.address) : 0
      const answer = waitMs > 0 ? tooMany(waitMs) : error
      const reason = waitMs > 0 ? 'rate-limited' : error.type
      counts[reason]++
      onRefused({ ...from, reason, message: error.message })
      return answer
    },
    counts: () => ({ ...counts }),
  }
}

const tooMany = (retryAfterMs: number) =>
  new TrailError('rate-limited', 'Cannot answer: too many attempts from this address had no valid token', {
    retryAfterMs,
  })

/** Who counts as one: an IPv4 address, and of IPv6 the /64, which is what one customer has at least (RFC 6177). */
export function networkOf(address: string): string {
  const plain = address.split('%', 1)[0]!
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain) ?? []
  if (mapped !== undefined || !isIPv6(plain)) return mapped ?? plain
  const [head = '', tail] = plain.split('::')
  const [front, back] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== '')) as [
    string[],
    string[],
  ]
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length
  const groups = [...front, ...new Array<string>(Math.max(0, zeros)).fill('0'), ...back]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

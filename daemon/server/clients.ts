import { TrailError } from '../../protocol/error.js'
import { SOCKET_OWNER } from '../access/caller.js'
import { networkOf } from '../access/refusals.js'
import { createLane, type Lane } from '../store/lane.js'
import { type Bucket, createBucket } from './bucket.js'
import { type Budget, createBudget } from './budget.js'
import type { Limits } from './limits.js'
import { createTurns } from './turns.js'

/** What one client uses of the daemon, on all its connections. */
export interface Client {
  /** Requests and messages. Whoever can open the Unix socket is not held up. */
  readonly pace: Bucket | undefined
  readonly events: Bucket | undefined
  readonly requests: Budget
  readonly subscriptions: Budget
  readonly bytes: Budget
  /** For what is made for it on the thread that serves all. */
  readonly lane: Lane
  /** For what it brings. Whoever can open the Unix socket is not held up. */
  readonly ingestLane: Lane | undefined
  /** Its turn to have the trail read. */
  turn(signal: AbortSignal): Promise<() => void>
}

export interface Clients {
  /** @param who A caller, or the address of one that brings no token. */
  of(who: object | string): Client
}

/** Addresses that are remembered; beyond it the one that came first is forgotten. */
const MAX_ADDRESSES = 10_000

/** How long a client's work rests, by what it took: nobody is shown things for more than a fifth of the time, nor brings any for more than half of it. */
const RESTS = 4
const RESTS_OF_OWNER = 1
const RESTS_OF_SENDER = 1

/** Questions that the trail is read for at once: more would take longer for all, and the memory of all at once. */
const READ_AT_ONCE = 8
const READ_AT_ONCE_OF_ONE = 4

/** Of a request that is refused for its pace, to be asked again. */
export const tooFast = (what: string, waitMs: number) =>
  new TrailError('rate-limited', `Cannot take more ${what} in a second`, { retryAfterMs: waitMs })

export const tooManyRequests = (where: string) =>
  new TrailError('too-many-requests', `Cannot answer: too many requests of ${where} are under way`)

export function createClients(now: () => number, limits: () => Limits): Clients {
  const callers = new WeakMap<object, Client>()
  const addresses = new Map<string, Client>()
  const turns = createTurns({ atOnce: READ_AT_ONCE, atOnceOfOne: READ_AT_ONCE_OF_ONE })
  const create = (isLimited: boolean): Client => {
    const client: Client = {
      pace: isLimited ? createBucket(now, () => limits().requestsPerSecond) : undefined,
      events: isLimited ? createBucket(now, () => limits().eventsPerSecond) : undefined,
      requests: createBudget(() => limits().requests),
      subscriptions: createBudget(() => limits().subscriptions),
      bytes: createBudget(() => limits().bufferedBytes),
      lane: createLane(now, isLimited ? RESTS : RESTS_OF_OWNER),
      ingestLane: isLimited ? createLane(now, RESTS_OF_SENDER) : undefined,
      turn: (signal) => turns.take(client, signal),
    }
    return client
  }
  const ofAddress = (address: string): Client => {
    const known = addresses.get(address)
    if (known !== undefined) return known
    const client = create(true)
    addresses.set(address, client)
    if (addresses.size > MAX_ADDRESSES) addresses.delete(addresses.keys().next().value!)
    return client
  }
  const ofCaller = (caller: object): Client => {
    const known = callers.get(caller)
    if (known !== undefined) return known
    const client = create(caller !== SOCKET_OWNER)
    callers.set(caller, client)
    return client
  }
  return { of: (who) => (typeof who === 'string' ? ofAddress(networkOf(who)) : ofCaller(who)) }
}

import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { TrailError } from '../../protocol/error.js'
import type { Budget } from './budget.js'
import { type Client, tooFast, tooManyRequests } from './clients.js'

/** One HTTP request while it is under way. What it takes is given back when its answer is out, or its connection closed. */
export interface Visit {
  /** Throws `too-many-requests` where so many bytes more are too many. */
  hold(bytes: number): void
  /** Throws `too-many-subscriptions`. */
  openStream(): void
}

/** How long a refusal waits, so that whoever asks again at once asks seldom; `Retry-After` knows no less. */
const SLOWDOWN_MS = 1000
/** A question costs more than an event that is sent. */
export const QUESTION = 5

/**
 * Throws `too-many-requests`, and at the client's pace `rate-limited`, after
 * `onTooFast` was called: what else comes on that connection is not worth reading.
 */
export async function visit(
  client: Client,
  response: ServerResponse,
  { brings, onTooFast }: { readonly brings: { readonly bytes: number } | 'nothing'; readonly onTooFast: () => void },
): Promise<Visit> {
  for (const [what, bucket] of [
    ['requests', client.pace],
    ['events', brings === 'nothing' ? undefined : client.events],
  ] as const) {
    const waitMs = bucket?.waitMs() ?? 0
    if (waitMs === 0) continue
    onTooFast()
    await sleep(SLOWDOWN_MS, undefined, { ref: false })
    throw tooFast(what, waitMs)
  }
  client.pace?.take(brings === 'nothing' ? QUESTION : 1)
  // Before it is read: of many at once the first few use up what there is.
  if (brings !== 'nothing') client.events?.take(Math.ceil(brings.bytes / 1024))
  const { requests, subscriptions, bytes } = client
  if (!requests.take(1)) throw tooManyRequests('this client')
  response.once('close', () => requests.give(1))
  return {
    hold: holder(bytes, response, () => new TrailError('too-many-requests', 'Cannot hold more bytes for this client')),
    openStream() {
      if (!subscriptions.take(1)) throw tooManySubscriptions()
      response.once('close', () => subscriptions.give(1))
    },
  }
}

export const tooManySubscriptions = () =>
  new TrailError('too-many-subscriptions', 'Cannot open another subscription or export for this client')

/** Takes from a budget until the answer is out. */
export function holder(budget: Budget, response: ServerResponse, refusal: () => TrailError): (bytes: number) => void {
  let held = 0
  response.once('close', () => {
    budget.give(held)
    held = 0
  })
  return (bytes) => {
    if (response.destroyed || !budget.take(bytes)) throw refusal()
    held += bytes
  }
}

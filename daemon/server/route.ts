import type { Role } from '../../protocol/role.js'
import type { Caller } from '../access/caller.js'
import type { Origin } from '../access/origin.js'
import type { Tokens } from '../access/tokens.js'
import type { Lane } from '../store/lane.js'

/** One row of the HTTP interface. */
export interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** `anyone` needs no token. */
  readonly roles: readonly Role[] | 'anyone'
  /** See `Permission`. */
  readonly whole?: boolean
  /** Where a body may bring the credential instead of a header: who it says the caller is, by what finds whom a token is for. The body is then parsed as JSON. */
  readonly callerIn?: (request: BodyCredentials, find: Tokens['find']) => Caller | undefined
  answer(request: RouteRequest): Promise<Answer> | Answer
}

export interface BodyCredentials {
  /** Decoded; empty where there is none. */
  readonly body: Buffer
  /** The parsed body, where the route has `callerIn`. */
  readonly json: unknown
  /** `X-Signature`. */
  readonly signature: string | undefined
}

export interface RouteRequest extends BodyCredentials {
  /** Absent only where `anyone` may ask. */
  readonly caller: Caller | undefined
  readonly origin: Origin
  /** Of a name given twice, both. */
  readonly query: Readonly<Record<string, string | readonly string[]>>
  readonly contentType: string | undefined
  /** For events that are taken in. */
  readonly lane: Lane | undefined
  /** Counts events that are to be taken in at their sender's pace. */
  countEvents(count: number): void
  /** To be called before an answer that goes at the client's pace is begun. Throws `too-many-subscriptions`. */
  openStream(): void
  /** Aborted when the client is gone, the token is revoked or the daemon stops. */
  signal(): AbortSignal
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** A value is sent as JSON, text as it is, an iterable at the pace of the client; one that throws breaks the connection. */
  readonly body: unknown
}

/** An answer of `body` as JSON. */
export const ok = (body: unknown): Answer => ({ status: 200, body })

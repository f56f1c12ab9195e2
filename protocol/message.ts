import type { WireError } from './error.js'
import type { AuditEvent } from './event.js'
import type { Progress } from './progress.js'
import type { Gap } from './request.js'
import type { Role } from './role.js'

export const PROTOCOL_VERSION = 1
export const SUBPROTOCOLS = { msgpack: 'audit-trail.v1.msgpack', json: 'audit-trail.v1.json' } as const
/** A further subprotocol by which a browser, which cannot set headers, brings its token. Never echoed. */
export const TOKEN_SUBPROTOCOL_PREFIX = 'audit-trail.token.'

export const CLOSE_CODES = {
  normal: 1000,
  goingAway: 1001,
  tooLarge: 1009,
  unauthorized: 4401,
  forbidden: 4403,
  version: 4409,
  tooMuch: 4429,
} as const

/** The first frame of the daemon. `version` is the protocol's. */
export interface Hello {
  readonly version: number
  readonly daemon: string
  readonly trail: string
  readonly epoch: string
  readonly role: Role
  readonly workspace: string
  readonly first: number
  readonly last: number
  readonly events: number
  /** The token may see a part of the trail only; `events` is how many that are. */
  readonly limited?: boolean
  /** The daemon shows invented events (`audit-trail demo`). */
  readonly demo?: boolean
}

export type ClientMessage = { readonly id: number; readonly method: string; readonly params?: unknown }

export type ServerMessage =
  | { readonly hello: Hello }
  | { readonly id: number; readonly progress: Progress }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: WireError }
  | { readonly id: number; readonly events: readonly AuditEvent[]; readonly cursor: string }
  | { readonly id: number; readonly gap: Gap; readonly cursor: string }
  | { readonly id: number; readonly end: true; readonly reason: string }

import type { Actor } from '../../protocol/event.js'
import type { Origin } from '../access/origin.js'

/** One time that somebody looked at the trail, took something out of it, or was not let in. */
export interface Access {
  readonly action:
    | 'Audit Trail Viewed'
    | 'Audit Trail Filtered'
    | 'Audit Trail Tailed'
    | 'Audit Trail Tail Ended'
    | 'Audit Trail Exported'
    | 'Audit Archive Viewed'
    | 'Audit Tokens Listed'
    | 'Audit Data Accessed'
    | 'Audit Access Refused'
  readonly actor: Actor
  readonly origin: Origin
  /** A method of the WebSocket, or `GET /v1/search`. */
  readonly request?: string
  readonly filter?: string
  /** Of an export, as it began. */
  readonly rows?: number
  readonly outcome?: 'failure'
  /** What else tells one kind of access from another; accesses that differ in it are not folded into one. */
  readonly kind?: string
  /** What else the event says. Of accesses that are folded, what the last one said. */
  readonly details?: Readonly<Record<string, unknown>>
}

import type { Actor } from '../../protocol/event.js'
import type { Filter } from '../../protocol/filter/filter.js'
import type { Role } from '../../protocol/role.js'

/** Who asks, and what they may. */
export interface Caller {
  readonly role: Role
  /** As whom the trail names them. */
  readonly actor: Actor
  /** Aborted when the token is revoked or expires: what is open on it must end. The reason says which, in words. */
  readonly revoked: AbortSignal
  /** The only events they may see; undefined: all. */
  readonly within?: Filter
  /** The only sources their events may name; undefined: any. */
  readonly sources?: readonly string[]
}

/** Whoever can open the Unix socket, which its file mode decides. */
export const SOCKET_OWNER: Caller = {
  role: 'owner',
  actor: { type: 'user', id: 'socket-owner', name: 'Owner of the Unix socket' },
  revoked: new AbortController().signal,
}

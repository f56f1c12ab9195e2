import type { Actor } from '../../protocol/event.js'
import type { Role } from '../../protocol/role.js'

/** Who asks, and what they may. */
export interface Caller {
  readonly role: Role
  /** As whom the trail names them. */
  readonly actor: Actor
  /** Aborted when the token is revoked: what is open on it must end. */
  readonly revoked: AbortSignal
}

/** Whoever can open the Unix socket, which its file mode decides. */
export const SOCKET_OWNER: Caller = {
  role: 'owner',
  actor: { type: 'user', id: 'socket-owner', name: 'Owner of the Unix socket' },
  revoked: new AbortController().signal,
}

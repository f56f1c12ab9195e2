import { TrailError } from '../../protocol/error.js'
import type { Role } from '../../protocol/role.js'
import type { Caller } from './caller.js'

/** Who may ask for something: what stands in each row of the routes and of the requests. */
export interface Permission {
  readonly roles: readonly Role[]
  /** It tells of the whole trail, so a token that may see only a part of it may not ask. */
  readonly whole?: boolean
}

/** The one decision of every door. Throws `forbidden`. */
export function checkPermission({ roles, whole = false }: Permission, caller: Caller, what: string): void {
  if (!roles.includes(caller.role)) {
    throw new TrailError(
      'forbidden',
      `Cannot answer: ${what} is for ${roles.join(' and ')}, the token's role is ${caller.role}`,
    )
  }
  if (whole && caller.within !== undefined) {
    throw new TrailError(
      'forbidden',
      `Cannot answer: ${what} tells of the whole trail, and the token is limited to a part of it`,
    )
  }
}

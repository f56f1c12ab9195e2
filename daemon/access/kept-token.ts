import { TrailError } from '../../protocol/error.js'
import type { Role } from '../../protocol/role.js'
import { formatTime } from '../../protocol/time.js'
import { filterOfLimits, LIMITED_ROLE, type TokenLimits } from '../../protocol/token-limits.js'
import type { TokenInfo } from '../../protocol/token-request.js'
import type { Caller } from './caller.js'

/** A token as it is on disk; those made before tokens could expire or be limited lack both. */
export interface KeptToken {
  readonly role: Role
  readonly hash: Uint8Array
  readonly createdAtMs: number
  readonly lastUsedAtMs?: number
  readonly expiresAtMs?: number
  readonly limits?: TokenLimits
}

/** Throws `invalid-request` for limits that mean nothing to the role: they would promise what is not kept. */
export function checkLimits(role: Role, limits: TokenLimits): void {
  for (const limit of Object.keys(limits) as (keyof TokenLimits)[]) {
    const meant = LIMITED_ROLE[limit]
    if (meant === role) continue
    throw new TrailError('invalid-request', `Cannot make the token: ${limit} limit ${meant} tokens, not ${role} ones`, {
      field: `limits.${limit}`,
    })
  }
}

export function callerOf(name: string, { role, limits = {} }: KeptToken, revoked: AbortSignal): Caller {
  const within = filterOfLimits(limits)
  return {
    role,
    actor: { type: 'token', id: name },
    revoked,
    ...(within !== undefined && { within }),
    ...(limits.sources !== undefined && { sources: limits.sources }),
  }
}

export function infoOf(name: string, { role, createdAtMs, lastUsedAtMs, expiresAtMs, limits }: KeptToken): TokenInfo {
  return {
    name,
    role,
    createdAt: formatTime(createdAtMs),
    ...(lastUsedAtMs !== undefined && { lastUsedAt: formatTime(lastUsedAtMs) }),
    ...(expiresAtMs !== undefined && { expiresAt: formatTime(expiresAtMs) }),
    ...(limits !== undefined && { limits }),
  }
}

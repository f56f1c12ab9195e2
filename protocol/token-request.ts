import Type from 'typebox'
import { call, OWNERS } from './call.js'
import { ROLES, type Role } from './role.js'
import { type TokenLimits, TokenLimitsSchema } from './token-limits.js'

const closed = { additionalProperties: false } as const
const name = Type.String({ minLength: 1, maxLength: 128 })
/** A hundred years: who wants more wants no end. */
const MAX_TOKEN_MS = 100 * 366 * 24 * 60 * 60 * 1000

export interface TokenInfo {
  readonly name: string
  readonly role: Role
  readonly createdAt: string
  readonly lastUsedAt?: string
  /** From then on it is refused. */
  readonly expiresAt?: string
  readonly limits?: TokenLimits
}

export const TOKEN_REQUESTS = {
  /** `expiresInMs` from now on the daemon's clock; without it the token lasts until it is revoked. */
  'tokens.create': call<{ token: string }>()(
    OWNERS,
    Type.Object(
      {
        name,
        role: Type.Enum([...ROLES]),
        expiresInMs: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_TOKEN_MS })),
        limits: Type.Optional(TokenLimitsSchema),
      },
      closed,
    ),
  ),
  'tokens.list': call<{ tokens: TokenInfo[] }>()(OWNERS, Type.Object({}, closed)),
  'tokens.revoke': call<Record<string, never>>()(OWNERS, Type.Object({ name }, closed)),
} as const

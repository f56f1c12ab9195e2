import { createHash, randomBytes } from 'node:crypto'
import { ROLES, type Role } from '../../protocol/role.js'

const FORMAT = /^at_([a-z])_([\w-]{43})([\w-]{6})$/

/** `at_`, the role's first letter, 256 random bits and a checksum over all of it; of characters that are safe in any header or URL. */
export function mintToken(role: Role): string {
  const secret = `at_${role[0]}_${randomBytes(32).toString('base64url')}`
  return secret + checksum(secret)
}

/** Whether a text can be a token: one that was mistyped or cut short is told without looking it up. */
export function isTokenText(text: string): boolean {
  const match = FORMAT.exec(text)
  return match !== null && ROLES.some((role) => role[0] === match[1]) && checksum(text.slice(0, -6)) === match[3]
}

/** What is kept of a token. 256 random bits need no salt and no slow hash. */
export function hashToken(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

const checksum = (secret: string) => hashToken(secret).toString('base64url').slice(0, 6)

import { timingSafeEqual } from 'node:crypto'
import { TrailError } from '../../protocol/error.js'
import type { Author, Resource } from '../../protocol/event.js'
import type { Params } from '../../protocol/request.js'
import { formatTime } from '../../protocol/time.js'
import type { TokenInfo } from '../../protocol/token-request.js'
import type { Records } from '../store/records.js'
import type { Caller } from './caller.js'
import { callerOf, checkLimits, infoOf, type KeptToken } from './kept-token.js'
import { hashToken, isTokenText, mintToken } from './token-text.js'

/** The secrets of TCP. Only their hashes are kept; making and revoking one is itself an event. */
export interface Tokens {
  /** The caller that a token stands for; undefined for any text that is none, or none any more. */
  find(text: string): Caller | undefined
  /** The caller that a token stood for which has expired. Nothing may be answered by it. */
  expired(text: string): Caller | undefined
  list(): TokenInfo[]
  /** The new token, which is never shown again. Throws `already-exists` and `invalid-request`. */
  create(wanted: Params<'tokens.create'>, by: Author): Promise<string>
  /** Throws `not-found`. */
  revoke(name: string, by: Author): Promise<void>
  /** Resolves when nothing is being written any more. */
  close(): Promise<void>
}

export interface TokensOptions {
  readonly records: Records
  readonly now: () => number
  readonly record: (
    event: Author & {
      readonly action: string
      readonly resource: Resource
      readonly details: Readonly<Record<string, unknown>>
    },
  ) => Promise<void>
  /** Told when the time of a token's use could not be kept. */
  readonly onError: (error: unknown) => void
}

interface Token {
  readonly name: string
  kept: KeptToken
  readonly caller: Caller
  readonly revoke: AbortController
}

/** How exactly the time of last use is kept. */
const TOUCH_INTERVAL_MS = 60_000
/** How long what is open on a token may outlive it. */
const EXPIRY_CHECK_MS = 1000

export async function openTokens({ records, now, record, onError }: TokensOptions): Promise<Tokens> {
  const byName = new Map<string, Token>()
  const byHash = new Map<string, Token>()
  // One change at a time: names stay unique, and a late "last used" cannot bring back a revoked token.
  let changes: Promise<unknown> = Promise.resolve()
  const change = <T>(make: () => Promise<T>): Promise<T> => {
    const made = changes.then(make)
    changes = made.catch(() => {})
    return made
  }
  const add = (name: string, kept: KeptToken) => {
    const token = tokenOf(name, kept)
    byName.set(name, token)
    byHash.set(Buffer.from(kept.hash).toString('hex'), token)
  }
  for (const [name, value] of await records.list('token')) add(name, value as KeptToken)

  const isExpired = ({ kept: { expiresAtMs } }: Token) => expiresAtMs !== undefined && now() >= expiresAtMs
  // The clock is asked again and again, for it may be set.
  const expiry = setInterval(() => {
    for (const token of byName.values()) if (isExpired(token)) token.revoke.abort('the token has expired')
  }, EXPIRY_CHECK_MS).unref()

  const touch = (token: Token) => {
    const atMs = now()
    if (atMs - (token.kept.lastUsedAtMs ?? Number.NEGATIVE_INFINITY) < TOUCH_INTERVAL_MS) return
    token.kept = { ...token.kept, lastUsedAtMs: atMs }
    change(async () => {
      if (byName.get(token.name) === token) await records.put('token', token.name, token.kept)
    }).catch(onError)
  }

  const known = (text: string): Token | undefined => {
    if (!isTokenText(text)) return undefined
    const hash = hashToken(text)
    const token = byHash.get(hash.toString('hex'))
    // The lookup's timing tells of hashes, which say nothing of a token; the decision itself takes constant time.
    return token !== undefined && timingSafeEqual(hash, token.kept.hash) ? token : undefined
  }
  // Once ended it stays so, even if the clock is set back.
  const hasEnded = (token: Token) => isExpired(token) || token.caller.revoked.aborted

  return {
    find(text) {
      const token = known(text)
      if (token === undefined || hasEnded(token)) return undefined
      touch(token)
      return token.caller
    },
    expired(text) {
      const token = known(text)
      return token !== undefined && hasEnded(token) ? token.caller : undefined
    },
    list: () => [...byName.values()].map(({ name, kept }) => infoOf(name, kept)),
    create: ({ name, role, expiresInMs, limits }, by) =>
      change(async () => {
        if (limits !== undefined) checkLimits(role, limits)
        if (byName.has(name))
          throw new TrailError('already-exists', `Cannot create the token: "${name}" exists`, { field: 'name' })
        const text = mintToken(role)
        const createdAtMs = now()
        const kept: KeptToken = {
          role,
          hash: hashToken(text),
          createdAtMs,
          ...(expiresInMs !== undefined && { expiresAtMs: createdAtMs + expiresInMs }),
          ...(limits !== undefined && { limits }),
        }
        const details = {
          role,
          ...(kept.expiresAtMs !== undefined && { expiresAt: formatTime(kept.expiresAtMs) }),
          ...(limits !== undefined && { limits }),
        }
        // The event first: a crash in between leaves an event without a token, never a token without an event.
        await record({ action: 'Audit Token Created', ...by, resource: resourceOf(name), details })
        await records.put('token', name, kept)
        add(name, kept)
        return text
      }),
    revoke: (name, by) =>
      change(async () => {
        const token = byName.get(name)
        if (token === undefined)
          throw new TrailError('not-found', `Cannot revoke the token: there is no "${name}"`, { field: 'name' })
        // The token first: it must be dead even if the event cannot be written.
        await records.delete('token', name)
        byName.delete(name)
        byHash.delete(Buffer.from(token.kept.hash).toString('hex'))
        token.revoke.abort('the token was revoked')
        await record({
          action: 'Audit Token Revoked',
          ...by,
          resource: resourceOf(name),
          details: { role: token.kept.role },
        })
      }),
    async close() {
      clearInterval(expiry)
      await changes
    },
  }
}

function tokenOf(name: string, kept: KeptToken): Token {
  const revoke = new AbortController()
  return { name, kept, revoke, caller: callerOf(name, kept, revoke.signal) }
}

const resourceOf = (name: string): Resource => ({ type: 'token', id: name, name })

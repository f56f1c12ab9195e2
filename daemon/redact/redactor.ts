import type { Change, Draft } from '../../protocol/event.js'
import type { KeyedHash } from './keyed-hash.js'
import { compilePaths, type PathState } from './path-rules.js'
import { GONE } from './replacement.js'
import type { Rule } from './rules.js'
import { textRedactor } from './text-redactor.js'
import { type OnRedacted, Walk } from './walk.js'

/** What of an event any rule may change. */
export type Redactable = Pick<Draft, 'actor' | 'resource' | 'changes' | 'context' | 'details'>

export interface Redactor {
  /** The event as it may be stored: itself where no rule has anything to say, else a copy that names in `context.redacted` what is no longer what was sent. */
  redact<E extends Redactable>(event: E, onRedacted: OnRedacted): E
}

/** JSON Pointers that an event names at most, and characters of each. */
const MAX_NAMED = 50
const MAX_NAME_CHARACTERS = 200

const ACTOR_NEEDS = ['id']

export function createRedactor(rules: readonly Rule[], hash: KeyedHash): Redactor {
  const texts = textRedactor(rules, hash)
  const start = compilePaths(rules.map(({ path }) => path))
  return {
    redact(event, onRedacted) {
      const named = new Set<string>()
      const walk = new Walk(rules, hash, texts, (rule, path, value) => {
        onRedacted(rule, path, value)
        if (named.size < MAX_NAMED) named.add(pointerOf(path))
      })
      const part = <T extends object>(name: string, object: T, needed?: readonly string[]): T =>
        walk.at(name, () => walk.members(object as Readonly<Record<string, unknown>>, start.under(name), needed)) as T
      const { actor, resource, changes, context, details } = event
      const { type, ...who } = actor
      const redactedWho = part('actor', who, ACTOR_NEEDS)
      const redacted: Redactable = {
        actor: redactedWho === who ? actor : { type, ...redactedWho },
        resource: part('resource', resource),
        details: part('details', details),
      }
      if (changes !== undefined) {
        redacted.changes = walk.at('changes', () =>
          changes.map((change, i) => walk.at(String(i), () => changeOf(walk, change, start.under('changes')))),
        ) as Change[]
      }
      if (context !== undefined) redacted.context = part('context', context)
      if (named.size === 0) return event
      const earlier = Array.isArray(context?.redacted) ? (context.redacted as unknown[]) : []
      redacted.context = { ...redacted.context, redacted: [...new Set([...earlier, ...named])] }
      return { ...event, ...redacted }
    },
  }
}

/** What a pointer leads to is looked at as if it stood there. */
function changeOf(walk: Walk, change: Change, changes: PathState): Change {
  let state = changes
  for (const part of partsOf(change.path)) {
    if (state.rule !== undefined) break
    // Positions in arrays are passed through, here as everywhere.
    if (!/^(\d+|-)$/.test(part)) state = state.under(part)
  }
  const found: Change = { path: walk.at('path', () => walk.label(change.path)) as string }
  for (const side of ['before', 'after'] as const) {
    if (!(side in change)) continue
    const value = walk.at(side, () => walk.visit(change[side], state))
    if (value !== GONE) found[side] = value
  }
  return found
}

/** Of a JSON Pointer; some senders write dots. */
const partsOf = (path: string): string[] =>
  path.startsWith('/')
    ? path
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    : path.split('.')

const pointerOf = (path: readonly string[]): string =>
  path
    .map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
    .slice(0, MAX_NAME_CHARACTERS)
    .toWellFormed()

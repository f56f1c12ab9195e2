import canonicalizeModule from 'canonicalize'
import type { AuditEvent } from './event.js'

/** The package is CommonJS, the types it ships are not. */
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string

/**
 * The event as canonical JSON (RFC 8785): its line in an NDJSON export and, in
 * UTF-8, its leaf in the Merkle tree, unless it was `erased`.
 *
 * One native `JSON.stringify` of an object whose keys are in order already does
 * what the RFC asks, several times faster than writing it key by key. It cannot
 * where a key looks like an array index: engines move those to the front.
 */
export function canonicalJson(event: AuditEvent): string {
  const { actor, resource, changes, context, details, erased } = event
  try {
    // Keys in order; `JSON.stringify` leaves out those that are undefined.
    return JSON.stringify({
      action: event.action,
      actor: { email: actor.email, id: actor.id, name: actor.name, type: actor.type },
      area: event.area,
      changes: changes?.map(({ after, before, path }) => ({ after: inOrder(after), before: inOrder(before), path })),
      context: inOrder(context),
      details: inOrder(details),
      erased: erased && { by: erased.by, leaf: erased.leaf },
      id: event.id,
      outcome: event.outcome,
      receivedAt: event.receivedAt,
      resource: { id: resource.id, name: resource.name, type: resource.type },
      seq: event.seq,
      timestamp: event.timestamp,
      workspace: event.workspace,
    })
  } catch (error) {
    if (error !== AWKWARD_KEY) throw error
    return canonicalize(event)
  }
}

/** Thrown and caught in this file alone. */
const AWKWARD_KEY = new Error('A key that an assignment does not simply append')

/** The value itself where all its keys are in order, else a copy in which they are. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return elementsInOrder(value)
  const object = value as Record<string, unknown>
  let last = ''
  let sorted = true
  let changed: Map<string, unknown> | undefined
  for (const key in object) {
    const first = key.charCodeAt(0)
    if ((first >= 0x30 && first <= 0x39) || key === '__proto__') throw AWKWARD_KEY
    if (key < last) sorted = false
    last = key
    const member = object[key]
    if (typeof member !== 'object') continue
    const ordered = inOrder(member)
    if (ordered === member) continue
    changed ??= new Map()
    changed.set(key, ordered)
  }
  if (sorted && changed === undefined) return object
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(object).sort()) copy[key] = changed?.get(key) ?? object[key]
  return copy
}

function elementsInOrder(values: readonly unknown[]): readonly unknown[] {
  const ordered = values.map(inOrder)
  return ordered.every((value, i) => value === values[i]) ? values : ordered
}

import type { Actor, AuditEvent, Resource } from '../../protocol/event.js'

/** Of what is said again and again so much is kept to be shared; then it is begun anew. */
const POOL = 20_000
/** Longer texts are hardly ever said twice. */
const MAX_SHARED = 200

const texts = new Map<string, string>()
const actors = new Map<string, Actor>()
const resources = new Map<string, Resource>()

/**
 * The same event in less memory: what a frame brings as text of its own though it
 * was said before is shared, actors and resources as a whole. A hundred thousand of
 * them take little more than a third.
 */
export function compactEvent(event: AuditEvent): AuditEvent {
  const { id, seq, changes, context } = event
  if (context === undefined || event.erased !== undefined) return inside(event)
  const timestamp = shared(event.timestamp)
  const receivedAt = shared(event.receivedAt)
  const outcome = event.outcome === 'success' ? 'success' : 'failure'
  const workspace = shared(event.workspace)
  const action = shared(event.action)
  const area = shared(event.area)
  const actor = known(actors, event.actor.id, event.actor)
  const resource = known(resources, event.resource.id ?? event.resource.name ?? '', event.resource)
  const details = inside(event.details)
  // Written out in one go, the fields take no more room than they need; nearly all events come in these two forms.
  // biome-ignore format: two lists of fields
  return changes === undefined
    ? {
        id, seq, timestamp, receivedAt, workspace, action, area, outcome, actor, resource,
        context: inside(context), details,
      }
    : {
        id, seq, timestamp, receivedAt, workspace, action, area, outcome, actor, resource,
        changes: inside(changes), context: inside(context), details,
      }
}

function shared(text: string): string {
  if (text.length > MAX_SHARED) return text
  const before = texts.get(text)
  if (before !== undefined) return before
  if (texts.size >= POOL) texts.clear()
  texts.set(text, text)
  return text
}

/** One that was seen before, where it is the same in every field. */
function known<T extends Actor | Resource>(pool: Map<string, T>, id: string, fresh: T): T {
  const before = pool.get(id)
  if (before !== undefined && isSame(before, fresh)) return before
  if (pool.size >= POOL) pool.clear()
  const kept = inside(fresh)
  pool.set(id, kept)
  return kept
}

const isSame = (a: Loose, b: Loose): boolean =>
  a.id === b.id && a.name === b.name && a.type === b.type && a.email === b.email

type Loose = { readonly [K in keyof Actor]?: string }

/** Shares the texts in a value, in place: nobody else has it. */
function inside<T>(value: T): T {
  if (typeof value === 'string') return shared(value) as T
  if (typeof value !== 'object' || value === null) return value
  const members = value as Record<string, unknown>
  for (const key in members) {
    const member = members[key]
    if (typeof member === 'string' || typeof member === 'object') members[key] = inside(member)
  }
  return value
}

import type { Actor, AuditEvent, Change, Context, Resource } from '../../protocol/event.js'
import { COLUMNS, columnNumber } from './columns.js'
import { unpack } from './pack.js'
import { detailsIn, erasureIn, type PackedDetails } from './row.js'
import { splitTuple } from './tuple.js'

/** What no column of a segment holds of an event. A UUID is 16 bytes; the ip is in its column. */
type Body = readonly [
  id: string | Uint8Array,
  changes: Change[] | null,
  context: Omit<Context, 'ip'> | null,
  details: PackedDetails,
]

/** How MessagePack begins what is absent, and the bytes of a UUID (their length follows). */
export const NIL = 0xc0
export const BIN_8 = 0xc4

const COLUMN = {
  action: columnNumber('action'),
  area: columnNumber('area'),
  outcome: columnNumber('outcome'),
  actor: columnNumber('actor'),
  workspace: columnNumber('workspace'),
  resourceType: columnNumber('resource.type'),
  resource: columnNumber('resource'),
  ip: columnNumber('ip'),
} as const

/** Puts an event together again from its body and its columns. `value` reads a column. */
export function eventOf(
  bytes: Uint8Array,
  value: (column: number) => string,
  times: Pick<AuditEvent, 'seq' | 'timestamp' | 'receivedAt'>,
): AuditEvent {
  const [id, changes, context, details] = unpack(bytes) as Body
  const ip = value(COLUMN.ip)
  const event: AuditEvent = {
    id: typeof id === 'string' ? id : uuidOf(id),
    seq: times.seq,
    timestamp: times.timestamp,
    receivedAt: times.receivedAt,
    workspace: value(COLUMN.workspace),
    action: value(COLUMN.action),
    area: value(COLUMN.area),
    outcome: value(COLUMN.outcome) as AuditEvent['outcome'],
    actor: actorOf(value(COLUMN.actor)),
    resource: resourceOf(value(COLUMN.resourceType), value(COLUMN.resource)),
    details: detailsIn(details),
  }
  if (changes !== null) event.changes = changes
  if (context !== null) event.context = ip === '' ? context : { ip, ...context }
  const erased = erasureIn(details)
  if (erased !== undefined) event.erased = erased
  return event
}

function uuidOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Actors recur in nearly every event; events are never changed, so they may share one. */
const actors = new Map<string, Actor>()
const MAX_ACTORS = 10_000

function actorOf(tuple: string): Actor {
  let actor = actors.get(tuple)
  if (actor === undefined) {
    const [type, id, name, email] = splitTuple(tuple)
    actor = { type: type as Actor['type'], id: id ?? '' }
    if (name !== undefined) actor.name = name
    if (email !== undefined) actor.email = email
    if (actors.size >= MAX_ACTORS) actors.clear()
    actors.set(tuple, actor)
  }
  return actor
}

function resourceOf(type: string, tuple: string): Resource {
  const resource: Resource = {}
  if (type !== '') resource.type = type
  const [id, name] = splitTuple(tuple)
  if (id !== undefined) resource.id = id
  if (name !== undefined) resource.name = name
  return resource
}

/** How many columns a block repeats for its rows, so that a row is read from its block alone. */
export const BLOCK_COLUMNS = COLUMNS.length

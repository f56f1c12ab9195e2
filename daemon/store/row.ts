import type { Actor, AuditEvent, Change, Context, Draft } from '../../protocol/event.js'
import { pack, unpack } from './pack.js'

/**
 * The stored form of one event: a MessagePack array by position, or the hole that
 * a removed event leaves. `seq`, `receivedAt` and `timestamp` are kept beside the
 * rows, in columns.
 */
type Row = readonly [
  id: string,
  workspace: string,
  action: string,
  area: string,
  outcome: 0 | 1,
  actorType: 0 | 1 | 2,
  actorId: string,
  actorName: string | null,
  actorEmail: string | null,
  resourceType: string | null,
  resourceId: string | null,
  resourceName: string | null,
  changes: Change[] | null,
  context: Context | null,
  details: PackedDetails,
]

/** Details; of what is left of an erased event they stand with the seq of the event that tells of it, and its leaf hash (32 bytes). */
export type PackedDetails = Record<string, unknown> | ErasedDetails
type ErasedDetails = readonly [details: Record<string, unknown>, by: number, leaf: Uint8Array]

/** How MessagePack begins the latter: details are a map else. */
export const ERASED_DETAILS = 0x93

export const OUTCOMES = ['success', 'failure'] as const
export const ACTOR_TYPES = ['user', 'token', 'system'] as const

/** The bytes may share a larger buffer: copy what is kept. */
export function encodeRow({
  id,
  workspace,
  action,
  area,
  outcome,
  actor,
  resource,
  changes,
  context,
  details,
  erased,
}: Draft): Buffer {
  return pack([
    id,
    workspace,
    action,
    area,
    outcome === 'success' ? 0 : 1,
    actor.type === 'user' ? 0 : actor.type === 'token' ? 1 : 2,
    actor.id,
    actor.name ?? null,
    actor.email ?? null,
    resource.type ?? null,
    resource.id ?? null,
    resource.name ?? null,
    changes ?? null,
    context ?? null,
    erased === undefined ? details : ([details, erased.by, Buffer.from(erased.leaf, 'hex')] as const),
  ] satisfies Row)
}

export function decodeRow(bytes: Uint8Array, seq: number, timestamp: string, receivedAt: string): AuditEvent {
  const row = unpack(bytes) as Row
  const actor: Actor = { type: ACTOR_TYPES[row[5]], id: row[6] }
  if (row[7] !== null) actor.name = row[7]
  if (row[8] !== null) actor.email = row[8]
  const resource: AuditEvent['resource'] = {}
  if (row[9] !== null) resource.type = row[9]
  if (row[10] !== null) resource.id = row[10]
  if (row[11] !== null) resource.name = row[11]
  const event: AuditEvent = {
    id: row[0],
    seq,
    timestamp,
    receivedAt,
    workspace: row[1],
    action: row[2],
    area: row[3],
    outcome: OUTCOMES[row[4]],
    actor,
    resource,
    details: detailsIn(row[14]),
  }
  if (row[12] !== null) event.changes = row[12]
  if (row[13] !== null) event.context = row[13]
  const erased = erasureIn(row[14])
  if (erased !== undefined) event.erased = erased
  return event
}

/** The details in their packed form, and what says that the event was erased. */
export const detailsIn = (packed: PackedDetails): Record<string, unknown> => (isErased(packed) ? packed[0] : packed)

export function erasureIn(packed: PackedDetails): AuditEvent['erased'] {
  if (!isErased(packed)) return undefined
  const [, by, leaf] = packed
  return { by, leaf: Buffer.from(leaf.buffer, leaf.byteOffset, leaf.byteLength).toString('hex') }
}

const isErased = (packed: PackedDetails): packed is ErasedDetails => Array.isArray(packed)

export type HoleReason = 'retention' | 'erased' | 'lost'
const HOLE_REASONS: readonly HoleReason[] = ['retention', 'erased', 'lost']

/** What a removed event leaves: its leaf hash for the proofs of others, its id hash for the duplicate check. */
export interface Hole {
  readonly reason: HoleReason
  readonly leafHash: Uint8Array
  readonly idHash: readonly [high: number, low: number]
}

/** MessagePack never uses C1, so a row that begins with it is a hole: reason (1), leaf hash (32), id hash (4 + 4). */
const HOLE = 0xc1

export function encodeHole({ reason, leafHash, idHash }: Hole): Buffer {
  const hole = Buffer.alloc(42)
  hole.writeUInt8(HOLE, 0)
  hole.writeUInt8(HOLE_REASONS.indexOf(reason), 1)
  hole.set(leafHash, 2)
  hole.writeUInt32LE(idHash[0], 34)
  hole.writeUInt32LE(idHash[1], 38)
  return hole
}

export function holeOf(row: Uint8Array): Hole | undefined {
  if (row[0] !== HOLE) return undefined
  const bytes = Buffer.from(row.buffer, row.byteOffset, row.byteLength)
  return {
    reason: HOLE_REASONS[bytes.readUInt8(1)] ?? 'lost',
    leafHash: bytes.subarray(2, 34),
    idHash: [bytes.readUInt32LE(34), bytes.readUInt32LE(38)],
  }
}

import type { AuditEvent } from '../../protocol/event.js'
import { formatTime } from '../../protocol/time.js'
import { AWKWARD } from '../print/packed-json.js'
import { Sink } from '../print/sink.js'
import { skipPacked } from '../print/skip-packed.js'
import { NIL } from './body.js'
import { CANONICAL_CELLS, type CanonicalTimes, canonicalPrinter } from './canonical-row.js'
import { ColumnBuilder } from './column-builder.js'
import { putBody } from './cut-body.js'
import { eventLeaf } from './event-leaf.js'
import { LEAF, leafHashOf } from './merkle.js'
import { PART_OF_ROW, packedText, readRowOffsets, rowOffsets, textMemberOf } from './packed-row.js'
import { ACTOR_TYPES, decodeRow, OUTCOMES } from './row.js'
import { joinTuple } from './tuple.js'

export interface RowSealer {
  /** Takes over a row: what it is identified by, and its leaf. */
  add(row: Uint8Array, times: CanonicalTimes): Pick<AuditEvent, 'id' | 'erased'> & { readonly leaf: Uint8Array }
  /** In order of COLUMNS. */
  readonly columns: readonly ColumnBuilder[]
  /** The bodies of the rows. */
  bodies(): Uint8Array[]
}

/**
 * Takes rows apart as they are packed: values of columns are found again by their
 * bytes, bodies are cut out of them and leaves printed from them. No event is made
 * but for what only `canonicalJson` can print.
 */
export function rowSealer(rows: number): RowSealer {
  const single = (bytes: Buffer, from: number) => packedText(bytes, from) ?? ''
  const column = (textOf: (bytes: Buffer, from: number, to: number) => string) => new ColumnBuilder(rows, textOf)
  const action = column(single)
  const area = column(single)
  const outcome = column((bytes, from) => OUTCOMES[bytes[from] as 0 | 1])
  const actor = column((bytes, from, to) => {
    const [id, name, email] = textsIn(bytes, from + 1, to)
    return joinTuple([ACTOR_TYPES[bytes[from] as 0 | 1 | 2], id, name, email])
  })
  const workspace = column(single)
  const resourceType = column(single)
  const resource = column((bytes, from, to) => joinTuple(textsIn(bytes, from, to)))
  const ip = column(single)
  const changes = column((_, from, to) => (to > from ? '1' : ''))

  const cell = {
    action: cells(action, CANONICAL_CELLS.action),
    actor: cells(actor, CANONICAL_CELLS.actor),
    area: cells(area, CANONICAL_CELLS.area),
    outcome: cells(outcome, CANONICAL_CELLS.outcome),
    resource: cells(resource, CANONICAL_CELLS.resource),
    'resource.type': cells(resourceType, CANONICAL_CELLS['resource.type']),
    workspace: cells(workspace, CANONICAL_CELLS.workspace),
  }
  const bodies = new Sink()
  const ends: number[] = []
  const leaf = new Sink()
  const print = canonicalPrinter(leaf)
  const at = rowOffsets()
  const end = (part: number) => at[part + 1]!

  return {
    columns: [action, area, outcome, actor, workspace, resourceType, resource, ip, changes],
    add(bytes, times) {
      const row = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      readRowOffsets(row, at)
      const P = PART_OF_ROW
      const ipMember = textMemberOf(row, at[P.context]!, IP)
      const printed = {
        action: cell.action(action.add(row, at[P.action]!, end(P.action))),
        area: cell.area(area.add(row, at[P.area]!, end(P.area))),
        outcome: cell.outcome(outcome.add(row, at[P.outcome]!, end(P.outcome))),
        actor: cell.actor(actor.add(row, at[P.actor]!, at[P.resourceType]!)),
        workspace: cell.workspace(workspace.add(row, at[P.workspace]!, end(P.workspace))),
        'resource.type': cell['resource.type'](resourceType.add(row, at[P.resourceType]!, end(P.resourceType))),
        resource: cell.resource(resource.add(row, at[P.resource]!, at[P.changes]!)),
      }
      ip.add(row, ipMember?.value ?? 0, ipMember?.end ?? 0)
      const changed = row[at[P.changes]!] !== NIL && row[at[P.changes]!] !== EMPTY_LIST
      changes.add(row, 0, changed ? 1 : 0)

      const id = packedText(row, at[P.id]!)!
      putBody(bodies, row, at, ipMember)
      ends.push(bodies.at)
      leaf.at = 0
      leaf.put(LEAF)
      try {
        print(row, at[P.id]!, at[P.changes]!, printed, times)
        return { id, leaf: leafHashOf(leaf.bytes.subarray(0, leaf.at)) }
      } catch (error) {
        if (error !== AWKWARD) throw error
        const { seq, timestampMs, receivedAtMs } = times
        const event = decodeRow(row, seq, formatTime(timestampMs), formatTime(receivedAtMs))
        return { ...event, leaf: eventLeaf(event) }
      }
    },
    bodies: () => ends.map((end, i) => bodies.bytes.subarray(i === 0 ? 0 : ends[i - 1], end)),
  }
}

/** The texts that are packed one behind the other from `from` to `to`. */
function textsIn(bytes: Buffer, from: number, to: number): (string | undefined)[] {
  const texts: (string | undefined)[] = []
  for (let at = from; at < to; at = skipPacked(bytes, at)) texts.push(packedText(bytes, at))
  return texts
}

/** What the value of that ordinal is printed as; each is printed once. */
function cells(column: ColumnBuilder, print: (text: string) => string): (ordinal: number) => Uint8Array {
  const printed: Uint8Array[] = []
  return (ordinal) => {
    printed[ordinal] ??= Buffer.from(print(column.text(ordinal)))
    return printed[ordinal]
  }
}

const IP = Buffer.of(0xa2, 0x69, 0x70)
const EMPTY_LIST = 0x90

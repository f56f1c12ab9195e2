import { AWKWARD, packedJson } from '../print/packed-json.js'
import { printUuid } from '../print/print-uuid.js'
import type { Sink } from '../print/sink.js'
import { timePrinter } from '../print/time-printer.js'
import { BIN_8, NIL } from './body.js'
import { ERASED_DETAILS } from './row.js'
import { splitTuple } from './tuple.js'

/** The values of columns as they stand in canonical JSON, with what lies around them. */
export const CANONICAL_CELLS = {
  action: (text: string) => `{"action":${JSON.stringify(text)},`,
  actor(tuple: string) {
    const [type, id = '', name, email] = splitTuple(tuple)
    return `"actor":${JSON.stringify({ email, id, name, type })},`
  },
  area: (text: string) => `"area":${JSON.stringify(text)},`,
  ip: (text: string) => (text === '' ? '' : `"ip":${JSON.stringify(text)}`),
  outcome: (text: string) => `,"outcome":"${text}","receivedAt":"`,
  resource(tuple: string) {
    const [id, name] = splitTuple(tuple)
    return JSON.stringify({ id, name }).slice(1, -1)
  },
  'resource.type': (text: string) => (text === '' ? '' : `"type":${JSON.stringify(text)}`),
  workspace: (text: string) => `","workspace":${JSON.stringify(text)}}`,
} as const

/** Those of one row, printed. Without `ip` where the packed context still has it. */
export type CanonicalCells = { readonly [C in Exclude<keyof typeof CANONICAL_CELLS, 'ip'>]: Uint8Array } & {
  readonly ip?: Uint8Array
}

export interface CanonicalTimes {
  readonly seq: number
  readonly timestampMs: number
  readonly receivedAtMs: number
}

/**
 * Prints an event as `canonicalJson` does, from its cells and from its packed id and,
 * one behind the other, changes, context and details. Throws `AWKWARD` where that is
 * left to `canonicalJson`; the sink may then hold a part of it.
 */
export function canonicalPrinter(
  sink: Sink,
): (bytes: Buffer, id: number, rest: number, cells: CanonicalCells, times: CanonicalTimes) => void {
  const json = packedJson(sink, { sorted: true, doubled: false })
  const [timestamp, receivedAt] = [timePrinter(sink), timePrinter(sink)]
  return (bytes, id, rest, cells, times) => {
    sink.put(cells.action)
    sink.put(cells.actor)
    sink.put(cells.area)
    json.at = rest
    if (bytes[json.at] === NIL) json.at++
    else {
      sink.put(CHANGES)
      json.value(bytes)
      sink.put(COMMA)
    }
    if (bytes[json.at] === NIL) json.at++
    else {
      sink.put(CONTEXT)
      json.value(bytes, cells.ip === undefined || cells.ip.length === 0 ? undefined : cells.ip)
      sink.put(COMMA)
    }
    if (bytes[json.at] === ERASED_DETAILS) throw AWKWARD
    sink.put(DETAILS)
    json.value(bytes)
    sink.put(ID)
    if (bytes[id] === BIN_8) {
      sink.put(QUOTE)
      printUuid(sink, bytes, id + 2)
      sink.put(QUOTE)
    } else {
      json.at = id
      json.value(bytes)
    }
    sink.put(cells.outcome)
    receivedAt(times.receivedAtMs)
    sink.put(RESOURCE)
    const { resource, 'resource.type': type } = cells
    sink.put(resource)
    if (resource.length > 0 && type.length > 0) sink.put(COMMA)
    sink.put(type)
    sink.put(SEQ)
    sink.number(times.seq)
    sink.put(TIMESTAMP)
    timestamp(times.timestampMs)
    sink.put(cells.workspace)
  }
}

const QUOTE = Buffer.from('"')
const COMMA = Buffer.from(',')
const CHANGES = Buffer.from('"changes":')
const CONTEXT = Buffer.from('"context":')
const DETAILS = Buffer.from('"details":')
const ID = Buffer.from(',"id":')
const RESOURCE = Buffer.from('","resource":{')
const SEQ = Buffer.from('},"seq":')
const TIMESTAMP = Buffer.from(',"timestamp":"')

import { canonicalJson } from '../../../protocol/canonical.js'
import { BIN_8, NIL } from '../../store/body.js'
import { splitTuple } from '../../store/tuple.js'
import { columnCells } from './column-cells.js'
import { packedJson } from './packed-json.js'
import { printUuid } from './print-uuid.js'
import type { RowPrinter } from './row-printer.js'
import type { Sink } from './sink.js'
import { timePrinter } from './time-printer.js'

/** Prints rows as `canonicalJson` prints their events, a line each. */
export function ndjsonPrinter(sink: Sink): RowPrinter {
  const json = packedJson(sink, { sorted: true, doubled: false })
  const [timestamp, receivedAt] = [timePrinter(sink), timePrinter(sink)]

  return {
    events: (events) => sink.text(events.map((event) => `${canonicalJson(event)}\n`).join('')),
    rows(found) {
      const column = columnCells(found, {
        action: (text) => `{"action":${JSON.stringify(text)},`,
        actor(tuple) {
          const [type, id = '', name, email] = splitTuple(tuple)
          return `"actor":${JSON.stringify({ email, id, name, type })},`
        },
        area: (text) => `"area":${JSON.stringify(text)},`,
        ip: (text) => (text === '' ? '' : `"ip":${JSON.stringify(text)}`),
        outcome: (text) => `,"outcome":"${text}","receivedAt":"`,
        resource(tuple) {
          const [id, name] = splitTuple(tuple)
          return JSON.stringify({ id, name }).slice(1, -1)
        },
        'resource.type': (text) => (text === '' ? '' : `"type":${JSON.stringify(text)}`),
        workspace: (text) => `","workspace":${JSON.stringify(text)}}\n`,
      })
      return (row) => {
        const { bytes, start } = row.block
        sink.put(column.action(row))
        sink.put(column.actor(row))
        sink.put(column.area(row))

        const id = start(row.within) + 1
        const isUuid = bytes[id] === BIN_8
        if (isUuid) json.at = id + 18
        else {
          json.at = id
          json.skip(bytes)
        }
        if (bytes[json.at] === NIL) json.at++
        else {
          sink.put(CHANGES)
          json.value(bytes)
          sink.put(COMMA)
        }
        if (bytes[json.at] === NIL) json.at++
        else {
          const ip = column.ip(row)
          sink.put(CONTEXT)
          json.value(bytes, ip.length === 0 ? undefined : ip)
          sink.put(COMMA)
        }
        sink.put(DETAILS)
        json.value(bytes)
        sink.put(ID)
        if (isUuid) {
          sink.put(QUOTE)
          printUuid(sink, bytes, id + 2)
          sink.put(QUOTE)
        } else {
          json.at = id
          json.value(bytes)
        }
        sink.put(column.outcome(row))
        receivedAt(row.receivedAtMs)
        sink.put(RESOURCE)
        const [resource, type] = [column.resource(row), column['resource.type'](row)]
        sink.put(resource)
        if (resource.length > 0 && type.length > 0) sink.put(COMMA)
        sink.put(type)
        sink.put(SEQ)
        sink.number(row.seq)
        sink.put(TIMESTAMP)
        timestamp(row.timestampMs)
        sink.put(column.workspace(row))
      }
    },
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

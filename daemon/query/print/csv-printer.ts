import { csvCells, csvRows } from '../../../protocol/csv.js'
import { AWKWARD, packedJson } from '../../print/packed-json.js'
import { printUuid } from '../../print/print-uuid.js'
import type { Sink } from '../../print/sink.js'
import { timePrinter } from '../../print/time-printer.js'
import { BIN_8, NIL } from '../../store/body.js'
import { unpack } from '../../store/pack.js'
import { ERASED_DETAILS } from '../../store/row.js'
import { splitTuple } from '../../store/tuple.js'
import { columnCells } from './column-cells.js'
import type { RowPrinter } from './row-printer.js'

/** Prints rows as `csvRows` prints their events. */
export function csvPrinter(sink: Sink, { raw }: { readonly raw: boolean }): RowPrinter {
  const json = packedJson(sink, { sorted: false, doubled: true })
  const [timestamp, receivedAt] = [timePrinter(sink), timePrinter(sink)]
  const cells = (...texts: (string | undefined)[]) => `${csvCells(texts, { raw })},`
  const single = (value: string) => cells(value)

  /** In quotes, but for an empty list or object. */
  const jsonCell = (bytes: Buffer) => {
    const from = sink.at
    sink.put(QUOTE)
    json.value(bytes)
    if (sink.at > from + 3) sink.put(QUOTE)
    else {
      sink.bytes.copyWithin(from, from + 1, sink.at)
      sink.at--
    }
  }

  return {
    events: (events) => sink.text(csvRows(events, { raw })),
    rows(found) {
      const column = columnCells(found, {
        workspace: single,
        area: single,
        action: single,
        outcome: single,
        actor: (tuple) => cells(...splitTuple(tuple)),
        'resource.type': single,
        resource: (tuple) => cells(...splitTuple(tuple)),
        ip: single,
      })
      const userAgents = new Map<string, Buffer>()
      const userAgentCell = (packed: Buffer | undefined) => {
        if (packed === undefined) return COMMA
        // Two texts never share a packed form, so its bytes stand for the text.
        const text = packed.toString('latin1')
        const cell = userAgents.get(text) ?? Buffer.from(cells(unpack(packed) as string))
        userAgents.set(text, cell)
        return cell
      }
      return (row) => {
        const { bytes, start } = row.block
        sink.number(row.seq)
        sink.put(COMMA)
        timestamp(row.timestampMs)
        sink.put(COMMA)
        receivedAt(row.receivedAtMs)
        sink.put(COMMA)
        sink.put(column.workspace(row))
        sink.put(column.area(row))
        sink.put(column.action(row))
        sink.put(column.outcome(row))
        sink.put(column.actor(row))
        sink.put(column['resource.type'](row))
        sink.put(column.resource(row))
        sink.put(column.ip(row))

        const id = start(row.within) + 1
        const isUuid = bytes[id] === BIN_8
        if (isUuid) json.at = id + 18
        else {
          json.at = id
          json.skip(bytes)
        }
        const changes = json.at
        json.skip(bytes)
        const hasContext = bytes[json.at] !== NIL
        sink.put(userAgentCell(hasContext ? json.find(bytes, USER_AGENT) : undefined))
        const details = hasContext ? json.at : json.at + 1
        if (bytes[details] === ERASED_DETAILS) throw AWKWARD
        json.at = changes
        if (bytes[changes] !== NIL) jsonCell(bytes)
        sink.put(COMMA)
        json.at = details
        jsonCell(bytes)
        sink.put(COMMA)
        if (isUuid) printUuid(sink, bytes, id + 2)
        else sink.text(csvCells([unpack(bytes.subarray(id, changes)) as string], { raw }))
        sink.put(LINE_END)
      }
    },
  }
}

const USER_AGENT = Buffer.from('userAgent')
const QUOTE = Buffer.from('"')
const COMMA = Buffer.from(',')
const LINE_END = Buffer.from('\r\n')

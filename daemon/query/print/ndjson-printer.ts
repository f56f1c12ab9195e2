import { canonicalJson } from '../../../protocol/canonical.js'
import type { Sink } from '../../print/sink.js'
import { skipPacked } from '../../print/skip-packed.js'
import { CANONICAL_CELLS, canonicalPrinter } from '../../store/canonical-row.js'
import { columnCells } from './column-cells.js'
import type { RowPrinter } from './row-printer.js'

/** Prints rows as `canonicalJson` prints their events, a line each. */
export function ndjsonPrinter(sink: Sink): RowPrinter {
  const print = canonicalPrinter(sink)
  return {
    events: (events) => sink.text(events.map((event) => `${canonicalJson(event)}\n`).join('')),
    rows(found) {
      const column = columnCells(found, CANONICAL_CELLS)
      return (row) => {
        const { bytes, start } = row.block
        const id = start(row.within) + 1
        const cells = {
          action: column.action(row),
          actor: column.actor(row),
          area: column.area(row),
          ip: column.ip(row),
          outcome: column.outcome(row),
          resource: column.resource(row),
          'resource.type': column['resource.type'](row),
          workspace: column.workspace(row),
        }
        print(bytes, id, skipPacked(bytes, id), cells, row)
        sink.put(NEWLINE)
      }
    },
  }
}

const NEWLINE = Buffer.from('\n')

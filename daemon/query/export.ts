import { csvHeader } from '../../protocol/csv.js'
import { AWKWARD } from '../print/packed-json.js'
import { Sink } from '../print/sink.js'
import { damageIn } from '../store/damage.js'
import type { StoredRow } from '../store/segment-reader.js'
import type { Context, Export, ExportParams } from './context.js'
import { picksInOrder } from './in-order.js'
import { eventsOf, type Picked } from './picked.js'
import { csvPrinter } from './print/csv-printer.js'
import { ndjsonPrinter } from './print/ndjson-printer.js'
import type { RowPrinter } from './print/row-printer.js'
import { CHUNK, type Scanning, scanned } from './scan.js'
import type { Selection } from './select.js'

const CHUNK_BYTES = 256 * 1024
const NOTHING = new Uint8Array(0)

export async function exportBytes(context: Context, params: ExportParams, signal: AbortSignal): Promise<Export> {
  const { format, raw = false, cursor } = params
  const sink = new Sink()
  const printer = format === 'csv' ? csvPrinter(sink, { raw }) : ndjsonPrinter(sink)
  // Who goes on behind a cursor has the header row already.
  if (format === 'csv' && cursor === undefined) sink.text(csvHeader())
  const { batches, ...head } = await scanned(context, params, signal, (scanning) => printed(scanning, printer, sink))
  return { ...head, chunks: batches }
}

function* printed({ view, plan, order, after }: Scanning, printer: RowPrinter, sink: Sink): Generator<Uint8Array> {
  const print = picksPrinter(printer, sink)
  for (const picked of picksInOrder(view, plan, order, CHUNK, after)) {
    // What must be asked once more, or waits until it is its turn, is whole events.
    if (plan.residual || picked.length > CHUNK) {
      for (const events of eventsOf(picked, CHUNK)) {
        printer.events(plan.residual ? events.filter(plan.matches) : events)
        yield sink.at < CHUNK_BYTES ? NOTHING : sink.take()
      }
      continue
    }
    print(picked)
    yield sink.at < CHUNK_BYTES ? NOTHING : sink.take()
  }
  yield sink.take()
}

/** Prints rows from what they are stored as; those for which that cannot be done, or not be read, as events. */
function picksPrinter(printer: RowPrinter, sink: Sink): (picked: readonly Picked[]) => void {
  const printers = new WeakMap<Selection, (row: StoredRow) => void>()
  const printRows = (selection: Selection, rows: readonly number[]) => {
    const found = selection.stored!(rows)
    const print = printers.get(selection) ?? printer.rows(found)
    printers.set(selection, print)
    let i = 0
    for (const row of found.rows) {
      const before = sink.at
      try {
        print(row)
      } catch (error) {
        if (error !== AWKWARD) throw error
        sink.at = before
        printer.events(selection.events([rows[i]!]))
      }
      i++
    }
  }
  return (picked) => {
    for (let from = 0, to = 0; from < picked.length; from = to) {
      const { selection } = picked[from]!
      while (to < picked.length && picked[to]!.selection === selection) to++
      const rows = picked.slice(from, to).map(({ row }) => row)
      const before = sink.at
      try {
        if (selection.stored !== undefined) printRows(selection, rows)
        else printer.events(selection.events(rows))
      } catch (error) {
        damageIn(error)
        sink.at = before
        printer.events(selection.events(rows))
      }
    }
  }
}

import { fitText, lineColumns, type Span, span } from '../view/text.js'
import type { PrintFormat } from './event-printer.js'
import { jsonLine } from './json-line.js'
import { paint } from './paint.js'
import type { World } from './world.js'

/** Things of one kind: a table for people, else one JSON object a line. */
export async function printRows<T>(
  { stdout }: World,
  format: PrintFormat,
  things: readonly T[],
  columns: Readonly<Record<string, (thing: T) => Span>>,
): Promise<void> {
  if (format === 'json') return stdout.write(things.map((thing) => jsonLine(JSON.stringify(thing), stdout)).join(''))
  const heads = Object.keys(columns).map((title) => span(title, 'dim'))
  const rows = [heads, ...things.map((thing) => Object.values(columns).map((cell) => cell(thing)))]
  const widths = heads.map((_, i) => Math.max(...rows.map((row) => lineColumns([row[i]!]))))
  const aligned = rows.map((row) =>
    row.map((cell, i) => ({ ...cell, text: i < row.length - 1 ? fitText(cell.text, widths[i]! + 2) : cell.text })),
  )
  await stdout.write(aligned.map((row) => `${paint(row, stdout.colour)}\n`).join(''))
}

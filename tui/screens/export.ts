import type { ExportDialog } from '../model/export-dialog.js'
import { framed } from '../view/compose.js'
import { count } from '../view/number.js'
import type { Size } from '../view/rect.js'
import { type Line, span } from '../view/text.js'
import { typedLine } from './filter-line.js'

export const EXPORT_SIZE: Size = { columns: 72, rows: 9 }

/** What will be written, how, and where. */
export function viewExport({ format, path, filter, total }: ExportDialog, size: Size): Line[] {
  const choice = (name: ExportDialog['format'], label: string): Line => [
    span(format === name ? `(•) ${label}` : `( ) ${label}`, format === name ? 'strong' : 'dim', {
      click: `format:${name}`,
    }),
    span('   '),
  ]
  const label = (text: string) => span(` ${text.padEnd(8)}`, 'dim')
  return framed(
    'export',
    [
      [
        label('events'),
        ...(total === undefined ? [span('counting…', 'dim')] : [span(count(total), 'strong')]),
        span(total === 1 ? ' event' : ' events'),
      ],
      [label('filter'), filter === '' ? span('none: the whole trail', 'dim') : span(filter, 'accent')],
      [label('format'), ...choice('csv', 'CSV'), ...choice('ndjson', 'NDJSON')],
      [label('to'), ...typedLine(path, size.columns - 12)],
      [],
      [span(' streamed from the daemon as of now; the file can be read by you alone', 'dim')],
      [span(' Enter start · Tab format · Esc close', 'dim')],
    ],
    size,
  )
}

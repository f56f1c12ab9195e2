import type { AuditEvent } from '../../protocol/event.js'
import type { Field } from '../model/field.js'
import { fitText, type Line, type Style, span, wrap } from '../view/text.js'

/** One row of the detail; its cursor stands on a row, however many lines that takes. */
export interface DetailRow {
  /** The same for the same thing in every event: `who`, `details/source`. */
  readonly id: string
  readonly lines: readonly Line[]
  /** Where `{` and `}` stop: a part of the detail, a change. */
  readonly stop?: boolean
  readonly fold?: 'open' | 'closed'
  readonly field?: Field
  /** A related event, to go to. */
  readonly event?: AuditEvent
}

/** With less room, labels are cut and times are short. */
export const NARROW = 40

export const labelColumns = (columns: number): number => (columns < NARROW ? 5 : 10)

/** A label and what stands behind it, wrapped at blanks. */
export function labelled(label: string, value: string, columns: number, style: Style = 'plain'): Line[] {
  const width = labelColumns(columns)
  return wrap(value, columns - width).map(
    (piece, i): Line => [span(`${fitText(i === 0 ? label : '', width - 1)} `, 'dim'), span(piece, style)],
  )
}

/** The title of a part of the detail, with a rule behind it. */
export function heading(title: string, columns: number, fold?: 'open' | 'closed'): Line {
  const sign = fold === undefined ? '──' : fold === 'open' ? '▼─' : '▶─'
  const rule = '─'.repeat(Math.max(0, columns - title.length - 4))
  return [span(`${sign} `, 'dim'), span(title, 'accent'), span(` ${rule}`, 'dim')]
}

/** Styled text over as many lines as it takes; what goes on below stands under `indent`. */
export function wrapped(lead: Line, leadColumns: number, value: string, style: Style, columns: number): Line[] {
  const indent = Math.min(leadColumns, Math.max(0, columns - 8))
  // Where the name leaves no room, the value has its own lines.
  if (columns - leadColumns < 8) {
    const pieces = wrap(value, Math.max(1, columns - 4))
    return [lead, ...pieces.map((piece): Line => [span('    '), span(piece, style)])]
  }
  return wrap(value, columns - leadColumns).map(
    (piece, i): Line => (i === 0 ? [...lead, span(piece, style)] : [span(' '.repeat(indent)), span(piece, style)]),
  )
}

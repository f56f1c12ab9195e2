import { stringify } from 'csv-stringify/sync'
import type { AuditEvent } from './event.js'

/** In order; `changes` and `details` are JSON. */
export const CSV_COLUMNS: readonly string[] = [
  ...['seq', 'timestamp', 'receivedAt', 'workspace', 'area', 'action', 'outcome'],
  ...['actor_type', 'actor_id', 'actor_name', 'actor_email', 'resource_type', 'resource_id', 'resource_name'],
  ...['ip', 'user_agent', 'changes', 'details', 'id'],
]

/** RFC 4180: a line break of any kind stands in quotes, not the row's own alone. */
const FORMAT = { record_delimiter: '\r\n', quote_record_delimiter: true } as const

/** The header row. */
export function csvHeader(): string {
  return stringify([CSV_COLUMNS], FORMAT)
}

/**
 * A row for each event, each ended by CRLF. Unless `raw`, text that a spreadsheet
 * would take for a formula gets a leading `'` (OWASP, "CSV Injection").
 */
export function csvRows(events: Iterable<AuditEvent>, { raw = false }: { readonly raw?: boolean } = {}): string {
  const guard = raw ? (text: string | undefined) => text : withoutFormula
  let rows = ''
  for (const event of events) {
    const before = textCells(event, guard)
    const json = [event.changes && JSON.stringify(event.changes), JSON.stringify(event.details)]
    const id = guard(event.id)
    // csv-stringify looks at every cell in many ways. Where nothing but the JSON
    // needs quotes, which is most rows, the row is joined three times as fast.
    // One look at all cells together; what joins them here is none of what is looked for.
    const plain = !needsQuotes(before.join('\t')) && !needsQuotes(id)
    rows += plain
      ? `${before.join()},${json.map(quoted).join()},${id}\r\n`
      : stringify([[...before, ...json, id]], FORMAT)
  }
  return rows
}

/** Cells of text as they stand in a row, with the commas between them. */
export function csvCells(
  texts: readonly (string | undefined)[],
  { raw = false }: { readonly raw?: boolean } = {},
): string {
  const guarded = raw ? texts : texts.map(withoutFormula)
  return guarded.some(needsQuotes) ? stringify([guarded], { ...FORMAT, eof: false }) : guarded.join()
}

/** The cells before `changes`. */
function textCells(event: AuditEvent, guard: (text: string | undefined) => string | undefined): (string | undefined)[] {
  const { actor, resource, context } = event
  return [
    String(event.seq),
    event.timestamp,
    event.receivedAt,
    guard(event.workspace),
    guard(event.area),
    guard(event.action),
    event.outcome,
    actor.type,
    guard(actor.id),
    guard(actor.name),
    guard(actor.email),
    guard(resource.type),
    guard(resource.id),
    guard(resource.name),
    guard(context?.ip),
    guard(context?.userAgent),
  ]
}

/** Full-width forms, as some spreadsheets fold them; spaces before, as they are cut off. */
const FORMULA = /^[^\S\t\r\n]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

function withoutFormula(text: string | undefined): string | undefined {
  // Nearly every cell begins with a letter of ASCII or a digit, and then it is no formula.
  const first = text === undefined ? LETTER_A : text.charCodeAt(0)
  if ((first >= LETTER_A && first <= TILDE) || (first >= DIGIT_0 && first <= DIGIT_9)) return text
  return text !== undefined && FORMULA.test(text) ? `'${text}` : text
}

const DIGIT_0 = 0x30
const DIGIT_9 = 0x39
const LETTER_A = 0x41
const TILDE = 0x7e

function needsQuotes(text: string | undefined): boolean {
  return text !== undefined && /[",\r\n]/.test(text)
}

function quoted(text: string | undefined): string | undefined {
  return text !== undefined && needsQuotes(text) ? `"${text.replaceAll('"', '""')}"` : text
}

import type { AuditEvent } from '../../protocol/event.js'
import type { Told } from '../model/field.js'
import { RELATED_MINUTES, type Related, type Relatives } from '../model/related.js'
import { diffLines, fieldChanges } from '../view/diff.js'
import { inline, jsonLines } from '../view/json.js'
import { count } from '../view/number.js'
import { fitLine, type Line, lineColumns, span } from '../view/text.js'
import type { Clock } from '../view/time.js'
import { actorOf, targetOf } from './cells.js'
import { jsonRows } from './detail-json.js'
import { type DetailRow, heading, labelled, NARROW, wrapped } from './detail-row.js'

export function changeRows({ changes = [] }: AuditEvent, columns: number): DetailRow[] {
  const fields = changes.map((change) => ({ change, fields: fieldChanges([change]) }))
  const total = fields.reduce((sum, { fields }) => sum + fields.length, 0)
  if (total === 0) return []
  return [
    { id: 'changes', lines: [heading(`changes (${count(total)})`, columns)], stop: true },
    ...fields.flatMap(({ change, fields }) =>
      fields.map((field, i): DetailRow => {
        const { path, before, after } = field
        const text = [before, after].map((value) => (value === undefined ? '—' : inline(value))).join(' → ')
        const told: Told | undefined = change.path === '' ? undefined : { by: 'words', value: change.path }
        return {
          id: `changes/${path}`,
          lines: diffLines([field], columns),
          field: { name: path, text: `${path}: ${text}`, ...(told && { told }) },
          ...(i === 0 && { stop: true }),
        }
      }),
    ),
  ]
}

/** Of the context, what the summary does not tell. */
const TOLD = new Set(['ip', 'userAgent', 'requestId'])

export function contextRows(
  { context = {} }: AuditEvent,
  columns: number,
  folds: ReadonlyMap<string, boolean>,
): DetailRow[] {
  const rest = Object.entries(context).filter(([name]) => !TOLD.has(name))
  return objectRows('context', Object.fromEntries(rest), columns, folds, (_, value) => ({ by: 'words', value }))
}

export const detailsRows = (
  { details }: AuditEvent,
  columns: number,
  folds: ReadonlyMap<string, boolean>,
): DetailRow[] => objectRows('details', details, columns, folds, (path, value) => ({ by: 'details', path, value }))

function objectRows(
  title: string,
  object: Readonly<Record<string, unknown>>,
  columns: number,
  folds: ReadonlyMap<string, boolean>,
  tell: (path: readonly string[], value: string) => Told,
): DetailRow[] {
  const entries = Object.entries(object)
  if (entries.length === 0) return []
  const folded = folds.get(title) === false
  const head = heading(folded ? `${title} (${count(entries.length)})` : title, columns, folded ? 'closed' : 'open')
  return [
    {
      id: title,
      lines: [head],
      stop: true,
      fold: folded ? 'closed' : 'open',
      field: { name: title, text: inline(object) },
    },
    ...(folded
      ? []
      : entries.flatMap(([name, value]) =>
          jsonRows({ id: `${title}/${name}`, name, depth: 0, columns, folds, path: [name], tell }, value),
        )),
  ]
}

export function rawRows(event: AuditEvent, columns: number, folds: ReadonlyMap<string, boolean>): DetailRow[] {
  const open = folds.get('raw') === true
  const field = { name: 'raw event', text: inline(event) }
  const bytes = count(Buffer.byteLength(field.text))
  const head = heading(open ? 'raw event' : `raw event · ${bytes} bytes`, columns, open ? 'open' : 'closed')
  const lines = open ? jsonLines(event) : []
  return [
    { id: 'raw', lines: [head], stop: true, fold: open ? 'open' : 'closed', field },
    ...lines.map((line, i): DetailRow => ({ id: `raw/${i}`, lines: wrapJson(line, columns) })),
  ]
}

/** A line of JSON that is too long goes on below, from where its value began. */
function wrapJson(line: Line, columns: number): Line[] {
  if (lineColumns(line) <= columns) return [line]
  const at = line.findLastIndex(({ text }) => text !== ',')
  const lead = line.slice(0, at)
  const [value] = line.slice(at)
  return value === undefined ? [line] : wrapped(lead, lineColumns(lead), value.text, value.style ?? 'plain', columns)
}

const KINSHIP = { request: 'same request', resource: 'same target', actor: 'same actor' } as const

/** That a person is no longer in it, by which event, and when, once that is found; it leads there. */
export function erasedRows({ seq, erased }: AuditEvent, related: Related | undefined, columns: number): DetailRow[] {
  if (erased === undefined) return []
  const relatives = related?.seq === seq && typeof related.state !== 'string' ? related.state : []
  const found = relatives.find(({ kinship }) => kinship === 'erasure')
  const [event] = found?.events ?? []
  const when = event === undefined ? '' : `, ${event.timestamp.slice(0, 19).replace('T', ' ')} UTC`
  const gone = found !== undefined && event === undefined ? ', which is no longer there' : ''
  const text = `a person, by event ${count(erased.by)}${when}${gone}`
  const lines = labelled('erased', text, columns, 'warn')
  return [{ id: 'erased', lines, field: { name: 'erased', text }, ...(event && { event }) }]
}

/** Events that have something in common with this one. */
export function relatedRows(
  event: AuditEvent,
  related: Related | undefined,
  clock: Clock,
  columns: number,
): DetailRow[] {
  if (related?.seq !== event.seq) return []
  const title = `related, ${RELATED_MINUTES} min before and after`
  const says = (text: string): DetailRow[] => [
    { id: 'related', lines: [heading(title, columns), [span(`  ${text}`, 'dim')]], stop: true },
  ]
  if (related.state === 'asked') return says('looking…')
  if (related.state === 'failed') return says('could not be looked for')
  const groups = related.state.flatMap(({ kinship, ...rest }) =>
    kinship === 'erasure' || rest.events.length === 0 ? [] : [{ kinship, ...rest }],
  )
  if (groups.length === 0) return says('nothing else by this actor, on this target or of this request')
  return [
    { id: 'related', lines: [heading(title, columns)], stop: true },
    ...groups.flatMap((group) => [
      { id: `related/${group.kinship}`, lines: [groupLine(group)] },
      ...group.events.map((other, i) => relativeRow(`related/${group.kinship}/${i}`, event, other, clock, columns)),
    ]),
  ]
}

function groupLine({
  kinship,
  events,
  count: all,
  more,
}: Relatives & { readonly kinship: keyof typeof KINSHIP }): Line {
  const of = all > events.length ? ` (the nearest ${events.length} of ${more ? 'at least ' : ''}${count(all)})` : ''
  return [span(`  ${KINSHIP[kinship]}`, 'accent'), span(of, 'dim')]
}

function relativeRow(id: string, event: AuditEvent, other: AuditEvent, clock: Clock, columns: number): DetailRow {
  const time = clock.wall(Date.parse(other.timestamp)).slice(11, 19)
  const later = other.timestamp > event.timestamp || (other.timestamp === event.timestamp && other.seq > event.seq)
  return {
    id,
    lines: [
      fitLine(
        [
          span(later ? '  ↓ ' : '  ↑ ', 'dim'),
          ...(columns < NARROW ? [] : [span(`${time}  `, 'dim')]),
          ...(other.outcome === 'failure' ? [span('✗ ', 'bad')] : []),
          span(other.action, 'strong'),
          span(`  ${targetOf(other)}`),
          span(`  by ${actorOf(other)}`, 'dim'),
        ],
        columns,
      ),
    ],
    event: other,
  }
}

/** `lists`: the key that lists them. */
export const markRow = (marked: string, lists: string, columns: number): DetailRow => ({
  id: 'mark',
  lines: labelled('marked', marked === '' ? `without a note · ${lists} lists marks` : marked, columns, 'accent'),
  field: { name: 'note', text: marked },
})

/** `reveals`: the key that shows and masks them. `plain`: they are shown. */
export const secretsRow = (columns: number, reveals: string, owner: boolean, plain: boolean): DetailRow => ({
  id: 'secrets',
  lines: labelled(
    'secrets',
    plain ? `shown · ${reveals} masks them` : owner ? `masked · ${reveals} shows them` : 'masked',
    columns,
    'warn',
  ),
})

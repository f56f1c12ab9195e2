import { keyOf } from '../model/binding.js'
import { EXPORT_FIELDS, type ExportDialog, type ExportField, type ExportScope } from '../model/export-dialog.js'
import type { Model } from '../model/model.js'
import { count } from '../view/number.js'
import type { Rect } from '../view/rect.js'
import { fitText, type Line, lineColumns, span, wrap } from '../view/text.js'
import { typedLine } from './filter-line.js'
import { frameRect, inFrame, insideFrame } from './frame.js'

const WANTED_COLUMNS = 76
const SCOPES: Readonly<Record<ExportScope['name'], string>> = {
  all: 'all matching',
  screen: 'on screen',
  marks: 'marks',
  between: 'mark to mark',
}

export function exportRect(model: Model, dialog: ExportDialog): Rect {
  const { columns } = frameRect(model, { columns: WANTED_COLUMNS, rows: 1 })
  return frameRect(model, { columns: WANTED_COLUMNS, rows: dialogLines(dialog, model, columns - 2).lines.length + 2 })
}

/** What will be written, how, and where. */
export function viewExport(dialog: ExportDialog, model: Model, rect: Rect): readonly Line[] {
  const { lines, at } = dialogLines(dialog, model, insideFrame(model, rect).columns)
  return inFrame('export', lines, rect, model, { at })
}

/** Every line of the dialog, and the one of the field that has the keys. */
function dialogLines(dialog: ExportDialog, model: Model, columns: number): { lines: Line[]; at: number } {
  const narrow = columns < 40
  const labelColumns = narrow ? 0 : 9
  const label = (text: string, field?: ExportField): Line => {
    const on = dialog.at === field
    return [span(on ? '▌' : ' ', 'accent'), span(fitText(text, labelColumns), on ? 'title' : 'dim')]
  }
  const choice = (text: string, chosen: boolean, click: string): Line => [
    span(`${chosen ? '(•)' : '( )'} ${text}`, chosen ? 'strong' : 'dim', { click }),
    span('  '),
  ]
  /** Side by side where they have room, else one below the other. */
  const choices = (text: string, field: ExportField, all: readonly Line[]): Line[] => {
    const row = [...label(text, field), ...all.flat()]
    if (lineColumns(row) <= columns) return [row]
    return all.map((each, i) => [...label(i === 0 ? text : '', field), ...each])
  }
  const fields: Readonly<Record<ExportField, Line[]>> = {
    scope: choices(
      'events',
      'scope',
      dialog.scopes.map(({ name }) => choice(SCOPES[name], name === dialog.scope, `scope:${name}`)),
    ),
    format: choices('format', 'format', [
      choice('CSV', dialog.format === 'csv', 'format:csv'),
      choice('NDJSON', dialog.format === 'ndjson', 'format:ndjson'),
    ]),
    raw: choices(
      'formulas',
      'raw',
      dialog.format === 'ndjson'
        ? [[span('as they are: only CSV has any', 'dim')]]
        : [choice("made harmless with '", !dialog.raw, 'raw:no'), choice('raw', dialog.raw, 'raw:yes')],
    ),
    path: [[...label('to', 'path'), ...typedLine(dialog.path, Math.max(4, columns - labelColumns - 2))]],
  }
  const { total, filter, candidates } = dialog
  const about: Line = [
    ...label('count'),
    ...(total === undefined ? [span('counting…', 'dim')] : [span(count(total), 'strong')]),
    span(total === 1 ? ' event' : ' events'),
    ...(filter === '' ? [span(' · no filter: the whole trail', 'dim')] : [span(' · ', 'dim'), span(filter, 'accent')]),
  ]
  const indent = ' '.repeat(labelColumns + 1)
  const place = placeText(dialog, keyOf(model, 'start-export'))
  const lines = [
    ...fields.scope,
    about,
    ...fields.format,
    ...fields.raw,
    ...fields.path,
    ...wrap(place.text, columns - indent.length).map((text): Line => [span(indent), span(text, place.style)]),
    ...(candidates.length === 0
      ? []
      : candidateLines(candidates, columns - indent.length).map((line) => [span(indent), ...line])),
    [],
    [span(' Streamed from the daemon as of now; the file can be read by you alone.', 'dim')],
    [span(keysOf(model), 'dim')],
  ]
  const before = EXPORT_FIELDS.slice(0, EXPORT_FIELDS.indexOf(dialog.at)).flatMap((field) => fields[field])
  return { lines, at: before.length + (dialog.at === 'scope' ? 0 : 1) }
}

function keysOf(model: Model): string {
  const key = (command: string) => keyOf(model, command)
  const fields = `${key('previous-export-field')}${key('next-export-field')}`
  const choose = `${key('previous-export-choice')}${key('next-export-choice')}`
  const [start, complete, close] = ['start-export', 'complete-export-path', 'leave-export'].map(key)
  return ` ${start} start · ${fields} fields · ${choose} choose · ${complete} complete · ${close} close`
}

/** Where exactly the file will be, and what is to be known of that. */
function placeText({ look, path, asked }: ExportDialog, enter: string): { text: string; style: 'dim' | 'warn' } {
  if (asked) return { text: `! is there already: ${enter} writes over it, another name keeps it`, style: 'warn' }
  if (look === undefined || look.path !== path.text) return { text: '…', style: 'dim' }
  if (look.problem !== undefined) return { text: `! ${look.absolute}: ${look.problem}`, style: 'warn' }
  return look.exists
    ? { text: `! ${look.absolute} is there already; ${enter} asks again`, style: 'warn' }
    : { text: look.absolute, style: 'dim' }
}

const MOST_LINES = 3

function candidateLines(candidates: readonly string[], columns: number): Line[] {
  const lines = wrap(candidates.join('  '), columns)
  const shown = lines.slice(0, MOST_LINES).map((text): Line => [span(text, 'dim')])
  return lines.length > MOST_LINES ? [...shown.slice(0, -1), [span('… and more: type on', 'dim')]] : shown
}

import type { Actor, AuditEvent, Resource } from '../../protocol/event.js'
import type { Shown } from '../../protocol/show.js'
import { parseTime } from '../../protocol/time.js'
import { diffSummary } from '../view/diff.js'
import { fitLine, fitText, type Line, lineColumns, span } from '../view/text.js'
import { type Clock, clockIn } from '../view/time.js'
import { columnsOf } from '../view/width.js'
import { paint } from './paint.js'
import type { Output } from './world.js'

/** Cells of the columns where there is room; a narrower terminal takes from all alike. */
const FULL = { actor: 28, action: 32, resource: 26, changes: 40 } as const
const FULL_SUM = 126
/** Time, mark and the gaps. */
const FIXED_COLUMNS = 36
const MIN_COLUMNS = 8

/** One event, one line: cut at the edge of a terminal, whole in a file. */
export function eventLine(event: AuditEvent, { isTTY, colour, columns }: Output, clock: Clock): string {
  const edge = isTTY ? columns : undefined
  const share = edge === undefined ? 1 : Math.min(1, Math.max(0, edge - FIXED_COLUMNS) / FULL_SUM)
  const cell = (text: string, full: number) =>
    edge === undefined ? pad(text, full) : fitText(text, Math.max(MIN_COLUMNS, Math.floor(full * share)))
  const failed = event.outcome === 'failure'
  const line: Line = [
    span(`${localTime(event.timestamp, clock)} `, 'dim'),
    failed ? span('✗ ', 'bad') : span('✓ ', 'good'),
    { text: cell(nameOf(event.actor), FULL.actor), style: 'accent' },
    span('  '),
    { text: cell(event.action, FULL.action), style: failed ? 'bad' : 'strong' },
    span('  '),
    { text: cell(nameOfResource(event.resource), FULL.resource) },
    span('  '),
    ...diffSummary(event.changes ?? []),
  ]
  const whole = trimmed(line)
  return paint(edge !== undefined && lineColumns(whole) > edge ? fitLine(whole, edge) : whole, colour)
}

const clocks = new Map<string, Clock>()

/** Clocks are costly to make and remember what they learned. */
export function clockOf(timeZone: string): Clock {
  const clock = clocks.get(timeZone) ?? clockIn(timeZone)
  clocks.set(timeZone, clock)
  return clock
}

/** `2026-11-20 14:30:05 CET`. */
export function localTime(timestamp: string, clock: Clock): string {
  const atMs = parseTime(timestamp)
  return atMs === undefined ? timestamp : `${clock.wall(atMs).slice(0, 19).replace('T', ' ')} ${clock.zone(atMs)}`
}

export const nameOf = ({ email, name, id }: Actor): string => email ?? name ?? id

export const nameOfResource = ({ name, id, type }: Resource): string => name ?? id ?? type ?? ''

/** Pads, and never cuts. */
const pad = (text: string, columns: number): Shown => fitText(text, Math.max(columns, columnsOf(span(text).text)))

/** Without blanks at its end. */
function trimmed(line: Line): Line {
  const last = line.findLastIndex(({ text }) => text.trim() !== '')
  return line
    .slice(0, last + 1)
    .map((piece, i) => (i === last ? { ...piece, text: piece.text.trimEnd() as Shown } : piece))
}

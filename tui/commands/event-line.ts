import type { Actor, AuditEvent, Resource } from '../../protocol/event.js'
import { parseTime } from '../../protocol/time.js'
import { diffSummary } from '../view/diff.js'
import { fitLine, fitText, type Line, type Shown, span } from '../view/text.js'
import { type Clock, clockIn } from '../view/time.js'
import { columnsOf } from '../view/width.js'
import { paint } from './paint.js'
import type { Output } from './world.js'

const ACTOR_COLUMNS = 28
const ACTION_COLUMNS = 32
const RESOURCE_COLUMNS = 26

/** One event, one line: cut at the edge of a terminal, whole in a file. */
export function eventLine(event: AuditEvent, { isTTY, colour, columns }: Output, clock: Clock): string {
  const cell = isTTY && columns !== undefined ? fitText : pad
  const line: Line = [
    span(`${localTime(event.timestamp, clock)} `, 'dim'),
    event.outcome === 'failure' ? span('✗ ', 'bad') : span('✓ ', 'good'),
    { text: cell(nameOf(event.actor), ACTOR_COLUMNS), style: 'accent' },
    span('  '),
    { text: cell(event.action, ACTION_COLUMNS), style: event.outcome === 'failure' ? 'bad' : 'strong' },
    span('  '),
    { text: cell(nameOfResource(event.resource), RESOURCE_COLUMNS) },
    span('  '),
    ...diffSummary(event.changes ?? []),
  ]
  return paint(isTTY && columns !== undefined ? trimmed(fitLine(line, columns)) : trimmed(line), colour)
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

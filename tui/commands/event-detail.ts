import type { AuditEvent } from '../../protocol/event.js'
import { isSpoofed } from '../../protocol/show.js'
import { diffLines } from '../view/diff.js'
import { jsonLines } from '../view/json.js'
import { type Line, span } from '../view/text.js'
import type { Clock } from '../view/time.js'
import { localTime } from './event-line.js'
import { paint } from './paint.js'
import type { Output } from './world.js'

const NAME_COLUMNS = 11
const UNKNOWN_COLUMNS = 100

/** One event over as many lines as it takes, nothing left out. `erasure`: the one that tells how a person was erased from it, where it is still there. */
export function eventDetail(
  event: AuditEvent,
  erasure: AuditEvent | undefined,
  { colour, columns = UNKNOWN_COLUMNS }: Output,
  clock: Clock,
): string {
  const { actor, resource, changes = [], context = {}, details, erased } = event
  const failed = event.outcome === 'failure'
  const lines: Line[] = [
    [span(failed ? '✗ ' : '✓ ', failed ? 'bad' : 'good'), span(event.action, 'title')],
    ...field('outcome', event.outcome),
    ...field('time', `${localTime(event.timestamp, clock)}, ${event.timestamp}`),
    ...field('received', `${localTime(event.receivedAt, clock)}, ${event.receivedAt}`),
    ...field('actor', joined(actor.name, actor.email, actor.type, actor.id)),
    ...field('resource', joined(resource.name, resource.type, resource.id)),
    ...field('area', event.area),
    ...field('workspace', event.workspace),
    ...field('seq', String(event.seq)),
    ...field('id', event.id),
    ...field('erased', erased === undefined ? '' : erasedBy(erased.by, erasure, clock)),
    ...section('changes', diffLines(changes, columns - 2)),
    ...section('context', Object.keys(context).length > 0 ? jsonLines(context) : []),
    ...section('details', Object.keys(details).length > 0 ? jsonLines(details) : []),
    ...(isSpoofed(JSON.stringify(event))
      ? [[span('⚠ holds characters that do not show; they stand as <U+…>', 'warn')]]
      : []),
  ]
  return lines.map((line) => `${paint(line, colour)}\n`).join('')
}

function erasedBy(by: number, erasure: AuditEvent | undefined, clock: Clock): string {
  const when = erasure && `${localTime(erasure.timestamp, clock)}, ${erasure.timestamp}`
  return `a person, by the event with seq ${by}: ${when ?? 'it is no longer there'}`
}

const field = (name: string, value: string): Line[] =>
  value === '' ? [] : [[span(`  ${name.padEnd(NAME_COLUMNS)}`, 'dim'), span(value)]]

const joined = (...parts: (string | undefined)[]) =>
  [...new Set(parts)].filter((part) => part !== undefined).join(' · ')

const section = (name: string, lines: readonly Line[]): Line[] =>
  lines.length === 0 ? [] : [[span(`  ${name}`, 'dim')], ...lines.map((line) => [span('    '), ...line])]

import type { AuditEvent } from '../../protocol/event.js'
import { isSpoofed } from '../../protocol/show.js'
import { parseTime } from '../../protocol/time.js'
import type { Told } from '../model/field.js'
import { integrityOf } from '../model/integrity.js'
import { count } from '../view/number.js'
import { fitLine, type Line, type Style, span, wrap } from '../view/text.js'
import { ago, type Clock } from '../view/time.js'
import { type DetailRow, labelled, NARROW } from './detail-row.js'

/** Who did what to what, from where and when, each told once. */
export function summaryRows(event: AuditEvent, clock: Clock, nowMs: number, columns: number): DetailRow[] {
  const { actor, resource, context } = event
  const row = (
    id: string,
    label: string,
    text: string,
    told: Told,
    style: Style = 'plain',
    shown = text,
  ): DetailRow => ({
    id,
    lines: labelled(label, shown, columns, style),
    field: { name: label, text, told },
  })
  const joined = (parts: readonly (string | undefined)[], kind?: string) => {
    const text = [...new Set(parts)].filter((part) => part !== undefined).join(' · ')
    return kind === undefined ? text || '—' : `${text || '—'} (${kind})`
  }
  const thing = resource.id ?? resource.name
  const target: Told =
    thing !== undefined ? { by: 'resource', value: thing } : { by: 'resource.type', value: resource.type ?? '' }
  return [
    {
      ...row('what', 'what', event.action, { by: 'action', value: event.action }, 'strong'),
      ...(columns < NARROW && { lines: wrap(event.action, columns).map((piece): Line => [span(piece, 'strong')]) }),
    },
    {
      id: 'result',
      lines: labelled(
        'result',
        event.outcome === 'success' ? '✓ ok' : '✗ FAILED',
        columns,
        event.outcome === 'success' ? 'good' : 'bad',
      ),
      field: { name: 'result', text: event.outcome, told: { by: 'outcome', value: event.outcome } },
    },
    row(
      'who',
      'who',
      actor.id,
      { by: 'actor', value: actor.id },
      'strong',
      joined([actor.name, actor.email, actor.id], actor.type),
    ),
    row('on', 'on', thing ?? '', target, 'plain', joined([resource.name, resource.id], resource.type)),
    whenRow(event, clock, nowMs, columns),
    row('area', 'area', event.area, { by: 'area', value: event.area }),
    row('workspace', 'workspace', event.workspace, { by: 'workspace', value: event.workspace }, 'dim'),
    ...(context?.ip === undefined ? [] : [row('from', 'from', context.ip, { by: 'ip', value: context.ip })]),
    ...(context?.userAgent === undefined
      ? []
      : [row('agent', 'agent', context.userAgent, { by: 'words', value: context.userAgent }, 'dim')]),
    ...(context?.requestId === undefined
      ? []
      : [row('request', 'request', context.requestId, { by: 'words', value: context.requestId }, 'dim')]),
    row('id', 'id', event.id, { by: 'id', value: event.id }, 'dim'),
    proofRow(event, columns),
    ...(isSpoofed(JSON.stringify(event))
      ? [
          {
            id: 'spoofed',
            lines: labelled('⚠', 'holds characters that steer or hide; shown as marks', columns, 'warn'),
          },
        ]
      : []),
  ]
}

function whenRow({ timestamp, receivedAt }: AuditEvent, clock: Clock, nowMs: number, columns: number): DetailRow {
  const atMs = parseTime(timestamp) ?? 0
  const receivedMs = parseTime(receivedAt) ?? 0
  const narrow = columns < NARROW
  const written = (at: string) => (narrow ? at.slice(5, 19) : at).replace('T', ' ')
  const label = (text: string) => labelled(text, '', columns)[0]!.slice(0, 1)
  const utc = narrow ? '' : ' UTC'
  const lines: Line[] = [
    [
      ...label('when'),
      span(`${written(timestamp.slice(0, -1))}${utc}`, 'strong'),
      span(`  ${ago(atMs, nowMs)}`, 'accent'),
    ],
    ...(clock.timeZone === 'UTC' || narrow
      ? []
      : [[...label(''), span(`${written(clock.wall(atMs))} ${clock.zone(atMs)}`)]]),
    ...(Math.abs(receivedMs - atMs) < 1000
      ? []
      : [[...label('received'), span(`${written(receivedAt.slice(0, -1))}${utc}`, 'dim')]]),
  ]
  return {
    id: 'when',
    lines: lines.map((line) => fitLine(line, columns)),
    field: { name: 'when', text: timestamp, told: { by: 'time', timestamp } },
  }
}

/** Says of the event's integrity what was checked, and nothing else. */
function proofRow(event: AuditEvent, columns: number): DetailRow {
  const integrity = integrityOf(event)
  const text =
    integrity.kind === 'not-checked'
      ? 'not checked'
      : `in tree of size ${count(integrity.size)}, root ${integrity.root}`
  return { id: 'proof', lines: labelled('proof', text, columns, 'dim'), field: { name: 'proof', text } }
}

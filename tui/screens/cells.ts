import type { AuditEvent } from '../../protocol/event.js'
import { parseTime } from '../../protocol/time.js'
import type { ColumnName } from '../model/columns.js'
import { masked } from '../model/secrets.js'
import { diffSummary } from '../view/diff.js'
import type { Column } from '../view/table.js'
import { ago, type Clock, type TimeMode, UTC } from '../view/time.js'

export const actorOf = ({ actor }: AuditEvent): string => actor.email ?? actor.name ?? actor.id
export const targetOf = ({ resource }: AuditEvent): string => resource.name ?? resource.id ?? resource.type ?? ''
export const outcomeOf = ({ outcome }: AuditEvent): string => (outcome === 'success' ? 'ok' : 'FAIL')

/** How times are written in the list: with their day where not all rows in sight are of today. */
export interface TimeForm {
  readonly mode: TimeMode
  readonly clock: Clock
  readonly nowMs: number
  readonly day: boolean
  readonly milliseconds: boolean
}

export function timeOf({ timestamp }: AuditEvent, { mode, clock, nowMs, day, milliseconds }: TimeForm): string {
  const atMs = parseTime(timestamp) ?? 0
  if (mode === 'relative') return ago(atMs, nowMs)
  const wall = (mode === 'utc' ? UTC : clock).wall(atMs)
  return wall.slice(day ? 5 : 11, milliseconds ? 23 : 19).replace('T', ' ')
}

const timeColumns = ({ mode, day, milliseconds }: TimeForm): number =>
  mode === 'relative' ? 8 : 8 + (day ? 6 : 0) + (milliseconds ? 4 : 0)

/** The columns of the list, by name. On a narrow screen each makes do with less. */
export function listColumns(form: TimeForm, narrow: boolean): Readonly<Record<ColumnName, Column<AuditEvent>>> {
  const wide = timeColumns(form)
  return {
    time: { title: 'TIME', min: wide, max: wide, weight: 1, text: (event) => timeOf(event, form), style: () => 'dim' },
    outcome: {
      title: 'RES',
      min: 4,
      max: 4,
      weight: 1,
      text: outcomeOf,
      style: ({ outcome }) => (outcome === 'success' ? 'good' : 'bad'),
    },
    actor: { title: 'ACTOR', min: narrow ? 8 : 12, max: 30, weight: 2, text: actorOf, style: () => 'plain' },
    action: {
      title: 'ACTION',
      min: narrow ? 10 : 22,
      max: 34,
      weight: 4,
      text: ({ action }) => action,
      style: () => 'strong',
    },
    changes: {
      title: 'CHANGES',
      min: 24,
      max: 100,
      weight: 1,
      text: (event) =>
        diffSummary(masked(event).changes ?? [])
          .map(({ text }) => text)
          .join(''),
      style: () => 'dim',
    },
    target: { title: 'TARGET', min: 12, max: 30, weight: 2, text: targetOf },
    from: { title: 'FROM', min: 11, max: 17, weight: 1, text: ({ context }) => context?.ip ?? '', style: () => 'dim' },
    area: { title: 'AREA', min: 12, max: 22, weight: 2, text: ({ area }) => area, style: () => 'dim' },
  }
}

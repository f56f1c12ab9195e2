import type { AuditEvent } from '../../protocol/event.js'
import { parseTime } from '../../protocol/time.js'
import type { ColumnName } from '../model/columns.js'
import { masked } from '../model/secrets.js'
import { diffSummary } from '../view/diff.js'
import type { Column } from '../view/table.js'
import { ago, type Clock, duration, type TimeMode, UTC } from '../view/time.js'

export const actorOf = ({ actor }: AuditEvent): string => actor.email ?? actor.name ?? actor.id
export const targetOf = ({ resource }: AuditEvent): string => resource.name ?? resource.id ?? resource.type ?? ''
export const outcomeOf = ({ outcome }: AuditEvent): string => (outcome === 'success' ? 'ok' : 'FAIL')

/** How times are written in the list. */
export interface TimeForm {
  readonly mode: TimeMode
  readonly clock: Clock
  readonly nowMs: number
  /** `2026-11-20`; days other than this one are told. */
  readonly today: string
  readonly columns: TimeColumns
}

/** How wide the times are: an age; seconds; a day or seconds; both; both and milliseconds. */
export type TimeColumns = 3 | 8 | 11 | 14 | 18

export const todayIn = (mode: TimeMode, clock: Clock, nowMs: number): string =>
  placeOf(mode, clock).wall(nowMs).slice(0, 10)

const placeOf = (mode: TimeMode, clock: Clock): Clock => (mode === 'utc' ? UTC : clock)

/** Never without its day where that is not today: a time alone would lie. */
export function timeOf({ timestamp }: AuditEvent, { mode, clock, nowMs, today, columns }: TimeForm): string {
  const atMs = parseTime(timestamp) ?? 0
  if (columns === 3) return age(atMs, nowMs)
  if (mode === 'relative') return ago(atMs, nowMs)
  const wall = placeOf(mode, clock).wall(atMs).replace('T', ' ')
  if (wall.startsWith(today)) return wall.slice(11, columns === 18 ? 23 : 19)
  if (columns === 8) return ago(atMs, nowMs)
  if (wall.slice(0, 4) === today.slice(0, 4)) return wall.slice(5, 5 + columns)
  return columns === 11 ? wall.slice(0, 10) : columns === 14 ? wall.slice(2, 16) : wall.slice(0, 16)
}

const DAY_MS = 86_400_000

/** How long ago, in three columns: `59s`, `3h`, `14w`. */
function age(atMs: number, nowMs: number): string {
  const days = Math.floor((nowMs - atMs) / DAY_MS)
  if (days >= 365) return `${Math.floor(days / 365)}y`
  return days >= 100 ? `${Math.floor(days / 7)}w` : duration(Math.max(0, nowMs - atMs))
}

/** The columns of the list, by name. On a narrow screen each makes do with less. */
export function listColumns(
  form: TimeForm,
  room: 'tiny' | 'narrow' | 'plenty',
): Readonly<Record<ColumnName, Column<AuditEvent>>> {
  const wide = form.columns
  const tiny = room === 'tiny'
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
    actor: {
      title: 'ACTOR',
      min: tiny ? 5 : room === 'narrow' ? 8 : 12,
      max: 30,
      weight: 2,
      // Where there is hardly any room, people of one house differ before the @.
      text: tiny ? (event) => actorOf(event).replace(/(?<=.)@.*/, '') : actorOf,
      style: () => 'plain',
    },
    action: {
      title: 'ACTION',
      min: tiny ? 7 : room === 'narrow' ? 10 : 21,
      max: 34,
      weight: tiny ? 20 : 4,
      text: ({ action }) => action,
      style: () => 'strong',
    },
    changes: {
      title: 'CHANGES',
      min: 36,
      max: 200,
      // Many events have none: the others have all they can use before it grows.
      weight: 0.01,
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

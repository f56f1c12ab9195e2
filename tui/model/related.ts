import type { AuditEvent } from '../../protocol/event.js'
import { EARLIEST_MS, formatTime, LATEST_MS, parseTime } from '../../protocol/time.js'
import type { Browse } from './browse.js'
import { eventAtCursor } from './browse.js'
import type { Effect } from './effect.js'
import { fieldTerm, type Told } from './field.js'
import type { Model } from './model.js'

/** What events can have in common; or that one tells how a person was erased from the other. */
export type Kinship = 'request' | 'resource' | 'actor' | 'erasure'

/** Events near in time that have something in common with one. */
export interface Relatives {
  readonly kinship: Kinship
  /** The nearest, in order of time. */
  readonly events: readonly AuditEvent[]
  /** How many there are; at least so many where `more`. */
  readonly count: number
  readonly more: boolean
}

export interface Related {
  /** Of which event. */
  readonly seq: number
  readonly state: 'asked' | 'failed' | readonly Relatives[]
}

export interface RelatedQuestion {
  readonly kinship: Kinship
  readonly filter: string
}

export const RELATED_MINUTES = 5
export const MOST_RELATED = 5

/** What is asked for the events related to one: one question for each thing it has. */
export function relatedQuestions({ timestamp, actor, resource, context, erased }: AuditEvent): RelatedQuestion[] {
  const atMs = parseTime(timestamp) ?? 0
  const time = (ms: number) => formatTime(Math.min(LATEST_MS, Math.max(EARLIEST_MS, ms)))
  const aroundMs = RELATED_MINUTES * 60_000
  const span = `since:${time(atMs - aroundMs)} until:${time(atMs + aroundMs + 1)}`
  const thing = resource.id ?? resource.name
  const told: readonly (readonly [Kinship, Told | undefined])[] = [
    ['request', context?.requestId === undefined ? undefined : { by: 'words', value: context.requestId }],
    ['resource', thing === undefined ? undefined : { by: 'resource', value: thing }],
    ['actor', { by: 'actor', value: actor.id }],
  ]
  const questions = told.flatMap(([kinship, by]): RelatedQuestion[] => {
    const term = by && fieldTerm({ name: kinship, text: '', told: by }, false)
    return term === undefined ? [] : [{ kinship, filter: `${term} ${span}` }]
  })
  return erased === undefined ? questions : [{ kinship: 'erasure', filter: `seq:${erased.by}` }, ...questions]
}

/** Those nearest in time to an event, without itself, in order of time. */
export function nearest(event: AuditEvent, found: readonly AuditEvent[]): AuditEvent[] {
  const atMs = Date.parse(event.timestamp)
  const awayMs = ({ timestamp }: AuditEvent) => Math.abs(Date.parse(timestamp) - atMs)
  return found
    .filter(({ seq }) => seq !== event.seq)
    .toSorted((a, b) => awayMs(a) - awayMs(b))
    .slice(0, MOST_RELATED)
    .sort((a, b) => (a.timestamp === b.timestamp ? a.seq - b.seq : a.timestamp < b.timestamp ? -1 : 1))
}

/** The events related to the one whose detail is open, once for each. */
export function askForRelated(model: Model, browse: Browse): Effect[] {
  if (!browse.detailOpen || browse.view.follow || model.connection.kind !== 'open') return []
  const event = eventAtCursor(browse)
  if (event === undefined || browse.related?.seq === event.seq) return []
  browse.related = { seq: event.seq, state: 'asked' }
  return [{ type: 'fetch-related', of: browse.name, event, questions: relatedQuestions(event) }]
}

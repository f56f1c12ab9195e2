import type { AuditEvent } from '../../protocol/event.js'
import { parseTime } from '../../protocol/time.js'
import { diffSummary } from '../view/diff.js'
import { fitText } from '../view/text.js'
import { UTC } from '../view/time.js'
import { actorOf, outcomeOf, targetOf } from './cells.js'

/** A chat folds or refuses what is longer. */
const MAX_CHANGES_COLUMNS = 500

/** An event in one line of plain text, for a message to people in other zones: when, what, on what, what it changed, by whom, how it ended, and the id that finds it. */
export function eventMessage(event: AuditEvent): string {
  const { timestamp, action, changes = [], id } = event
  const wall = UTC.wall(parseTime(timestamp) ?? 0)
  const changed = diffSummary(changes)
    .map(({ text }) => text)
    .join('')
  const parts = [
    `${wall.replace('T', ' ').slice(0, 19)} UTC`,
    action,
    targetOf(event),
    fitText(changed, MAX_CHANGES_COLUMNS).trimEnd(),
    `by ${actorOf(event)}`,
    outcomeOf(event),
    `id ${id}`,
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

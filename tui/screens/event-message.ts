import type { AuditEvent } from '../../protocol/event.js'
import { formatTime, parseTime } from '../../protocol/time.js'
import { diffSummary } from '../view/diff.js'
import { fitText } from '../view/text.js'
import { actorOf, outcomeOf, targetOf } from './cells.js'

/** A chat folds or refuses what is longer. */
const MAX_CHANGES_COLUMNS = 500

/** An event in one line of plain text, for a message to people in other zones: when, what, on what, what it changed, by whom, how it ended, and the id that finds it. */
export function eventMessage(event: AuditEvent): string {
  const { timestamp, action, changes = [], id } = event
  const changed = diffSummary(changes)
    .map(({ text }) => text)
    .join('')
  const parts = [
    `${formatTime(parseTime(timestamp) ?? 0)
      .slice(0, 19)
      .replace('T', ' ')} UTC`,
    action,
    targetOf(event),
    fitText(changed, MAX_CHANGES_COLUMNS).trimEnd(),
    `by ${actorOf(event)}`,
    outcomeOf(event),
    `id ${id}`,
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

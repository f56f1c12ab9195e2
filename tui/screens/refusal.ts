import type { ErrorType } from '../../protocol/error.js'
import { keyOf } from '../model/binding.js'
import type { Model } from '../model/model.js'
import { fitLine, type Line, span, wrap } from '../view/text.js'
import { clockIn } from '../view/time.js'

interface Refusal {
  readonly what: string
  readonly cure: string
}

const ANOTHER_TOKEN =
  'Put another into AUDIT_TRAIL_TOKEN or a --token-file and start again; an owner makes one (audit-trail token create --role auditor --name NAME).'

const REFUSALS: Partial<Record<ErrorType, Refusal>> = {
  unauthorized: { what: 'no valid token', cure: ANOTHER_TOKEN },
  forbidden: { what: 'this token may not read the trail', cure: ANOTHER_TOKEN },
  'invalid-request': {
    what: 'the daemon and this program are of different versions',
    cure: 'Install the same version of both and start again.',
  },
}

/** That the daemon will not have us, what to do about it, and its own words. None of this passes by itself, so it is told in full width. */
export function viewRefusal(model: Model, columns: number): Line[] {
  const { connection, connectionSinceMs, clock } = model
  if (connection.kind !== 'closed' || connection.refused === undefined) return []
  const { type, message } = connection.refused
  const { what, cure } = REFUSALS[type] ?? { what: 'the daemon will not answer', cure: 'Start again later.' }
  const since = clockIn(clock.timeZone).wall(connectionSinceMs).slice(11, 19)
  const text = (words: string) => wrap(words, Math.max(1, columns - 2))
  const lines: Line[] = [
    ...text(`○ REFUSED: ${what}`).map((piece): Line => [span(` ${piece}`, 'bad', BAR)]),
    ...text(`${cure} What is shown is as of ${since}; ${keyOf(model, 'back-or-quit')} quits.`).map(
      (piece): Line => [span(` ${piece}`, 'plain', BAR)],
    ),
    ...text(message).map((piece): Line => [span(` ${piece}`, 'dim', BAR)]),
  ]
  return lines.map((line) => fitLine(line, columns))
}

const BAR = { on: 'bar' } as const

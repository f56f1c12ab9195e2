import type { DeadLetter } from '../../protocol/destination.js'
import { type DeadLetters, deadIndex } from '../model/dead-letters.js'
import type { Model } from '../model/model.js'
import { count } from '../view/number.js'
import type { Rect, Size } from '../view/rect.js'
import { fitLine, type Line, span } from '../view/text.js'
import type { Clock } from '../view/time.js'
import { many } from './destination-words.js'
import { frameRect, inFrame, insideFrame, isSmall } from './frame.js'
import { timeOfText } from './instant.js'
import { firstInSight } from './plain-view.js'

const COLUMNS = 120

export const deadLettersRect = (screen: Size, { letters = [] }: DeadLetters): Rect =>
  frameRect(screen, { columns: COLUMNS, rows: Math.max(5, letters.length + 2) })

/** The events that a receiver refused for good, and why. */
export function viewDeadLetters(state: DeadLetters, model: Model, clock: Clock): readonly Line[] {
  const { name, letters, more } = state
  const rect = deadLettersRect(model, state)
  const { columns, rows: all } = insideFrame(model, rect, 1)
  // On a small screen the last line is for messages and what the keys are on.
  const rows = isSmall(model) ? all - 1 : all
  const title = `dead letters of ${name}${letters === undefined ? '' : ` (${count(letters.length)}${more ? '+' : ''})`}`
  const cursor = deadIndex(state)
  const top = firstInSight(cursor, letters?.length ?? 0, { rows })
  const lines = (letters ?? []).slice(top, top + rows).map((letter, i): Line => {
    const at = top + i === cursor
    const line = fitLine([span(at ? '▌' : ' ', 'accent'), ...letterLine(letter, model, clock, columns)], columns)
    return line.map((piece) => ({ ...piece, click: `dead:${top + i}`, ...(at && { on: 'row' as const }) }))
  })
  const told = letters === undefined ? (model.untold ?? 'asking the daemon…') : 'no event was refused for good'
  const shown = lines.length === 0 ? [[span(told, letters === undefined && model.untold ? 'bad' : 'dim')]] : lines
  if (!isSmall(model)) return inFrame(title, shown, rect, model, { air: 1 })
  return [...shown, ...new Array<Line>(Math.max(0, rows - shown.length)).fill([]), [span(title, 'dim')]]
}

const letterLine = (
  { seq, at, code, message, attempts }: DeadLetter,
  model: Model,
  clock: Clock,
  columns: number,
): Line => [
  span(`seq ${count(seq)}  `, 'strong'),
  ...(columns < 60 ? [] : [span(`${timeOfText(at, model, clock, '')}  `, 'dim')]),
  span(`${code}  `, 'bad'),
  ...(columns < 80 ? [] : [span(`${many(attempts, 'attempt')}  `, 'dim')]),
  span(message),
]

import { marksOf } from '../model/marks.js'
import type { MarksList, NoteLine } from '../model/marks-list.js'
import type { Model } from '../model/model.js'
import type { Mark } from '../model/remembered.js'
import { count } from '../view/number.js'
import type { Rect, Size } from '../view/rect.js'
import { fitLine, type Line, span } from '../view/text.js'
import type { Clock } from '../view/time.js'
import { boxed, boxInside, boxRect } from './box.js'
import { actorOf, targetOf } from './cells.js'
import { typedLine } from './filter-line.js'

export const marksRect = (model: Model): Rect =>
  boxRect(model, { columns: 100, rows: Math.max(5, marksOf(model).length + 2) })

/** The marked events of this trail, in the order they were written down, each with its note. */
export function viewMarks(model: Model, { cursor }: MarksList, clock: Clock, rect: Rect): Line[] {
  const marks = marksOf(model)
  const { columns } = boxInside(model, rect)
  const at = Math.min(cursor, marks.length - 1)
  const rows = marks.map((mark, i): Line => {
    const line = [span(i === at ? '▌' : ' ', 'accent'), ...markLine(model, mark, clock, columns)]
    return fitLine(line, columns).map((piece) => ({
      ...piece,
      click: `mark:${i}`,
      ...(i === at && { on: 'row' as const }),
    }))
  })
  const nothing: Line[] = [[], [span(' Nothing is marked: m marks the event under the cursor', 'dim')]]
  return boxed(`marks (${count(marks.length)})`, rows.length === 0 ? nothing : rows, at, model, rect)
}

function markLine(model: Model, { seq, note }: Mark, clock: Clock, columns: number): Line {
  const event = model.marked.get(seq)
  const told: Line = note === undefined ? [] : [span(`${note}  `, 'accent')]
  if (event === undefined) return [...told, span(`seq ${count(seq)}`, 'dim')]
  const wall = clock.wall(Date.parse(event.timestamp)).replace('T', ' ')
  return [
    ...(columns < 40 ? [] : [span(`${wall.slice(5, 19)}  `, 'dim')]),
    ...told,
    span(event.action, 'strong'),
    span(`  ${targetOf(event)}`),
    span(`  by ${actorOf(event)}`, 'dim'),
  ]
}

export const noteRect = (screen: Size): Rect => boxRect(screen, { columns: 72, rows: 4 })

export function viewNote(model: Model, { seq, line }: NoteLine, rect: Rect): Line[] {
  const { columns } = boxInside(model, rect)
  const event = model.marked.get(seq)
  const about = event === undefined ? `seq ${count(seq)}` : `${event.action}  ${targetOf(event)}  by ${actorOf(event)}`
  return boxed(
    'note',
    [
      [span(' on ', 'dim'), span(about)],
      [span(' ', 'dim'), ...typedLine(line, Math.max(4, columns - 2))],
    ],
    1,
    model,
    rect,
  )
}

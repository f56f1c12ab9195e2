import { keyOf } from '../model/binding.js'
import { marksOf } from '../model/marks.js'
import type { MarksList, NoteLine } from '../model/marks-list.js'
import type { Model } from '../model/model.js'
import type { Mark } from '../model/remembered.js'
import { count } from '../view/number.js'
import type { Rect, Size } from '../view/rect.js'
import { type Line, span } from '../view/text.js'
import type { Clock } from '../view/time.js'
import { actorOf, targetOf } from './cells.js'
import { typedLine } from './filter-line.js'
import { frameRect, inFrame, insideFrame, viewMenu } from './frame.js'

export const marksRect = (model: Model): Rect =>
  frameRect(model, { columns: 100, rows: Math.max(5, marksOf(model).length + 2) })

/** The marked events of this trail, in the order they were written down, each with its note. */
export function viewMarks(model: Model, { cursor }: MarksList, clock: Clock, rect: Rect): readonly Line[] {
  const marks = marksOf(model)
  const title = `marks (${count(marks.length)})`
  if (marks.length === 0) {
    const nothing = ` Nothing is marked: ${keyOf(model, 'mark')} marks the event under the cursor`
    return inFrame(title, [[], [span(nothing, 'dim')]], rect, model)
  }
  const { columns } = insideFrame(model, rect)
  const at = Math.min(cursor, marks.length - 1)
  const rows = marks.map(
    (mark, i): Line => [span(i === at ? '▌' : ' ', 'accent'), ...markLine(model, mark, clock, columns)],
  )
  return viewMenu({ title, rows, cursor: at, click: 'mark' }, model, rect)
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

export const noteRect = (screen: Size): Rect => frameRect(screen, { columns: 72, rows: 4 })

export function viewNote(model: Model, { seq, line }: NoteLine, rect: Rect): readonly Line[] {
  const { columns } = insideFrame(model, rect)
  const event = model.marked.get(seq)
  const about = event === undefined ? `seq ${count(seq)}` : `${event.action}  ${targetOf(event)}  by ${actorOf(event)}`
  const lines: Line[] = [
    [span(' on ', 'dim'), span(about)],
    [span(' ', 'dim'), ...typedLine(line, Math.max(4, columns - 2))],
  ]
  return inFrame('note', lines, rect, model, { at: 1 })
}

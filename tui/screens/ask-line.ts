import type { GoTo } from '../model/go-to.js'
import { GO_TO_FORMS, timeMeant } from '../model/go-to-time.js'
import type { Typed } from '../model/line-editor.js'
import type { Model } from '../model/model.js'
import { fitLine, type Line, lineColumns, span } from '../view/text.js'
import { clockIn, UTC } from '../view/time.js'
import { typedLine } from './filter-line.js'

/** At least this much of what is typed stays in sight. */
const TYPED = 12

export const viewFind = (line: Typed, columns: number): Line =>
  askLine('find', line, [span('any text of an event', 'dim')], columns)

/** The time as it is typed, and as it is understood. */
export function viewGoTo({ line, refused }: GoTo, { clock, time }: Model, columns: number): Line {
  const atMs = timeMeant(line.text, clock)
  const shown = time === 'utc' ? UTC : clockIn(clock.timeZone)
  if (atMs !== undefined) {
    const wall = shown.wall(atMs).slice(0, 19).replace('T', ' ')
    return askLine('go to', line, [span(`→ ${wall} ${shown.zone(atMs)}`, 'accent')], columns)
  }
  return askLine(
    'go to',
    line,
    [span(refused ? `✗ expected ${GO_TO_FORMS}` : GO_TO_FORMS, refused ? 'bad' : 'dim')],
    columns,
  )
}

/** A line being typed, and beside it what there is to say about it: where both do not fit, it gives way. */
function askLine(what: string, line: Typed, aside: Line, columns: number): Line {
  const lead: Line = [span(` ${what} `, 'title'), span('▏', 'accent')]
  const room = columns - lineColumns(lead)
  const beside = Math.max(
    0,
    Math.min(lineColumns(aside) + 2, room - Math.max(TYPED, Math.min(line.text.length + 1, room))),
  )
  const typed = fitLine(typedLine(line, room - beside), room - beside)
  return [...lead, ...typed, ...(beside > 2 ? fitLine([span(' '), ...aside, span(' ')], beside) : [])]
}

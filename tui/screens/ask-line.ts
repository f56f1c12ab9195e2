import type { GoTo } from '../model/go-to.js'
import { GO_TO_FORMS } from '../model/go-to-time.js'
import type { Typed } from '../model/line-editor.js'
import type { Model } from '../model/model.js'
import { fitLine, type Line, lineColumns, span } from '../view/text.js'
import { typedLine } from './filter-line.js'
import { whenMeant } from './instant.js'

/** At least this much of what is typed stays in sight. */
const TYPED = 12

export const viewFind = (line: Typed, columns: number): Line =>
  askLine('find', line, [span('any text of an event', 'dim')], columns)

/** The time as it is typed, and as it is understood. */
export function viewGoTo({ line, refused }: GoTo, model: Model, columns: number): Line {
  const when = whenMeant(line.text, model)
  const aside =
    when === undefined
      ? span(refused ? `✗ expected ${GO_TO_FORMS}` : GO_TO_FORMS, refused ? 'bad' : 'dim')
      : span(`→ ${when}`, 'accent')
  return askLine('go to', line, [aside], columns)
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

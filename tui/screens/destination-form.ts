import { conditionOf } from '../../protocol/only-send.js'
import { type DestinationForm, type Question, questionAt, questionsOf } from '../model/destination-form.js'
import { timeMeant } from '../model/go-to-time.js'
import type { Model } from '../model/model.js'
import type { Rect, Size } from '../view/rect.js'
import { type Line, span, wrap } from '../view/text.js'
import { clockIn } from '../view/time.js'
import { typedLine } from './filter-line.js'
import { frameRect, inFrame, insideFrame, isSmall } from './frame.js'

const COLUMNS = 84
/** All questions, the line that is typed, and what is told of it. */
const sizeOf = (form: DestinationForm): Size => ({ columns: COLUMNS, rows: questionsOf(form).length + TOLD_ROWS })
const TOLD_ROWS = 8

const TITLES: Readonly<Record<DestinationForm['purpose'], string>> = {
  create: 'new destination',
  filter: 'filter of',
  replay: 'replay to',
}

/** The question that is being answered, below it what there is to know of it, above it what was answered before. */
export function viewForm(
  form: DestinationForm,
  model: Model,
): { readonly rect: Rect; readonly lines: readonly Line[] } {
  const rect = frameRect(model, sizeOf(form))
  const { columns } = insideFrame(model, rect, 1)
  const { purpose, destination, at, answers, line, mistake, sending } = form
  const questions = questionsOf(form)
  const question = questionAt(form)
  const wrapped = (text: string, style: 'dim' | 'bad' | 'warn' | 'accent'): Line[] =>
    wrap(text, columns).map((piece): Line => [span(piece, style)])
  const before = questions
    .slice(0, at)
    .map((asked): Line => [span(`${asked.asks}  `, 'dim'), span(shownAnswer(asked, answers[asked.field] ?? ''))])
  // A wide character of a secret must not show that it was one.
  const typed = question.secret ? { text: '•'.repeat(line.text.length), caret: line.caret } : line
  const wrong = mistake?.column === undefined ? undefined : { column: mistake.column, message: mistake.message }
  const typing: Line = [span('▏', 'accent'), ...typedLine(typed, columns - 2, wrong)]
  const asks: Line = [
    span(question.asks, 'title'),
    span(questions.length > 1 ? `  ${at + 1}/${questions.length}` : '', 'dim'),
  ]
  const about = sending
    ? wrapped('asking the daemon…', 'accent')
    : mistake === undefined
      ? [
          ...understood(form, model),
          ...replaces(form).flatMap((text) => wrapped(text, 'warn')),
          ...wrapped(question.hint, 'dim'),
        ]
      : wrapped(`✗ ${mistake.message}`, 'bad')
  const title = [TITLES[purpose], destination?.settings.name].filter(Boolean).join(' ')
  const lines = isSmall(model) ? [asks, typing, ...about] : [...before, asks, typing, [], ...about]
  return { rect, lines: inFrame(title, lines, rect, model, { air: 1 }) }
}

const shownAnswer = ({ secret }: Question, answer: string): string =>
  answer === '' ? '—' : secret ? '•'.repeat(answer.length) : answer

/** A time in words, as it is understood. */
function understood(form: DestinationForm, { clock }: Model): Line[] {
  const { field } = questionAt(form)
  const atMs = field === 'since' || field === 'until' ? timeMeant(form.line.text, clock) : undefined
  if (atMs === undefined) return []
  const zone = clockIn(clock.timeZone)
  return [[span(`→ ${zone.wall(atMs).slice(0, 19).replace('T', ' ')} ${zone.zone(atMs)}`, 'accent')]]
}

/** One line cannot say what several filters do. */
function replaces({ purpose, destination }: DestinationForm): string[] {
  const filters = destination?.settings.filters ?? []
  if (purpose !== 'filter' || conditionOf(filters) !== undefined) return []
  return [
    `It has ${filters.length} ${filters.length === 1 ? 'filter' : 'filters'} that say more than a condition: this line replaces them`,
  ]
}

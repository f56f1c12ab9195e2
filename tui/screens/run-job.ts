import type { RunJob } from '../model/jobs.js'
import type { Rect, Size } from '../view/rect.js'
import { type Line, span, wrap } from '../view/text.js'
import { typedLine } from './filter-line.js'
import { frameRect, inFrame, insideFrame, isSmall } from './frame.js'

const SIZE: Size = { columns: 70, rows: 9 }

export const runJobRect = (screen: Size): Rect => frameRect(screen, SIZE)

/** Asks for the name of a job before it is run, or of a task's kind before it is cancelled. */
export function viewRunJob(
  { job, cancels, held, line, mistaken }: RunJob,
  message: string | undefined,
  screen: Size,
): readonly Line[] {
  const rect = runJobRect(screen)
  const { columns } = insideFrame(screen, rect, 1)
  const told = (text: string, style: 'plain' | 'warn' = 'plain'): Line[] =>
    wrap(text, columns).map((piece): Line => [span(piece, style)])
  const holding = held ? told(`It is held${message === undefined ? '' : `: ${message}`}`, 'warn') : []
  const small = isSmall(screen)
  const deed =
    cancels !== undefined ? 'cancel it; what it has done stays done' : held ? 'run it without that' : 'run it now'
  const wanted = [
    ...(held ? told(`Type ${job} confirm to let it delete what it holds back.`) : []),
    ...(held && small ? [] : told(`Type ${job} to ${deed}.`)),
  ]
  const typing: Line = [span('▏', 'accent'), ...typedLine(line, columns - 2)]
  const wrong: Line[] = mistaken ? [[span('! that is not its name', 'bad')]] : []
  const lines = small ? [typing, ...wrong, ...wanted, ...holding] : [...holding, ...wanted, [], typing, ...wrong]
  return inFrame(`${cancels === undefined ? 'run' : 'cancel'} ${job}`, lines, rect, screen, { air: 1 })
}

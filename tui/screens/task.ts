import type { Task } from '../../protocol/task-request.js'
import type { Model } from '../model/model.js'
import { tasksOf } from '../model/report.js'
import { bar } from '../view/bars.js'
import type { Column } from '../view/table.js'
import { isCompleted, stepOf } from '../view/task-step.js'
import { fitText, type Line, type Style, span, wrap } from '../view/text.js'
import type { Clock } from '../view/time.js'
import { timeOfText } from './instant.js'
import { progressOf } from './job.js'

export const TASK_SIGNS: Readonly<Record<Task['state'], readonly [string, Style]>> = {
  waiting: ['·', 'dim'],
  running: ['◐', 'good'],
  completed: ['✓', 'good'],
  failed: ['✗', 'bad'],
  cancelled: ['○', 'warn'],
}

const nameOf = ({ kind, subject }: Task): string => (subject === undefined ? kind : `${kind} ${subject}`)

/** All that is known of a task. */
export function taskLines(task: Task, model: Model, clock: Clock, columns: number): Line[] {
  const [sign, style] = TASK_SIGNS[task.state]
  const time = (at: string | undefined, none: string) => timeOfText(at, model, clock, none)
  const fact = (name: string, value: string): Line => [span(name.padEnd(10), 'dim'), span(value)]
  return [
    [
      span(`${sign} `, style),
      span(nameOf(task), 'strong'),
      span(`  ${task.state}`, style),
      span(task.progress === undefined ? '' : ` ${progressOf(task)}`),
    ],
    ...wrap(task.message ?? '', columns).map((piece): Line => [span(piece)]),
    fact('task', task.id),
    fact('began', time(task.startedAt, '')),
    fact('ended', time(task.endedAt, 'not yet')),
    ...task.steps.map(
      (step): Line => [
        span('step'.padEnd(10), 'dim'),
        isCompleted(step) ? span('✓ ', 'good') : span('· ', 'dim'),
        span(step.name),
        span(isCompleted(step) ? `  ${time(step.completedAt, '')}` : '', 'dim'),
      ],
    ),
  ]
}

const BAR_COLUMNS = 10

export function taskColumns(model: Model, clock: Clock) {
  const column = (
    title: string,
    [min, max]: readonly [number, number],
    text: (task: Task) => string,
    style: (task: Task) => Style,
  ): Column<Task> => ({ title, min, max, weight: 1, text, style })
  const widest = Math.max(4, ...tasksOf(model).map((task) => nameOf(task).length))
  const dim = () => 'dim' as const
  const time = (title: string, at: (task: Task) => string | undefined) =>
    column(title, [11, 11], (task) => timeOfText(at(task), model, clock, '—'), dim)
  const name = column('TASK', [Math.min(widest, 9), 28], nameOf, () => 'strong')
  const state = column(
    'STATE',
    [7, 9],
    ({ state }) => state,
    ({ state }) => TASK_SIGNS[state][1],
  )
  const progress = column(
    'PROGRESS',
    [BAR_COLUMNS + 5, BAR_COLUMNS + 5],
    (task) =>
      task.progress === undefined
        ? ''
        : `${fitText(bar(task.progress, 1, BAR_COLUMNS), BAR_COLUMNS)} ${progressOf(task).padStart(4)}`,
    () => 'accent',
  )
  const step = column('STEP', [8, 20], ({ steps }) => stepOf(steps), dim)
  const began = time('BEGAN', ({ startedAt }) => startedAt)
  const ended = time('ENDED', ({ endedAt }) => endedAt)
  const message = column(
    'MESSAGE',
    [16, 200],
    ({ message = '' }) => message,
    () => 'plain',
  )
  return {
    all: [name, state, progress, step, began, ended, message],
    byImportance: [name, state, progress, began, message, step, ended],
  }
}

import type { JobInfo } from '../../protocol/request.js'
import { keyOf } from '../model/binding.js'
import { jobAtCursor, jobIndex, jobsLength, taskAtCursor } from '../model/jobs.js'
import type { Model } from '../model/model.js'
import { REASONS } from '../model/reasons.js'
import { jobsOf, tasksOf } from '../model/report.js'
import { bar } from '../view/bars.js'
import type { DrawChart } from '../view/chart.js'
import type { Rect } from '../view/rect.js'
import { type Column, headerCells, placeColumns, rowCells } from '../view/table.js'
import { fitLine, fitText, type Line, type Style, span } from '../view/text.js'
import { type Clock, duration } from '../view/time.js'
import { timeOfText } from './instant.js'
import { JOB_SIGNS, jobLines, progressOf } from './job.js'
import { firstInSight, nothingTold, type PlainViewScreen } from './plain-view.js'
import { TASK_SIGNS, taskColumns, taskLines } from './task.js'

/** What the daemon does by itself, and below it the tasks that came of it or were asked for. Of the one under the cursor a gauge shows how far it is, of a job a sparkline how fast it got there. */
export const jobsScreen = (draw: DrawChart): PlainViewScreen => ({
  title(model, columns) {
    const jobs = jobsOf(model)
    const told = (['running', 'held', 'failed'] as const).flatMap((state): Line => {
      const n = jobs.filter((job) => job.state === state).length
      return n === 0 ? [] : [span(' · ', 'dim'), span(`${n} ${state}`, JOB_SIGNS[state][1])]
    })
    const asked: Line =
      model.report === undefined || columns < 60
        ? []
        : [span(` · told ${duration(model.nowMs - model.reportedAtMs)} ago`, 'dim')]
    const under = tasksOf(model).filter(
      ({ kind, endedAt }) => endedAt === undefined && !jobs.some(({ name }) => name === kind),
    ).length
    const tasks: Line = under === 0 ? [] : [span(' · ', 'dim'), span(`${under} tasks under way`, 'good')]
    return [span(' jobs ', 'dim'), span(String(jobs.length), 'strong'), ...told, ...tasks, ...asked]
  },
  body(model, clock, rect) {
    const nothing = nothingTold(model)
    if (nothing !== undefined) return [nothing]
    if (jobsLength(model) === 0) return [[span(' the daemon has no jobs', 'dim')]]
    const jobRows = jobsOf(model).length + 1
    const tasks = tasksOf(model).length
    const detailed = rect.rows >= jobRows + LEAST_DETAIL
    const listRows = Math.min(jobRows + (tasks === 0 ? 0 : tasks + 1), Math.max(jobRows, rect.rows - GOOD_DETAIL))
    const list = jobList(model, clock, detailed ? { ...rect, rows: listRows } : rect)
    if (!detailed) return list
    return [...list, [span('─'.repeat(rect.columns), 'dim')], ...detail(model, clock, rect, draw)]
  },
  status: (model) => {
    const length = jobsLength(model)
    return length === 0 ? 'JOBS' : `JOBS ${jobIndex(model) + 1}/${length}`
  },
  preview(model) {
    if (taskAtCursor(model) !== undefined) {
      const why = REASONS['no-cancelling'](model)
      return [
        span(why === undefined ? ' C cancels it, once its kind is typed' : ` it cannot be cancelled: ${why}`, 'dim'),
      ]
    }
    const why = REASONS['no-running-of-jobs'](model)
    return jobAtCursor(model) === undefined
      ? []
      : [
          span(
            why === undefined
              ? ` ${keyOf(model, 'run-job')} runs it, once its name is typed`
              : ` it cannot be run: ${why}`,
            'dim',
          ),
        ]
  },
})

/** A rule, the state and the message of the job under the cursor. */
const LEAST_DETAIL = 4
/** Room for it before tasks take what is left. */
const GOOD_DETAIL = 11
const GAUGE_COLUMNS = 40

function detail(model: Model, clock: Clock, { columns }: Rect, draw: DrawChart): Line[] {
  const [job, task] = [jobAtCursor(model), taskAtCursor(model)]
  const lines =
    job !== undefined
      ? jobLines(job, model, clock, columns - 2)
      : task === undefined
        ? []
        : taskLines(task, model, clock, columns - 2)
  const { progress } = job ?? task ?? {}
  const room = model.chartsLoaded && columns >= GAUGE_COLUMNS
  const charts = progress === undefined || !room ? [] : [gaugeLine(progress, draw)]
  const paces = job === undefined ? [] : (model.paces[job.name] ?? [])
  const pace = charts.length === 0 || paces.length < 2 ? [] : [paceLine(paces, draw)]
  return [...lines, ...charts, ...pace].map((line) => [span(' '), ...line])
}

const CHART_COLUMNS = GAUGE_COLUMNS - 10

function gaugeLine(progress: number, draw: DrawChart): Line {
  const [gauge = []] = draw('gauge', progress, { columns: CHART_COLUMNS, rows: 1 })
  return [span('progress  ', 'dim'), ...gauge, span(` ${progressOf({ progress })}`, 'strong')]
}

/** From report to report, as far as they were seen here; the number is that of the last. */
function paceLine(paces: readonly number[], draw: DrawChart): Line {
  const [sparkline = []] = draw('sparkline', paces, { columns: CHART_COLUMNS, rows: 1 })
  const percentPerMinute = (paces.at(-1) ?? 0) * 60 * 100
  return [
    span('pace      ', 'dim'),
    ...sparkline,
    span(` ${percentPerMinute.toFixed(percentPerMinute < 10 ? 1 : 0)}% a minute`, 'strong'),
    span(' as told here', 'dim'),
  ]
}

function jobList(model: Model, clock: Clock, { columns, rows }: Rect): Line[] {
  const [jobs, tasks] = [jobsOf(model), tasksOf(model)]
  const cursor = jobIndex(model)
  const heads = rows >= 3

  function section<Row>(
    things: readonly Row[],
    { all, byImportance }: { readonly all: readonly Column<Row>[]; readonly byImportance: readonly Column<Row>[] },
    signOf: (thing: Row) => readonly [string, Style],
    from: number,
  ): Line[] {
    const placed = placeColumns(byImportance, all, columns - SIGN_COLUMNS)
    const head: Line[] = heads ? [[span(' '.repeat(SIGN_COLUMNS)), ...headerCells(placed)]] : []
    const lines = things.map((thing, i): Line => {
      const [sign, style] = signOf(thing)
      const at = from + i === cursor
      const line = [span(at ? '▌' : ' ', 'accent'), span(`${sign} `, style), ...rowCells(placed, thing)]
      const click = `job:${from + i}`
      return fitLine(line, columns).map((piece) => ({ ...piece, click, ...(at && { on: 'row' as const }) }))
    })
    return things.length === 0 ? [] : [...head, ...lines]
  }

  const lines = [
    ...section(jobs, jobColumns(model, clock), ({ state }) => JOB_SIGNS[state], 0),
    ...section(tasks, taskColumns(model, clock), ({ state }) => TASK_SIGNS[state], jobs.length),
  ]
  const cursorLine = lines.findIndex((line) => line.some(({ click }) => click === `job:${cursor}`))
  const top = firstInSight(cursorLine, lines.length, { rows })
  return lines.slice(top, top + rows)
}

const SIGN_COLUMNS = 3
const BAR_COLUMNS = 10

function jobColumns(model: Model, clock: Clock) {
  const column = (
    title: string,
    min: number,
    max: number,
    text: (job: JobInfo) => string,
    style?: Column<JobInfo>['style'],
  ): Column<JobInfo> => ({ title, min, max, weight: 1, text, ...(style && { style }) })
  const widest = Math.max(4, ...jobsOf(model).map(({ name }) => name.length))
  const name = column(
    'NAME',
    Math.min(widest, 9),
    28,
    ({ name }) => name,
    () => 'strong',
  )
  const state = column(
    'STATE',
    7,
    7,
    ({ state }) => state,
    ({ state }) => JOB_SIGNS[state][1],
  )
  const time = (title: string, at: (job: JobInfo) => string | undefined) =>
    column(
      title,
      11,
      11,
      (job) => timeOfText(at(job), model, clock, '—'),
      () => 'dim',
    )
  const last = time('LAST RUN', ({ lastRunAt }) => lastRunAt)
  const next = time('NEXT RUN', ({ nextRunAt }) => nextRunAt)
  const progress = column(
    'PROGRESS',
    BAR_COLUMNS + 5,
    BAR_COLUMNS + 5,
    (job) =>
      job.progress === undefined
        ? ''
        : `${fitText(bar(job.progress, 1, BAR_COLUMNS), BAR_COLUMNS)} ${progressOf(job).padStart(4)}`,
    () => 'accent',
  )
  const schedule = column(
    'SCHEDULE',
    10,
    20,
    (job) => job.schedule,
    () => 'dim',
  )
  const message = column('MESSAGE', 16, 200, (job) => job.message ?? '')
  return {
    all: [name, state, progress, last, next, schedule, message],
    byImportance: [name, state, last, next, message, progress, schedule],
  }
}

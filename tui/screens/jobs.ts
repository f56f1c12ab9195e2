import type { JobInfo } from '../../protocol/request.js'
import { keyOf } from '../model/binding.js'
import { jobAtCursor, jobIndex } from '../model/jobs.js'
import type { Model } from '../model/model.js'
import { REASONS } from '../model/reasons.js'
import { jobsOf } from '../model/report.js'
import { bar } from '../view/bars.js'
import type { DrawChart } from '../view/chart.js'
import type { Rect } from '../view/rect.js'
import { type Column, headerCells, placeColumns, rowCells } from '../view/table.js'
import { fitLine, fitText, type Line, span } from '../view/text.js'
import { type Clock, duration } from '../view/time.js'
import { timeOfText } from './instant.js'
import { JOB_SIGNS, jobLines, progressOf } from './job.js'
import { firstInSight, nothingTold, type PlainViewScreen } from './plain-view.js'

/** What the daemon does by itself. Of the one under the cursor a gauge shows how far it is, a sparkline how fast it got there. */
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
    return [span(' jobs ', 'dim'), span(String(jobs.length), 'strong'), ...told, ...asked]
  },
  body(model, clock, rect) {
    const nothing = nothingTold(model)
    if (nothing !== undefined) return [nothing]
    const jobs = jobsOf(model)
    if (jobs.length === 0) return [[span(' the daemon has no jobs', 'dim')]]
    const detailed = rect.rows >= jobs.length + 1 + LEAST_DETAIL
    const listRows = detailed ? jobs.length + 1 : rect.rows
    const list = jobList(model, clock, { ...rect, rows: listRows })
    const job = jobAtCursor(model)
    if (!detailed || job === undefined) return list
    return [...list, [span('─'.repeat(rect.columns), 'dim')], ...jobDetail(job, model, clock, rect, draw)]
  },
  status: (model) => {
    const jobs = jobsOf(model)
    return jobs.length === 0 ? 'JOBS' : `JOBS ${jobIndex(model) + 1}/${jobs.length}`
  },
  preview(model) {
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
const GAUGE_COLUMNS = 40

function jobDetail(job: JobInfo, model: Model, clock: Clock, { columns }: Rect, draw: DrawChart): Line[] {
  const room = model.chartsLoaded && columns >= GAUGE_COLUMNS
  const charts = job.progress === undefined || !room ? [] : [gaugeLine(job, job.progress, draw)]
  const paces = model.paces[job.name] ?? []
  const pace = charts.length === 0 || paces.length < 2 ? [] : [paceLine(paces, draw)]
  return [...jobLines(job, model, clock, columns - 2), ...charts, ...pace].map((line) => [span(' '), ...line])
}

const CHART_COLUMNS = GAUGE_COLUMNS - 10

function gaugeLine(job: JobInfo, progress: number, draw: DrawChart): Line {
  const [gauge = []] = draw('gauge', progress, { columns: CHART_COLUMNS, rows: 1 })
  return [span('progress  ', 'dim'), ...gauge, span(` ${progressOf(job)}`, 'strong')]
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
  const jobs = jobsOf(model)
  const cursor = jobIndex(model)
  const { all, byImportance } = jobColumns(model, clock)
  const placed = placeColumns(byImportance, all, columns - SIGN_COLUMNS)
  const head: Line[] = rows >= 3 ? [[span(' '.repeat(SIGN_COLUMNS)), ...headerCells(placed)]] : []
  const room = rows - head.length
  const top = firstInSight(cursor, jobs.length, { rows: room })
  return [
    ...head,
    ...jobs.slice(top, top + room).map((job, i) => {
      const [sign, style] = JOB_SIGNS[job.state]
      const at = top + i === cursor
      const line = [span(at ? '▌' : ' ', 'accent'), span(`${sign} `, style), ...rowCells(placed, job)]
      const click = `job:${top + i}`
      return fitLine(line, columns).map((piece) => ({ ...piece, click, ...(at && { on: 'row' as const }) }))
    }),
  ]
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

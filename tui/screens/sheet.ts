import { handledOf } from '../model/alerts.js'
import type { Model } from '../model/model.js'
import { jobsOf, tasksOf } from '../model/report.js'
import type { Sheet, SheetTopic } from '../model/sheet.js'
import type { Toast } from '../model/toast.js'
import { count } from '../view/number.js'
import type { Rect, Size } from '../view/rect.js'
import { type Line, type Style, span, wrap } from '../view/text.js'
import { type Clock, clockIn, duration } from '../view/time.js'
import { frameRect, inFrame, insideFrame } from './frame.js'
import { timeAt } from './instant.js'
import { jobLines } from './job.js'
import { taskLines } from './task.js'

const SIZE: Size = { columns: 110, rows: 40 }

const TITLES: Readonly<Record<SheetTopic['kind'], string>> = {
  messages: 'messages',
  connection: 'connection',
  job: 'job',
  task: 'task',
  alert: 'alert',
}

export const sheetRect = (screen: Size): Rect => frameRect(screen, SIZE)

/** How many lines of a sheet are in sight, and how far down it can be. */
export function sheetRoom({ topic }: Sheet, model: Model): { readonly rows: number; readonly most: number } {
  const { columns, rows } = insideFrame(model, sheetRect(model), 1)
  return { rows, most: Math.max(0, linesOf(topic, model, clockIn(model.clock.timeZone), columns).length - rows) }
}

export function viewSheet({ topic, top }: Sheet, model: Model): readonly Line[] {
  const rect = sheetRect(model)
  const { columns, rows } = insideFrame(model, rect, 1)
  const lines = linesOf(topic, model, clockIn(model.clock.timeZone), columns)
  const first = Math.min(top, Math.max(0, lines.length - rows))
  const below = lines.length - first - rows
  const title = `${TITLES[topic.kind]}${below > 0 ? ` · ${below} more below` : first > 0 ? ` · ${first} above` : ''}`
  return inFrame(title, lines.slice(first, first + rows), rect, model, { air: 1 })
}

function linesOf(topic: SheetTopic, model: Model, clock: Clock, columns: number): readonly Line[] {
  switch (topic.kind) {
    case 'messages':
      return messageLines(model, clock, columns)
    case 'connection':
      return connectionLines(model, clock, columns)
    case 'job': {
      const job = jobsOf(model).find(({ name }) => name === topic.name)
      return job === undefined ? [[span('The job is no longer there', 'dim')]] : jobLines(job, model, clock, columns)
    }
    case 'task': {
      const task = tasksOf(model).find(({ id }) => id === topic.id)
      return task === undefined ? [[span('The task is forgotten', 'dim')]] : taskLines(task, model, clock, columns)
    }
    case 'alert':
      return alertLines(topic.id, model, clock, columns)
  }
}

const SIGNS: Readonly<Record<Toast['kind'], readonly [string, Style]>> = {
  done: ['✓', 'good'],
  note: ['·', 'accent'],
  error: ['!', 'bad'],
}

function messageLines(model: Model, clock: Clock, columns: number): Line[] {
  if (model.toasts.length === 0) return [[span('Nothing was said yet', 'dim')]]
  return model.toasts.flatMap(({ text, kind, atMs }) => {
    const [sign, style] = SIGNS[kind]
    return hanging([span(`${timeAt(atMs, model, clock)} `, 'dim'), span(`${sign} `, style)], text, columns)
  })
}

/** A text behind a head, its further lines indented; below the head where there is no room beside it. */
export function hanging(head: Line, text: string, columns: number): Line[] {
  const indent = head.reduce((sum, { text }) => sum + text.length, 0)
  if (indent > columns / 2) return [head, ...wrap(text, Math.max(1, columns - 1)).map((piece): Line => [span(piece)])]
  const pieces = wrap(text, Math.max(1, columns - indent))
  return pieces.map((piece, i): Line => (i === 0 ? [...head, span(piece)] : [span(' '.repeat(indent)), span(piece)]))
}

const fact = (name: string, value: string, columns: number): Line[] =>
  hanging([span(name.padEnd(11), 'dim')], value, columns)

function connectionLines(model: Model, clock: Clock, columns: number): Line[] {
  const { hello, report, linkLog, lagMs, nowMs, connectionSinceMs } = model
  const { live } = model.browses
  const status = report?.status
  const log = linkLog.flatMap(({ atMs, kind, text }) => {
    const sign = kind === 'open' ? span('● ', 'good') : kind === 'closed' ? span('○ ', 'bad') : span('◐ ', 'warn')
    return hanging([span(`${timeAt(atMs, model, clock)} `, 'dim'), sign], text, columns)
  })
  return [
    ...fact('state', `${model.connection.kind} for ${duration(nowMs - connectionSinceMs)}`, columns),
    ...(hello === undefined
      ? []
      : [
          ...fact('daemon', `version ${hello.daemon}, protocol ${hello.version}`, columns),
          ...fact('workspace', hello.workspace, columns),
          ...fact('role', hello.role, columns),
          ...fact('trail', `${hello.trail}, epoch ${hello.epoch}`, columns),
        ]),
    ...fact('events', `${count(model.total)} in the trail, newest seq ${count(model.lastSeq)}`, columns),
    ...fact(
      'buffer',
      `${count(live.list.tape.length)} of ${count(live.list.tape.capacity)} live events at hand`,
      columns,
    ),
    ...fact('lag', lagMs === undefined ? 'no event came yet' : `${(lagMs / 1000).toFixed(1)} s`, columns),
    ...(status === undefined
      ? []
      : [
          ...fact('clients', `${status.clients} connected to the daemon`, columns),
          ...fact('disk', `${count(Math.round(status.diskBytes / 1e6))} MB`, columns),
          ...fact('memory', `${count(Math.round(status.memoryBytes / 1e6))} MB of the daemon`, columns),
        ]),
    [],
    [span('what became of the link', 'title')],
    ...log,
  ]
}

function alertLines(id: string, model: Model, clock: Clock, columns: number): Line[] {
  const alert = model.alerts.find((each) => each.id === id)
  if (alert === undefined) return [[span('The alert is over', 'dim')]]
  const handled = handledOf(model, alert)
  return [
    ...wrap(alert.text, columns).map((piece): Line => [span(piece, 'strong')]),
    [],
    ...fact('severity', alert.severity, columns),
    ...fact('seen first', `${timeAt(alert.atMs, model, clock)}, on this screen`, columns),
    ...fact(
      'state',
      handled === undefined
        ? 'open'
        : handled.kind === 'acknowledged'
          ? 'acknowledged on this screen'
          : `snoozed until ${timeAt(handled.untilMs, model, clock)}`,
      columns,
    ),
    ...(alert.job === undefined ? [] : fact('job', `${alert.job}; 4 shows the jobs`, columns)),
    [],
    ...wrap(ABOUT_ALERTS, columns).map((piece): Line => [span(piece, 'dim')]),
  ]
}

export const ABOUT_ALERTS =
  'The daemon has no alert rules yet: these are its own problems, and jobs that failed or are held. What is acknowledged or snoozed is so on this screen only.'

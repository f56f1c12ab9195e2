import type { Report, ReportState } from './report.js'

/** Something that wants somebody's eyes. A rule of the daemon's will one day say it; today its problems and jobs do. */
export interface Alert {
  /** The same as long as it is about the same thing, however its numbers change. */
  readonly id: string
  /** When it was first seen here. */
  readonly atMs: number
  readonly severity: 'critical' | 'warning'
  readonly text: string
  readonly job?: string
  /** The event it is about. */
  readonly seq?: number
}

export type Handled = { readonly kind: 'acknowledged' } | { readonly kind: 'snoozed'; readonly untilMs: number }

export interface AlertsState {
  nowMs: number
  /** The newest first. */
  alerts: readonly Alert[]
  /** What was done about them, by their id: known to this screen alone. */
  handled: Readonly<Record<string, Handled>>
  /** The id of the one the cursor is on; the first where there is none of it. */
  alertAt: string | undefined
}

export const SNOOZE_MS = 3_600_000

export const newAlerts = (): Omit<AlertsState, 'nowMs'> => ({ alerts: [], handled: {}, alertAt: undefined })

/** The alerts of a report; those known already keep the time they were first seen. What is over is forgotten, also that it was handled. */
export function raiseAlerts(model: AlertsState & ReportState): void {
  const known = new Map(model.alerts.map((alert) => [alert.id, alert.atMs]))
  const found = model.report === undefined ? [] : foundIn(model.report)
  model.alerts = found
    .map((alert) => ({ ...alert, atMs: known.get(alert.id) ?? model.nowMs }))
    .sort((a, b) => b.atMs - a.atMs)
  const ids = new Set(found.map(({ id }) => id))
  model.handled = Object.fromEntries(Object.entries(model.handled).filter(([id]) => ids.has(id)))
}

function foundIn(report: Report): Omit<Alert, 'atMs'>[] {
  const problems = report.status.problems.map((text) => ({
    id: `problem ${text.replace(/\d[\d,.]*/g, '#')}`,
    severity: report.status.state === 'read-only' ? ('critical' as const) : ('warning' as const),
    text,
  }))
  const jobs = report.jobs.flatMap(({ name, state, message }) =>
    state === 'failed' || state === 'held'
      ? [
          {
            id: `job ${name} ${state}`,
            severity: state === 'failed' ? ('critical' as const) : ('warning' as const),
            text: `${name} ${state === 'failed' ? 'failed' : 'is held'}${message === undefined ? '' : `: ${message}`}`,
            job: name,
          },
        ]
      : [],
  )
  return [...distinct(problems), ...jobs]
}

const distinct = <T extends { readonly id: string }>(all: readonly T[]): T[] => [
  ...new Map(all.map((each) => [each.id, each])).values(),
]

/** What was done about an alert, as long as that holds. */
export function handledOf({ handled, nowMs }: AlertsState, { id }: Alert): Handled | undefined {
  const done = handled[id]
  return done?.kind === 'snoozed' && done.untilMs <= nowMs ? undefined : done
}

export const openAlerts = (model: AlertsState): Alert[] =>
  model.alerts.filter((alert) => handledOf(model, alert) === undefined)

export const alertIndex = ({ alerts, alertAt }: AlertsState): number =>
  Math.max(
    0,
    alerts.findIndex(({ id }) => id === alertAt),
  )

export const alertAtCursor = (model: AlertsState): Alert | undefined => model.alerts[alertIndex(model)]

export function moveToAlert(model: AlertsState, index: number): void {
  model.alertAt = model.alerts[Math.min(Math.max(0, index), model.alerts.length - 1)]?.id
}

/** Does it about the alert, or no longer where that was done. */
export function handle(model: AlertsState, alert: Alert, kind: Handled['kind']): Handled | undefined {
  const { [alert.id]: _, ...others } = model.handled
  const again = handledOf(model, alert)?.kind === kind
  const done: Handled | undefined = again
    ? undefined
    : kind === 'snoozed'
      ? { kind, untilMs: model.nowMs + SNOOZE_MS }
      : { kind }
  model.handled = done === undefined ? others : { ...others, [alert.id]: done }
  return done
}

import type { AuditEvent } from '../../protocol/event.js'
import { openAlerts } from './alerts.js'
import type { Effect } from './effect.js'
import type { Model } from './model.js'

/** How one is called to the screen: not at all, with the bell, or with a notification of the desktop (OSC 9). */
export const NOTIFY = ['never', 'bell', 'desktop'] as const
export type Notify = (typeof NOTIFY)[number]

/** What happened while nobody looked. */
export interface NotifyState {
  readonly notify: Notify
  /** Failures under the filter since somebody looked or was called. */
  missed: { readonly count: number; readonly last: AuditEvent } | undefined
  /** Alerts raised later than this are news. */
  alertsSeenMs: number
  notifiedAtMs: number
}

export const newNotify = (notify: Notify, nowMs: number): NotifyState => ({
  notify,
  missed: undefined,
  alertsSeenMs: nowMs,
  notifiedAtMs: Number.NEGATIVE_INFINITY,
})

/** However much goes wrong, nobody is called more often. */
const AT_MOST_EVERY_MS = 10_000

/** The newest events are before somebody's eyes. */
const isWatched = ({ focused, current, browses }: Model): boolean =>
  focused && current === 'live' && browses.live.view.follow

/** An event came that the filter lets through. */
export function noticeEvent(model: Model, event: AuditEvent): void {
  if (model.notify === 'never' || event.outcome !== 'failure' || isWatched(model)) return
  model.missed = { count: (model.missed?.count ?? 0) + 1, last: event }
}

/** Calls for what was missed, once a second at most and never more often than is bearable. */
export function callForMissed(model: Model): Effect[] {
  const { notify, nowMs, focused } = model
  if (notify === 'never') return []
  if (isWatched(model)) model.missed = undefined
  if (focused) model.alertsSeenMs = nowMs
  if (nowMs - model.notifiedAtMs < AT_MOST_EVERY_MS) return []
  const [alert, ...alerts] = openAlerts(model).filter(({ atMs }) => atMs > model.alertsSeenMs)
  const { missed } = model
  if (missed === undefined && alert === undefined) return []
  const told = [
    ...(alert === undefined ? [] : [alerts.length === 0 ? alert.text : `${alert.text}, and ${alerts.length} more`]),
    ...(missed === undefined ? [] : [tellMissed(missed)]),
  ]
  model.missed = undefined
  model.alertsSeenMs = nowMs
  model.notifiedAtMs = nowMs
  return [{ type: 'notify', how: notify, text: `audit-trail: ${told.join('; ')}` }]
}

function tellMissed({ count, last }: NonNullable<NotifyState['missed']>): string {
  const { actor, action } = last
  const told = `${action} by ${actor.email ?? actor.name ?? actor.id}`
  return count === 1 ? `failed: ${told}` : `${count} failures, the last: ${told}`
}

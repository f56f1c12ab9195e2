import { type Alert, alertAtCursor, alertIndex, handledOf, openAlerts } from '../model/alerts.js'
import type { Model } from '../model/model.js'
import type { Rect } from '../view/rect.js'
import { fitLine, type Line, type Style, span, wrap } from '../view/text.js'
import { type Clock, clockIn } from '../view/time.js'
import { timeAt } from './instant.js'
import { firstInSight, nothingTold, type PlainViewScreen } from './plain-view.js'
import { ABOUT_ALERTS } from './sheet.js'

const SIGNS: Readonly<Record<Alert['severity'], readonly [string, Style]>> = {
  critical: ['✗', 'bad'],
  warning: ['!', 'warn'],
}

/** The sign of an alert, and in words what was done about it. */
export function standingOf(
  model: Model,
  alert: Alert,
): { readonly sign: string; readonly style: Style; readonly done: string } {
  const handled = handledOf(model, alert)
  if (handled === undefined) {
    const [sign, style] = SIGNS[alert.severity]
    return { sign, style, done: '' }
  }
  if (handled.kind === 'acknowledged') return { sign: '✓', style: 'dim', done: 'acknowledged' }
  const until = timeAt(handled.untilMs, model, clockIn(model.clock.timeZone))
  return { sign: '◌', style: 'dim', done: `snoozed until ${until}` }
}

/** What wants somebody's eyes. */
export const ALERTS_SCREEN: PlainViewScreen = {
  title(model, columns) {
    const open = openAlerts(model).length
    const handled = model.alerts.length - open
    return [
      span(' alerts ', 'dim'),
      span(`${open} open`, open > 0 ? 'warn' : 'good'),
      ...(handled > 0 ? [span(` · ${handled} handled here`, 'dim')] : []),
      ...(columns >= 80 ? [span(' · problems of the daemon and of its jobs; it has no alert rules yet', 'dim')] : []),
    ]
  },
  body(model, clock, rect) {
    const nothing = nothingTold(model)
    if (nothing !== undefined) return [nothing]
    if (model.alerts.length === 0) return quiet(rect)
    const list = alertList(model, clock, rect)
    const about = aboutLines(rect)
    return rect.rows >= list.length + about.length ? [...list, ...about] : list
  },
  status: (model) => (model.alerts.length === 0 ? 'ALERTS' : `ALERTS ${alertIndex(model) + 1}/${model.alerts.length}`),
  preview(model) {
    const alert = alertAtCursor(model)
    return alert === undefined ? [] : [span(' '), span(alert.text)]
  },
}

const aboutLines = ({ columns }: Rect): Line[] => [
  [],
  ...wrap(ABOUT_ALERTS, columns - 2).map((piece): Line => [span(' '), span(piece, 'dim')]),
]

const quiet = (rect: Rect): Line[] => [[span(' ✓ ', 'good'), span('nothing needs attention')], ...aboutLines(rect)]

function alertList(model: Model, clock: Clock, { columns, rows }: Rect): Line[] {
  const cursor = alertIndex(model)
  const top = firstInSight(cursor, model.alerts.length, { rows })
  return model.alerts.slice(top, top + rows).map((alert, i) => {
    const { sign, style, done } = standingOf(model, alert)
    const at = top + i === cursor
    const line: Line = [
      span(at ? '▌' : ' ', 'accent'),
      span(`${sign} `, style),
      ...(columns < 40 ? [] : [span(`${timeAt(alert.atMs, model, clock)} `, 'dim')]),
      ...(done === '' ? [] : [span(`${done} · `, 'dim')]),
      span(alert.text, done === '' ? 'plain' : 'dim'),
    ]
    const click = `alert:${top + i}`
    return fitLine(line, columns).map((piece) => ({ ...piece, click, ...(at && { on: 'row' as const }) }))
  })
}

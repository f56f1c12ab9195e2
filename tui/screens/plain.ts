import type { AuditEvent } from '../../protocol/event.js'
import { keyOf } from '../model/binding.js'
import { browseOf, eventAtCursor } from '../model/browse.js'
import type { Model } from '../model/model.js'
import type { Plain } from '../model/plain.js'
import { masked } from '../model/secrets.js'
import { isNotice } from '../model/tape.js'
import { type Line, span, wrap } from '../view/text.js'
import { type Clock, UTC } from '../view/time.js'
import { actorOf, outcomeOf, targetOf } from './cells.js'

/** Everything there is to select, as many lines as it takes. */
export const plainLines = (model: Model, { of }: Plain, clock: Clock): Line[] =>
  plainTexts(model, of, clock, model.listRows).flatMap((text) => wrapped(text, model.columns))

const wrapped = (text: string, columns: number): Line[] => wrap(text, columns).map((piece) => [span(piece)])

/** The first line to be shown, so that the row of the cursor is in sight. */
export function plainTop(model: Model, of: Plain['of'], clock: Clock): number {
  if (of === 'event') return 0
  const { view } = browseOf(model)
  const upTo = plainTexts(model, of, clock, view.cursor - view.top + 1)
  const lines = upTo.reduce((sum, text) => sum + wrapped(text, model.columns).length, 0)
  return Math.max(0, lines - plainHeight(model))
}

function plainTexts(model: Model, of: Plain['of'], clock: Clock, rows: number): string[] {
  const browse = browseOf(model)
  const { list, view } = browse
  const event = eventAtCursor(browse)
  if (of === 'event' && event !== undefined)
    return JSON.stringify(browse.detail.revealed === event.seq ? event : masked(event), null, 2).split('\n')
  return Array.from({ length: rows }, (_, i) => list.at(view.top + i)).flatMap((entry) =>
    entry === undefined || isNotice(entry) ? [] : [rowText(entry, model.time === 'utc' ? UTC : clock)],
  )
}

/** An event on one line, with nothing cut. */
function rowText(event: AuditEvent, clock: Clock): string {
  const atMs = Date.parse(event.timestamp)
  const time = `${clock.wall(atMs).slice(0, 19).replace('T', ' ')} ${clock.zone(atMs)}`
  const from = event.context?.ip
  return [time, actorOf(event), event.action, targetOf(event), outcomeOf(event), from].filter(Boolean).join('  ')
}

export const plainHeight = ({ rows }: Pick<Model, 'rows'>): number => Math.max(1, rows - 1)

export function viewPlain(model: Model, plain: Plain, clock: Clock): Line[] {
  const lines = plainLines(model, plain, clock)
  const height = plainHeight(model)
  const below = lines.length - plain.top - height
  const shown = lines.slice(plain.top, plain.top + height)
  const [leave, down] = [keyOf(model, 'leave-plain'), keyOf(model, 'plain-down')]
  const hint = model.columns < 40 ? `${leave} back` : `drag selects · ${leave} goes back`
  const last: Line = [
    span(hint, 'dim', { click: 'leave-plain' }),
    ...(below > 0 ? [span(` · ${down} ${below} more`, 'dim')] : []),
  ]
  return [...shown, ...new Array<Line>(Math.max(0, height - shown.length)).fill([]), last]
}

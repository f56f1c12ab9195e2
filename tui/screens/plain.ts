import type { AuditEvent } from '../../protocol/event.js'
import { browseOf, eventAtCursor } from '../model/browse.js'
import type { Model } from '../model/model.js'
import type { Plain } from '../model/plain.js'
import { masked } from '../model/secrets.js'
import { isNotice } from '../model/tape.js'
import { type Line, span, wrap } from '../view/text.js'
import { type Clock, UTC } from '../view/time.js'
import { actorOf, outcomeOf, targetOf } from './cells.js'

/** Everything there is to select, as many lines as it takes. */
export function plainLines(model: Model, { of }: Plain, clock: Clock): Line[] {
  const browse = browseOf(model)
  const { list, view } = browse
  const event = eventAtCursor(browse)
  const texts =
    of === 'event' && event !== undefined
      ? JSON.stringify(browse.detail.revealed === event.seq ? event : masked(event), null, 2).split('\n')
      : Array.from({ length: model.listRows }, (_, i) => list.at(view.top + i)).flatMap((entry) =>
          entry === undefined || isNotice(entry) ? [] : [rowText(entry, model.time === 'utc' ? UTC : clock)],
        )
  return texts.flatMap((text) => wrap(text, model.columns).map((piece): Line => [span(piece)]))
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
  const hint = model.columns < 40 ? 'Esc back' : 'drag selects · Esc goes back'
  const last: Line = [
    span(hint, 'dim', { click: 'leave-plain' }),
    ...(below > 0 ? [span(` · j ${below} more`, 'dim')] : []),
  ]
  return [...shown, ...new Array<Line>(Math.max(0, height - shown.length)).fill([]), last]
}

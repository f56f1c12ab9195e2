import type { Destination } from '../../protocol/destination.js'
import { destinationAtCursor, destinationIndex, destinationsOf, discardsOf } from '../model/forwarding.js'
import type { Model } from '../model/model.js'
import { REASONS } from '../model/reasons.js'
import { count } from '../view/number.js'
import type { Rect } from '../view/rect.js'
import { headerCells, placeColumns, rowCells } from '../view/table.js'
import { fitLine, type Line, span } from '../view/text.js'
import type { Clock } from '../view/time.js'
import { DESTINATION_SIGNS, destinationColumns, destinationLines } from './destination.js'
import { firstInSight, type PlainViewScreen } from './plain-view.js'

/** Where events are sent on to: how far each destination is, and what is wrong with it. */
export const FORWARDING_SCREEN: PlainViewScreen = {
  title(model) {
    const all = destinationsOf(model)
    const told = (['retrying', 'down', 'full', 'gone'] as const).flatMap((state): Line => {
      const n = all.filter((destination) => destination.state === state).length
      return n === 0 ? [] : [span(' · ', 'dim'), span(`${n} ${state}`, DESTINATION_SIGNS[state][1])]
    })
    const perSecond = all.reduce((sum, { deliveredPerSecond }) => sum + (deliveredPerSecond.at(-1) ?? 0), 0)
    return [
      span(' destinations ', 'dim'),
      span(String(all.length), 'strong'),
      ...told,
      ...(all.length === 0 ? [] : [span(` · ${count(perSecond)} sent in the last second`, 'dim')]),
      ...(model.untold === undefined || model.destinations === undefined ? [] : [span(` ✗ ${model.untold}`, 'bad')]),
    ]
  },
  body(model, clock, rect) {
    if (model.destinations === undefined) return [notTold(model)]
    if (model.destinations.length === 0) return none(model)
    const room = rect.rows - LEAST_DETAIL
    const listRows = Math.min(model.destinations.length + 1, Math.max(2, Math.floor(rect.rows / 2)))
    if (room < listRows) return destinationList(model, rect)
    return [
      ...destinationList(model, { ...rect, rows: listRows }),
      [span('─'.repeat(rect.columns), 'dim')],
      ...detail(model, clock, rect),
    ]
  },
  status: (model) => {
    const { length } = destinationsOf(model)
    return length === 0 ? 'FORWARDING' : `FORWARDING ${destinationIndex(model) + 1}/${length}`
  },
  preview(model) {
    const why = REASONS['no-making'](model)
    if (why !== undefined) return [span(` ${why}`, 'dim')]
    const destination = destinationAtCursor(model)
    if (destination === undefined) return []
    const { enabled, dead } = destination
    const letters = dead === 0 ? '' : ` · d shows the ${count(dead)} that were refused for good`
    return [
      span(enabled ? ' S stops it, once its name is typed' : ' S has it send from where it stopped', 'dim'),
      span(letters, 'warn'),
    ]
  },
}

/** A rule and the first lines of the destination under the cursor. */
const LEAST_DETAIL = 5
const SIGN_COLUMNS = 3

function notTold({ untold, connection }: Model): Line {
  if (untold !== undefined) return [span(` ✗ ${untold}`, 'bad')]
  return [span(connection.kind === 'open' ? ' asking the daemon…' : ' not connected', 'dim')]
}

const none = (model: Model): Line[] => [
  [span(' nothing is sent on: there is no destination', 'dim')],
  ...(REASONS['no-making'](model) === undefined
    ? [[span(' N ', 'accent', { click: 'new-destination' }), span('makes one', 'dim', { click: 'new-destination' })]]
    : []),
]

function detail(model: Model, clock: Clock, { columns }: Rect): Line[] {
  const destination = destinationAtCursor(model)
  if (destination === undefined) return []
  const discards = discardsOf(model, destination.settings.name)
  return destinationLines(destination, discards, model, clock, columns - 2).map(({ line }) => [span(' '), ...line])
}

function destinationList(model: Model, { columns, rows }: Rect): Line[] {
  const all = destinationsOf(model)
  const cursor = destinationIndex(model)
  const { byImportance, all: display } = destinationColumns(model, columns)
  const placed = placeColumns<Destination>(byImportance, display, columns - SIGN_COLUMNS)
  const head: Line[] = rows >= 3 ? [[span(' '.repeat(SIGN_COLUMNS)), ...headerCells(placed)]] : []
  const room = rows - head.length
  const top = firstInSight(cursor, all.length, { rows: room })
  const lines = all.slice(top, top + room).map((destination, i): Line => {
    const [sign, style] = DESTINATION_SIGNS[destination.state]
    const at = top + i === cursor
    const line = [span(at ? '▌' : ' ', 'accent'), span(`${sign} `, style), ...rowCells(placed, destination)]
    const click = `to:${top + i}`
    return fitLine(line, columns).map((piece) => ({ ...piece, click, ...(at && { on: 'row' as const }) }))
  })
  return [...head, ...lines]
}

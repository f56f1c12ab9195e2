import type { DestinationSheet } from '../model/destination-sheet.js'
import { destinationNamed, discardsOf } from '../model/forwarding.js'
import type { Model } from '../model/model.js'
import type { Rect, Size } from '../view/rect.js'
import { fitLine, type Line, span } from '../view/text.js'
import { clockIn } from '../view/time.js'
import { type DestinationLine, destinationLines } from './destination.js'
import { frameRect, inFrame, insideFrame } from './frame.js'
import { firstInSight } from './plain-view.js'

const SIZE: Size = { columns: 120, rows: 45 }

export const destinationRect = (screen: Size): Rect => frameRect(screen, SIZE)

export const destinationRoom = (screen: Size): Size => insideFrame(screen, destinationRect(screen), 1)

export function destinationLinesOf({ name }: DestinationSheet, model: Model): readonly DestinationLine[] {
  const destination = destinationNamed(model, name)
  if (destination === undefined) return [{ line: [span('It is no longer there', 'dim')] }]
  const { columns } = destinationRoom(model)
  return destinationLines(destination, discardsOf(model, name), model, clockIn(model.clock.timeZone), columns - 1)
}

export function viewDestination(sheet: DestinationSheet, model: Model): readonly Line[] {
  const rect = destinationRect(model)
  const { columns, rows } = destinationRoom(model)
  const lines = destinationLinesOf(sheet, model)
  const cursor = Math.min(sheet.cursor, lines.length - 1)
  const top = firstInSight(cursor, lines.length, { rows })
  const shown = lines.slice(top, top + rows).map(({ line, seq }, i): Line => {
    const at = top + i === cursor
    const whole = fitLine([span(at ? '▌' : ' ', 'accent'), ...line], columns)
    const click = seq === undefined ? undefined : `sample:${seq}`
    return whole.map((piece) => ({ ...piece, ...(click && { click }), ...(at && { on: 'row' as const }) }))
  })
  const below = lines.length - top - shown.length
  return inFrame(`destination${below > 0 ? ` · ${below} more below` : ''}`, shown, rect, model, { air: 1 })
}

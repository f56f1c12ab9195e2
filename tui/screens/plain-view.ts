import type { Model } from '../model/model.js'
import type { Rect, Size } from '../view/rect.js'
import { type Line, span } from '../view/text.js'
import type { Clock } from '../view/time.js'

/** A view without rows of events: what it puts where the others put the filter, the list and what is told of it. */
export interface PlainViewScreen {
  /** What it is about, and how much of it there is. */
  title(model: Model, columns: number): Line
  body(model: Model, clock: Clock, rect: Rect): readonly Line[]
  /** A few words for the rule below. */
  status(model: Model): string
  /** What the cursor is on, in one line. */
  preview(model: Model): Line
}

/** The first row of a list in sight, so that the cursor is. */
export const firstInSight = (cursor: number, length: number, { rows }: Pick<Size, 'rows'>): number =>
  Math.max(0, Math.min(cursor - Math.floor(rows / 2), length - rows))

/** Why nothing is shown of what the daemon is to tell. */
export function nothingTold({ report, unreported, connection }: Model): Line | undefined {
  if (report !== undefined) return undefined
  if (unreported !== undefined) return [span(` ✗ ${unreported}`, 'bad')]
  return [span(connection.kind === 'open' ? ' asking the daemon…' : ' not connected', 'dim')]
}

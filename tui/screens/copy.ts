import { keyOf } from '../model/binding.js'
import type { CopyMenu } from '../model/copy.js'
import type { Model } from '../model/model.js'
import type { Rect, Size } from '../view/rect.js'
import { fitLine, type Line, span } from '../view/text.js'
import { frameRect, insideFrame, viewMenu } from './frame.js'

const LABEL_COLUMNS = 16

export const copyRect = (screen: Size, { copies }: CopyMenu): Rect =>
  frameRect(screen, { columns: 76, rows: copies.length + 2 })

/** What can be copied, under its key, and how it begins. */
export function viewCopy({ copies, cursor }: CopyMenu, model: Model, rect: Rect): readonly Line[] {
  const { columns } = insideFrame(model, rect)
  const label = Math.min(LABEL_COLUMNS, Math.max(8, Math.floor(columns / 3)))
  const rows = copies.map(
    ({ name, what, text }, i): Line => [
      span(i === cursor ? '▌' : ' ', 'accent'),
      span(`${keyOf(model, `copy-${name}`)} `, 'accent'),
      ...fitLine([span(what)], label),
      span(' '),
      // A look at its beginning is enough: it may be 32 KiB.
      span(text.slice(0, columns), 'dim'),
    ],
  )
  return viewMenu({ title: 'copy', rows, cursor, click: 'copy' }, model, rect)
}

import type { AuditEvent } from '../../protocol/event.js'
import { browseOf } from '../model/browse.js'
import type { ColumnName } from '../model/columns.js'
import type { Model } from '../model/model.js'
import { cellTerm } from '../model/narrowing.js'
import { topOf } from '../model/overlay.js'
import { type Line, span } from '../view/text.js'
import { columnUnderCursor } from './list.js'

/** What a column is called where it narrows. */
const NAMES: Readonly<Record<ColumnName, string>> = {
  time: 'time',
  outcome: 'outcome',
  actor: 'actor',
  action: 'action',
  target: 'resource',
  from: 'address',
  area: 'area',
  changes: 'changes',
}

/** What the footer says of the keys that narrow by the cell under the cursor. */
export const narrowingWords = (model: Model): Readonly<Record<string, string>> => ({
  'include-cell': `in ${NAMES[columnUnderCursor(model)]}`,
})

/** What `+` would add to the filter; nothing where that is not the list's affair now. */
export function viewNarrowing(model: Model, event: AuditEvent): Line {
  if (browseOf(model).focus !== 'list' || topOf(model) !== undefined) return []
  const term = cellTerm(event, columnUnderCursor(model))
  return term === undefined ? [] : [span(`  + ${term} `, 'dim', { click: 'include-cell' })]
}

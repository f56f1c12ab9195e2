import { formatTime } from '../../protocol/time.js'
import type { Browse } from './browse.js'
import type { Effect } from './effect.js'
import type { Typed } from './line-editor.js'
import type { Model } from './model.js'
import { isNotice } from './tape.js'
import { moveTo, showNeighbours } from './viewport.js'

/** The time to go to, while it is typed. */
export interface GoTo {
  readonly line: Typed
  /** It was entered and could not be read. */
  readonly refused: boolean
}

/** Puts the cursor on the first event at or behind a time, which is fetched with its neighbours where it is not among the rows. */
export function goTo(model: Model, browse: Browse, atMs: number): Effect[] {
  const { list, name, filter, fetching } = browse
  const from = formatTime(atMs)
  const first = list.at(0)
  const known = first !== undefined && !isNotice(first) && first.timestamp < from
  if (fetching !== 'window' && list.newer === 'end' && (known || list.older === 'end')) {
    standAt(model, browse, from)
    return []
  }
  browse.fetching = 'window'
  return [{ type: 'fetch-window', of: name, filter: filter.text, base: list.base, place: { from } }]
}

/** The cursor on the first row that is not before a time, else on the last. */
export function standAt({ listRows }: Model, browse: Browse, from: string): void {
  const { list, view } = browse
  let at = 0
  for (let entry = list.at(0); entry !== undefined && (isNotice(entry) || entry.timestamp < from); )
    entry = list.at(++at)
  browse.detailScroll = 0
  moveTo(view, list, at, listRows)
  showNeighbours(view, list, listRows)
}

import type { Command } from '../keymap/keymap.js'
import { keyOf } from '../model/binding.js'
import { browseOf, eventAtCursor } from '../model/browse.js'
import type { Effect } from '../model/effect.js'
import { fieldTerm } from '../model/field.js'
import { withTerm } from '../model/filter-edit.js'
import { jumpTo } from '../model/jump.js'
import type { Model } from '../model/model.js'
import { applyFilter, type Narrowing } from '../model/narrowing.js'
import { holdsSecrets, MASK } from '../model/secrets.js'
import { note } from '../model/toast.js'
import { pause } from '../model/viewport.js'
import { type DetailPlace, detailPlace } from '../screens/detail.js'
import type { DetailRow } from '../screens/detail-row.js'
import { layoutOf } from '../screens/layout.js'
import { clockIn } from '../view/time.js'
import type { Action } from './action.js'
import { LIST_ACTIONS } from './list.js'
import { focusOn } from './panes.js'

function openDetail(model: Model): Effect[] {
  const browse = browseOf(model)
  const { list, view } = browse
  if (list.length === 0) return []
  pause(view)
  view.anchor = list.at(view.cursor)
  browse.detailOpen = true
  browse.detailScroll = 0
  browse.detail.row = undefined
  focusOn(model, 'detail')
  return []
}

const placeOf = (model: Model): DetailPlace | undefined => {
  const rect = layoutOf(model).detail
  return rect && detailPlace(model, clockIn(model.clock.timeZone), rect)
}

const inPlace =
  (act: (model: Model, place: DetailPlace) => Effect[] | undefined): Action =>
  (model) => {
    const place = placeOf(model)
    return place === undefined || place.rows.length === 0 ? [] : (act(model, place) ?? [])
  }

/** The row under the cursor of the detail. */
export function detailRow(model: Model): DetailRow | undefined {
  const place = placeOf(model)
  return place?.rows[place.at]
}

const endOf = ({ rows, starts }: DetailPlace, row: number): number => starts[row]! + rows[row]!.lines.length

/** Puts the cursor on a row and scrolls as far as it takes to see it. */
export function detailTo(model: Model, place: DetailPlace, wanted: number): void {
  const { rows, starts, top, height } = place
  const browse = browseOf(model)
  const row = Math.min(Math.max(0, wanted), rows.length - 1)
  browse.detail.row = rows[row]!.id
  // The first row has nothing above it that one could want to see.
  const start = starts[row]!
  browse.detailScroll = Math.min(start, Math.max(top, endOf(place, row) - height))
}

/** To the row below or above; through a row that is longer than the detail line by line. */
const rowBy = (by: 1 | -1): Action =>
  inPlace((model, place) => {
    const { at, starts, top, height } = place
    if (by === 1 && starts[at]! <= top + height && endOf(place, at) > top + height)
      browseOf(model).detailScroll = top + 1
    else if (by === -1 && starts[at]! < top && endOf(place, at) > top) browseOf(model).detailScroll = top - 1
    else detailTo(model, place, at + by)
  })

const pageBy = (by: 1 | -1): Action =>
  inPlace((model, place) => {
    const { starts, at, height } = place
    const line = starts[at]! + by * Math.max(1, height - 2)
    const row = by === 1 ? starts.findLastIndex((start) => start <= line) : starts.findIndex((start) => start >= line)
    detailTo(model, place, row === at ? at + by : row)
  })

/** Scrolls; the cursor goes only as far as it must to stay in sight. */
const scrollBy = (by: 1 | -1): Action =>
  inPlace((model, place) => {
    const { starts, at, length, height } = place
    const browse = browseOf(model)
    const top = Math.min(Math.max(0, place.top + by), Math.max(0, length - height))
    browse.detailScroll = top
    if (starts[at]! >= top + height) browse.detail.row = place.rows[at - 1]?.id
    else if (endOf(place, at) <= top) browse.detail.row = place.rows[at + 1]?.id
  })

const stopBy = (by: 1 | -1): Action =>
  inPlace((model, place) => {
    const { rows, at } = place
    const found =
      by === 1 ? rows.findIndex(({ stop }, i) => stop && i > at) : rows.findLastIndex(({ stop }, i) => stop && i < at)
    detailTo(model, place, found >= 0 ? found : by === 1 ? rows.length - 1 : 0)
  })

/** Scrolls to the row under the cursor where other lines have moved it away. */
function keepInSight(model: Model): void {
  const place = placeOf(model)
  if (place !== undefined && place.rows.length > 0) detailTo(model, place, place.at)
}

/** Another event, with the cursor on the same field. */
const eventBy =
  (by: 'next' | 'previous'): Action =>
  (model) => {
    const effects = LIST_ACTIONS[by](model)
    keepInSight(model)
    return effects
  }

/** What the row is for: it folds, or leads to another event. */
const openRow = inPlace((model, { rows, at }) => {
  const { id, fold, event } = rows[at]!
  const browse = browseOf(model)
  if (event !== undefined) {
    browse.detail.row = undefined
    return jumpTo(model, event)
  }
  if (fold === undefined) {
    const key = (command: string) => keyOf(model, command)
    const filters = ['include-field', 'exclude-field', 'only-field'].map(key).join(' ')
    note(model, `Nothing to open here; ${filters} filter by it, ${key('copy')} copies it, ${key('back')} goes back`)
  } else {
    browse.detail.folds = new Map(browse.detail.folds).set(id, fold === 'closed')
    showPart(model, id)
  }
  return []
})

/** Scrolls so far that what is in a fold is in sight, and the fold itself in any case. */
function showPart(model: Model, id: string): void {
  const place = placeOf(model)
  const at = place?.rows.findIndex((row) => row.id === id) ?? -1
  if (place === undefined || at < 0) return
  const last = place.rows.findLastIndex((row) => row.id.startsWith(`${id}/`))
  const end = endOf(place, Math.max(at, last))
  browseOf(model).detailScroll = Math.min(place.starts[at]!, Math.max(place.top, end - place.height))
}

const narrow =
  (how: Narrowing): Action =>
  (model) => {
    const field = detailRow(model)?.field
    const term = field && fieldTerm(field, how === 'exclude')
    if (term === undefined) note(model, 'There is nothing on this row to filter by')
    else if (field?.text.includes(MASK))
      note(model, `This is masked: ${keyOf(model, 'reveal')} shows it, then it can be filtered by`)
    else return applyFilter(model, how === 'only' ? term : withTerm(browseOf(model).filter.text, term))
    return []
  }

function reveal(model: Model): Effect[] {
  const browse = browseOf(model)
  const event = eventAtCursor(browse)
  if (event === undefined) return []
  if (!holdsSecrets(event)) note(model, 'Nothing in this event is masked')
  else if (model.hello?.role !== 'owner') note(model, 'Only an owner may see what is masked', 'error')
  else {
    browse.detail.revealed = browse.detail.revealed === event.seq ? undefined : event.seq
    keepInSight(model)
  }
  return []
}

/** A click puts the cursor on a row; on the row it is on, it opens that. */
export function clickDetail(model: Model, row: number): Effect[] {
  const place = placeOf(model)
  if (place === undefined || row >= place.rows.length) return []
  const again = place.at === row && browseOf(model).focus === 'detail'
  focusOn(model, 'detail')
  detailTo(model, place, row)
  const { fold, event } = place.rows[row]!
  return fold !== undefined || (again && event !== undefined) ? openRow(model) : []
}

export const DETAIL_ACTIONS = {
  'open-detail': openDetail,
  'row-down': rowBy(1),
  'row-up': rowBy(-1),
  'scroll-down': scrollBy(1),
  'scroll-up': scrollBy(-1),
  'scroll-page-down': pageBy(1),
  'scroll-page-up': pageBy(-1),
  'scroll-first': inPlace((model, place) => void detailTo(model, place, 0)),
  'scroll-last': inPlace((model, place) => void detailTo(model, place, place.rows.length - 1)),
  'next-hunk': stopBy(1),
  'previous-hunk': stopBy(-1),
  'detail-next': eventBy('next'),
  'detail-previous': eventBy('previous'),
  'open-row': openRow,
  'include-field': narrow('include'),
  'exclude-field': narrow('exclude'),
  'only-field': narrow('only'),
  reveal,
} as const satisfies Partial<Record<Command, Action>>

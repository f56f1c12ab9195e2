import type { Command } from './keymap/keymap.js'
import type { Action } from './list-actions.js'
import { LIST_ACTIONS } from './list-actions.js'
import type { Effect } from './model/effect.js'
import { moveInPane, PANES, type Pane, rowsOf } from './model/facet-panes.js'
import type { Focus, Model } from './model/model.js'
import { onlyFacet, toggleFacet } from './model/narrowing.js'
import { pause } from './model/viewport.js'
import { layoutOf } from './screen.js'
import { detailOverflow } from './screens/detail.js'
import { clockIn } from './view/time.js'

/** Gives the keys to a pane, and opens or closes what lies over the list. */
export function focusOn(model: Model, focus: Focus): void {
  model.focus = focus
  model.facetsOpen = focus !== 'list' && focus !== 'detail'
  // Where the detail lies over the list, the list cannot have the keys beside it.
  if (focus !== 'detail' && model.detailOpen && layoutOf(model).detail?.x === 0) model.detailOpen = false
}

const paneBy =
  (by: 1 | -1): Action =>
  (model) => {
    const panes: Focus[] = ['list', ...PANES, ...(model.detailOpen ? ['detail' as const] : [])]
    focusOn(model, panes.at((panes.indexOf(model.focus) + by) % panes.length)!)
    return []
  }

function back(model: Model): Effect[] {
  if (model.focus === 'detail' || (model.focus === 'list' && model.detailOpen)) model.detailOpen = false
  focusOn(model, 'list')
  return []
}

function openDetail(model: Model): Effect[] {
  if (model.list.length === 0) return []
  pause(model.view)
  model.view.anchor = model.list.at(model.view.cursor)
  model.detailOpen = true
  model.detailScroll = 0
  focusOn(model, 'detail')
  return []
}

const pane = (model: Model): Pane =>
  (PANES as readonly string[]).includes(model.focus) ? (model.focus as Pane) : 'area'
const valuesOf = (model: Model) => rowsOf(model.facets, pane(model), model.filter.filter)

const valueBy =
  (to: (cursor: number, length: number) => number): Action =>
  (model) => {
    const { length } = valuesOf(model)
    const cursor = Math.min(model.facets.cursor[pane(model)], Math.max(0, length - 1))
    model.facets = moveInPane(model.facets, pane(model), to(cursor, length), length)
    return []
  }

const onValue =
  (act: (model: Model, pane: Pane, value: string) => Effect[]): Action =>
  (model) => {
    const row = valuesOf(model)[model.facets.cursor[pane(model)]]
    return row === undefined ? [] : act(model, pane(model), row.value)
  }

const scrollBy =
  (by: (rows: number) => number): Action =>
  (model) => {
    const rect = layoutOf(model).detail
    if (rect === undefined) return []
    const most = detailOverflow(model, clockIn(model.clock.timeZone), rect)
    model.detailScroll = Math.min(most, Math.max(0, Math.min(most, model.detailScroll) + by(rect.rows)))
    return []
  }

export const PANE_ACTIONS = {
  'next-pane': paneBy(1),
  'previous-pane': paneBy(-1),
  back,
  'open-detail': openDetail,
  'next-value': valueBy((cursor) => cursor + 1),
  'previous-value': valueBy((cursor) => cursor - 1),
  'first-value': valueBy(() => 0),
  'last-value': valueBy((_, length) => length - 1),
  'include-value': onValue((model, pane, value) => toggleFacet(model, pane, value, 'included')),
  'exclude-value': onValue((model, pane, value) => toggleFacet(model, pane, value, 'excluded')),
  'only-value': onValue(onlyFacet),
  'scroll-down': scrollBy(() => 1),
  'scroll-up': scrollBy(() => -1),
  'scroll-page-down': scrollBy((rows) => rows - 2),
  'scroll-page-up': scrollBy((rows) => 2 - rows),
  'scroll-first': scrollBy(() => -Number.MAX_SAFE_INTEGER),
  'scroll-last': scrollBy(() => Number.MAX_SAFE_INTEGER),
  'detail-next': LIST_ACTIONS.next,
  'detail-previous': LIST_ACTIONS.previous,
} as const satisfies Partial<Record<Command, Action>>

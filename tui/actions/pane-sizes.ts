import { keyOf } from '../model/binding.js'
import { browseOf, paneOf } from '../model/browse.js'
import type { Effect } from '../model/effect.js'
import type { PaneSizes } from '../model/look.js'
import type { Model } from '../model/model.js'
import { note } from '../model/toast.js'
import { type Layout, layoutOf, placeOfDetail } from '../screens/layout.js'
import type { Action } from './action.js'

type Measure = keyof PaneSizes

const STEPS: Readonly<Record<Measure, number>> = { facets: 2, detail: 4, detailRows: 1, histogram: 1 }

/** How large what a measure is of stands there; undefined where it has no edge of its own. */
function sizeOf(measure: Measure, places: Layout): number | undefined {
  const place = placeOfDetail(places)
  switch (measure) {
    case 'facets':
      return places.facets?.columns
    case 'histogram':
      return places.histogram?.rows
    case 'detail':
      return place === 'beside' ? places.detail?.columns : undefined
    case 'detailRows':
      return place === 'below' ? places.detail?.rows : undefined
  }
}

/** Makes a pane as large as wanted, as far as the others leave it room. */
export function sizePane(model: Model, measure: Measure, wanted: number): void {
  model.panes = { ...model.panes, [measure]: wanted }
  const found = sizeOf(measure, layoutOf(model))
  if (found !== undefined) model.panes = { ...model.panes, [measure]: found }
}

export const rememberSizes = ({ panes }: Model): Effect[] => [{ type: 'remember', change: { panes } }]

/** What can be told to be larger or smaller from a pane: itself, or what shares its room. */
const MEASURES = {
  list: ['detail', 'detailRows', 'facets'],
  facets: ['facets'],
  detail: ['detail', 'detailRows'],
  histogram: ['histogram'],
} as const

const sizeBy =
  (by: 1 | -1): Action =>
  (model) => {
    const pane = paneOf(browseOf(model).focus)
    const places = layoutOf(model)
    const measure = model.zoomed ? undefined : MEASURES[pane].find((each) => sizeOf(each, places) !== undefined)
    if (measure === undefined) {
      note(
        model,
        model.zoomed
          ? `The pane has all the room there is; ${keyOf(model, 'zoom')} gives it back`
          : 'Nothing stands beside it',
      )
      return []
    }
    const size = sizeOf(measure, places)!
    sizePane(model, measure, size + STEPS[measure] * (pane === 'list' ? -by : by))
    if (model.panes[measure] === size) note(model, 'There is no more room that way')
    return rememberSizes(model)
  }

export const grow = sizeBy(1)
export const shrink = sizeBy(-1)

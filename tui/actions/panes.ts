import type { Command } from '../keymap/keymap.js'
import { browseOf, type Focus, isPane } from '../model/browse.js'
import { chipsOf } from '../model/chips.js'
import { panesInTurn } from '../model/facet-panes.js'
import type { Model } from '../model/model.js'
import { layoutOf, placeOfDetail } from '../screens/layout.js'
import type { Action } from './action.js'
import { grow, shrink } from './pane-sizes.js'

/** Gives the keys to a pane, and opens or closes what lies over the list. */
export function focusOn(model: Model, focus: Focus): void {
  const browse = browseOf(model)
  browse.focus = focus
  browse.facetsOpen = isPane(focus)
  // Where the detail lies over the list, the list cannot have the keys beside it.
  if (focus !== 'detail' && placeOfDetail(layoutOf(model)) === 'over') browse.detailOpen = false
}

const paneBy =
  (by: 1 | -1): Action =>
  (model) => {
    const browse = browseOf(model)
    const { focus, detailOpen } = browse
    const panes: Focus[] = [
      'list',
      ...panesInTurn(model.panesInSight),
      ...(detailOpen ? ['detail' as const] : []),
      'histogram',
      ...(chipsOf(browse).length > 0 ? ['chips' as const] : []),
    ]
    focusOn(model, panes.at((panes.indexOf(focus) + by) % panes.length)!)
    return []
  }

/** One layer back: gives back the room of all, then closes what is open beside or over the list. */
export const back: Action = (model) => {
  const browse = browseOf(model)
  if (model.zoomed) {
    model.zoomed = false
    return []
  }
  if (browse.focus === 'detail' || (browse.focus === 'list' && browse.detailOpen)) browse.detailOpen = false
  focusOn(model, 'list')
  return []
}

export const PANES_ACTIONS = {
  'next-pane': paneBy(1),
  'previous-pane': paneBy(-1),
  zoom(model) {
    model.zoomed = !model.zoomed
    return []
  },
  shrink,
  grow,
  back,
} as const satisfies Partial<Record<Command, Action>>

import type { Command } from '../keymap/keymap.js'
import { browseOf } from '../model/browse.js'
import type { Effect } from '../model/effect.js'
import type { Model } from '../model/model.js'
import { pause } from '../model/viewport.js'
import { detailOverflow } from '../screens/detail.js'
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
  focusOn(model, 'detail')
  return []
}

const scrollBy =
  (by: (rows: number) => number): Action =>
  (model) => {
    const rect = layoutOf(model).detail
    if (rect === undefined) return []
    const browse = browseOf(model)
    const most = detailOverflow(model, clockIn(model.clock.timeZone), rect)
    browse.detailScroll = Math.min(most, Math.max(0, Math.min(most, browse.detailScroll) + by(rect.rows)))
    return []
  }

export const DETAIL_ACTIONS = {
  'open-detail': openDetail,
  'scroll-down': scrollBy(() => 1),
  'scroll-up': scrollBy(() => -1),
  'scroll-page-down': scrollBy((rows) => rows - 2),
  'scroll-page-up': scrollBy((rows) => 2 - rows),
  'scroll-first': scrollBy(() => -Number.MAX_SAFE_INTEGER),
  'scroll-last': scrollBy(() => Number.MAX_SAFE_INTEGER),
  'detail-next': LIST_ACTIONS.next,
  'detail-previous': LIST_ACTIONS.previous,
} as const satisfies Partial<Record<Command, Action>>

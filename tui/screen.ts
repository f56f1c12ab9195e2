import { bindingsOf, modeOf } from './keymap/keymap.js'
import type { Model } from './model/model.js'
import { chartColumns, viewActivity } from './screens/activity.js'
import { viewDetail } from './screens/detail.js'
import { EXPORT_SIZE, viewExport } from './screens/export.js'
import { viewFacets } from './screens/facets.js'
import { viewFilter } from './screens/filter-line.js'
import { viewFooter } from './screens/footer.js'
import { viewHeader } from './screens/header.js'
import { viewHelp } from './screens/help.js'
import { rowsInSight, viewList } from './screens/list.js'
import { viewPromptPopup } from './screens/prompt-popup.js'
import { viewMessage, viewPreview, viewStatus } from './screens/status.js'
import { blank, centred, place } from './view/compose.js'
import { type Layout, layout, type Rect } from './view/layout.js'
import { type Line, span } from './view/text.js'
import { type Clock, clockIn } from './view/time.js'

const HELP_SIZE = { columns: 100, rows: 46 }

/** Where everything stands for a model. */
export const layoutOf = ({ columns, rows, facetsOpen, detailOpen }: Model): Layout =>
  layout({ columns, rows }, { facets: facetsOpen, detail: detailOpen })

/** Tells the model what of the layout it goes by. */
export function measure(model: Model): void {
  const { list, histogram } = layoutOf(model)
  model.listRows = Math.max(1, rowsInSight(list))
  model.chartColumns = histogram === undefined ? model.columns : chartColumns(histogram)
}

/** The whole screen, one line a row. */
export function viewScreen(model: Model): Line[] {
  const clock = clockIn(model.clock.timeZone)
  const places = layoutOf(model)
  let screen = blank(model)
  const put = (rect: Rect | undefined, view: (rect: Rect) => Line[]) => {
    if (rect !== undefined && rect.rows > 0 && rect.columns > 0) screen = place(screen, rect, view(rect))
  }
  const { list, facets, detail } = places
  put(places.header, ({ columns }) => [viewHeader(model, clock, columns)])
  put(places.filter, ({ columns }) => [viewFilter(model, columns)])
  put(places.histogram, (rect) => viewActivity(model, clock, rect))
  put(list, (rect) => viewList(model, clock, rect))
  put(facets, (rect) => viewFacets(model, rect))
  put(detail, (rect) => viewDetail(model, clock, rect))
  if (facets !== undefined) put({ ...facets, x: facets.x + facets.columns, columns: 1 }, separator)
  if (detail !== undefined && detail.x > 0) put({ ...detail, x: detail.x - 1, columns: 1 }, separator)
  put(places.status, ({ columns }) => [statusOrWhatHasNoLine(model, clock, columns, places)])
  put(places.preview, () => [viewPreview(model)])
  put(places.message, ({ columns }) => [viewMessage(model, columns)])
  put(places.footer, ({ columns }) => [viewFooter(bindingsOf(model), columns)])
  putOverlay(model, places, put)
  return screen
}

const separator = ({ rows }: Rect): Line[] => new Array<Line>(rows).fill([span('│', 'dim')])

/** The one line that is always there also shows what on a small screen has no line of its own. */
function statusOrWhatHasNoLine(model: Model, clock: Clock, columns: number, places: Layout): Line {
  if (model.overlay?.kind === 'prompt' && places.filter === undefined) return viewFilter(model, columns)
  if (places.message === undefined && model.toast !== undefined) return viewMessage(model, columns)
  return viewStatus(model, clock, columns)
}

function putOverlay(
  model: Model,
  places: Layout,
  put: (rect: Rect | undefined, view: (rect: Rect) => Line[]) => void,
): void {
  const { overlay } = model
  switch (overlay?.kind) {
    case 'prompt': {
      const popup = places.filter && viewPromptPopup(overlay.prompt, places.filter, model)
      put(popup?.rect, () => popup?.lines ?? [])
      return
    }
    case 'help': {
      const mode = modeOf({ ...model, overlay: undefined })
      put(centred(model, HELP_SIZE), (rect) => viewHelp(overlay.help, bindingsOf(model, mode), mode, rect))
      return
    }
    case 'export':
      put(centred(model, EXPORT_SIZE), (rect) => viewExport(overlay.dialog, rect))
  }
}

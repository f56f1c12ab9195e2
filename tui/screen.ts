import { drawChart } from './charts/charts.js'
import { hintsOf } from './keymap/hints.js'
import { tabs } from './keymap/tabs.js'
import { browseOf } from './model/browse.js'
import { panesFor } from './model/facet-panes.js'
import type { Model } from './model/model.js'
import { stateOf } from './model/overlay.js'
import { toastOf } from './model/toast.js'
import { isPlain, type PlainView } from './model/views.js'
import { viewOverlay } from './overlays/overlays.js'
import { chartColumns, viewActivity } from './screens/activity.js'
import { ALERTS_SCREEN } from './screens/alerts.js'
import { viewDetail } from './screens/detail.js'
import { viewFacets } from './screens/facets.js'
import { viewFilter } from './screens/filter-line.js'
import { viewFooter } from './screens/footer.js'
import { FORWARDING_SCREEN } from './screens/forwarding.js'
import { viewHeader } from './screens/header.js'
import { jobsScreen } from './screens/jobs.js'
import { type Layout, layoutOf, placeOfDetail } from './screens/layout.js'
import { entriesInSight, viewList } from './screens/list.js'
import { narrowingWords } from './screens/narrowing.js'
import type { PlainViewScreen } from './screens/plain-view.js'
import { viewMessage, viewPreview, viewPreviewMore } from './screens/preview.js'
import { viewRefusal } from './screens/refusal.js'
import { statsScreen } from './screens/stats.js'
import { viewPlainStatus, viewStatus } from './screens/status.js'
import { viewStrip } from './screens/strip.js'
import { compose, type Part } from './view/compose.js'
import type { Rect } from './view/rect.js'
import { type Line, span } from './view/text.js'
import { type Clock, clockIn } from './view/time.js'

/** Draws into a rectangle, where there is one. */
type Put = (rect: Rect | undefined, view: (rect: Rect) => readonly Line[]) => void

/** The views without rows of events. */
const PLAIN: Readonly<Record<PlainView, PlainViewScreen>> = {
  alerts: ALERTS_SCREEN,
  jobs: jobsScreen(drawChart),
  stats: statsScreen(drawChart),
  forwarding: FORWARDING_SCREEN,
}

const plainOf = ({ current }: Model): PlainViewScreen | undefined => (isPlain(current) ? PLAIN[current] : undefined)

/** Tells the model what of the layout it goes by. */
export function measure(model: Model): void {
  const { list, histogram, facets } = layoutOf(model)
  model.panesInSight = panesFor((facets ?? list).rows, browseOf(model).focus)
  model.listRows = Math.max(1, entriesInSight(model, list))
  model.chartColumns = histogram === undefined ? model.columns : chartColumns(histogram)
}

/** The whole screen, one line a row. */
export function viewScreen(model: Model): Line[] {
  const clock = clockIn(model.clock.timeZone)
  const places = layoutOf(model)
  const parts: Part[] = []
  const put: Put = (rect, view) => {
    if (rect !== undefined && rect.rows > 0 && rect.columns > 0) parts.push({ rect, lines: view(rect) })
  }
  put(places.header, ({ columns }) => [viewHeader(model, tabs(model), clock, columns)])
  const plain = plainOf(model)
  put(places.filter, ({ columns }) => [plain === undefined ? viewFilter(model, columns) : plain.title(model, columns)])
  put(places.refusal, ({ columns }) => viewRefusal(model, columns))
  if (plain === undefined) events(model, clock, places, put)
  else put(places.list, (rect) => plain.body(model, clock, rect))
  put(places.strip, () => viewStrip(model, clock))
  put(places.status, ({ columns }) => [statusOrWhatHasNoLine(model, clock, columns, places)])
  put(places.preview, ({ columns }) => [plain === undefined ? viewPreview(model, columns) : plain.preview(model)])
  put(places.message, ({ columns }) => [messageOrMore(model, columns)])
  put(places.footer, ({ columns }) => [viewFooter(hintsOf(model), columns, narrowingWords(model))])
  for (const overlay of model.overlays) {
    const shown = viewOverlay(overlay, model, places)
    put(shown?.rect, () => shown?.lines ?? [])
  }
  return compose(model, parts)
}

function events(model: Model, clock: Clock, places: Layout, put: Put): void {
  const { list, facets, detail, histogram } = places
  put(list, (rect) => viewList(model, clock, rect))
  put(histogram, (rect) => viewActivity(model, clock, rect))
  put(facets, (rect) => viewFacets(model, rect))
  put(detail, (rect) => viewDetail(model, clock, rect))
  if (facets !== undefined) put({ ...facets, x: facets.x + facets.columns, columns: 1 }, separator('facets', '│'))
  const place = placeOfDetail(places)
  if (place === 'beside') put({ ...detail!, x: detail!.x - 1, columns: 1 }, separator('detail', '│'))
  if (place === 'below') put({ ...detail!, y: detail!.y - 1, rows: 1 }, separator('detail', '─'))
}

/** The edge of a pane, by which the mouse can take it. */
const separator =
  (pane: 'facets' | 'detail', sign: string) =>
  ({ columns, rows }: Rect): Line[] =>
    new Array<Line>(rows).fill([span(sign.repeat(columns), 'dim', { click: `edge:${pane}` })])

/** The one line that is always there also shows what on a small screen has no line of its own. */
function statusOrWhatHasNoLine(model: Model, clock: Clock, columns: number, places: Layout): Line {
  const exports = places.message === undefined && model.exporting !== undefined
  if (!exports) return mostUrgent(model, clock, columns, places)
  return [span('⇣ ', 'accent'), ...mostUrgent(model, clock, columns - 2, places)]
}

function mostUrgent(model: Model, clock: Clock, columns: number, places: Layout): Line {
  const plain = plainOf(model)
  const typed = stateOf(model, 'prompt') !== undefined
  if (typed && places.filter === undefined) return viewFilter(model, columns)
  if (places.message === undefined && toastOf(model) !== undefined) return viewMessage(model, columns)
  const chips = plain === undefined && browseOf(model).focus === 'chips'
  if (chips && places.filter === undefined) return viewFilter(model, columns)
  return plain === undefined
    ? viewStatus(model, clock, columns, places)
    : viewPlainStatus(model, plain.status(model), columns)
}

function messageOrMore(model: Model, columns: number): Line {
  const message = viewMessage(model, columns)
  return message.length > 0 ? message : plainOf(model) === undefined ? viewPreviewMore(model) : []
}

import { browseOf, paneOf } from '../model/browse.js'
import type { PaneName, PaneSizes } from '../model/look.js'
import type { Model } from '../model/model.js'
import { isPlain } from '../model/views.js'
import type { Rect, Size } from '../view/rect.js'
import { viewRefusal } from './refusal.js'

/** What is open besides the list. */
export interface Open {
  readonly facets: boolean
  readonly detail: boolean
  /** Rows of what must be read before anything else. */
  readonly refusal?: number
  /** Jobs and alerts above the status, where there is room. */
  readonly strip?: boolean
  /** The pane that has the room of all. */
  readonly zoomed?: PaneName
}

/**
 * Where everything stands. Absent means there is no room for it or it is not
 * open. `facets` and `detail` stand beside the list where there is room, the detail
 * below it where there is room only there, else they lie over it; on a wide screen
 * the facets are always open. A zoomed pane lies over the list.
 */
export interface Layout {
  readonly header?: Rect
  readonly filter?: Rect
  readonly refusal?: Rect
  readonly histogram?: Rect
  readonly list: Rect
  readonly facets?: Rect
  readonly detail?: Rect
  readonly strip?: Rect
  /** Follow state and what waits. Always there, also the place of the prompt and of toasts where there is no line for them. */
  readonly status: Rect
  readonly preview?: Rect
  /** Toasts and the prompt. */
  readonly message?: Rect
  readonly footer?: Rect
}

const WIDE = 140
const MEDIUM = 100
const NARROW = 70
const TALL = 40
const STRIP_ROWS = 2
/** Columns of a pane beside the list, and of the list beside panes, at the least. */
const LEAST = 12
const LIST = 24
/** Rows of list and detail that suffice for one below the other, and those of each at the least. */
const BELOW = 24
const LEAST_ROWS = 5

/** Every size is served; what matters least goes first. Nothing here depends on what is shown, so nothing jumps. */
export function layout(size: Size, open: Open, sizes: PaneSizes = {}): Layout {
  const found = layoutWith(size, open, sizes, false)
  // A detail over the list says more of the event than the preview, and needs the room.
  return open.zoomed === undefined && placeOfDetail(found) === 'over' ? layoutWith(size, open, sizes, true) : found
}

function layoutWith({ columns, rows }: Size, open: Open, sizes: PaneSizes, covered: boolean): Layout {
  const full = (y: number, height = 1): Rect => ({ x: 0, y, columns, rows: height })
  const header = rows >= 8
  const filter = rows >= 7
  const footer = rows >= 12
  const preview = rows >= 16 && !covered
  const message = rows >= 14
  const histogram = open.zoomed === undefined && !covered ? histogramRows(rows, sizes) : 0
  const strip = open.strip && rows >= TALL
  const lines = [header, filter, footer, preview, message].filter(Boolean).length
  // The list keeps a row, and the status its own.
  const left = rows - lines - histogram - (strip ? STRIP_ROWS : 0) - 2
  const refusal = Math.max(0, Math.min(open.refusal ?? 0, left))

  let top = 0
  const above = (height: number): Rect => {
    const rect = full(top, height)
    top += height
    return rect
  }
  let bottom = rows
  const below = (height = 1): Rect => {
    bottom -= height
    return full(bottom, height)
  }

  const places = {
    ...(header && { header: above(1) }),
    ...(filter && { filter: above(1) }),
    ...(refusal > 0 && { refusal: above(refusal) }),
    ...(histogram > 0 && { histogram: above(histogram) }),
    ...(footer && { footer: below() }),
    ...(message && { message: below() }),
    ...(preview && { preview: below() }),
    status: below(),
    ...(strip && { strip: below(STRIP_ROWS) }),
  }
  return { ...places, ...panes({ x: 0, y: top, columns, rows: Math.max(0, bottom - top) }, open, sizes, covered) }
}

function histogramRows(rows: number, { histogram }: PaneSizes): number {
  if (rows < 18) return 0
  return between(2, histogram ?? (rows < 32 ? 2 : 6), rows - 16)
}

function panes(body: Rect, open: Open, sizes: PaneSizes, covered: boolean): Pick<Layout, 'list' | PaneName> {
  if (open.zoomed !== undefined) return { list: body, [open.zoomed]: body }
  const { columns } = body
  const wide = columns >= WIDE
  const facetsBeside = body.rows >= 4 && (wide || (open.facets && columns >= NARROW))
  const detailBeside = open.detail && columns >= MEDIUM
  const facets = sizes.facets ?? (wide ? Math.min(40, Math.floor(columns * 0.2)) : 32)
  const mostFacets = columns - LIST - 1 - (detailBeside ? LEAST + 1 : 0)
  const facetColumns = facetsBeside ? between(LEAST, facets, mostFacets) : Math.min(facets, columns)
  const left = facetsBeside ? facetColumns + 1 : 0
  const detail = sizes.detail ?? Math.floor(columns * (wide ? 0.36 : 0.5))
  const detailColumns = between(LEAST, detail, columns - left - LIST - 1)
  const right = detailBeside ? detailColumns + 1 : 0
  const beside = { ...body, x: left, columns: columns - left - right }
  const facetsThere = (facetsBeside || open.facets) && { facets: { ...body, columns: facetColumns } }
  if (open.detail && !detailBeside && !covered && body.rows >= BELOW) {
    const rows = between(LEAST_ROWS, sizes.detailRows ?? Math.floor(body.rows / 2), body.rows - LEAST_ROWS - 1)
    const list = { ...beside, rows: body.rows - rows - 1 }
    return { list, ...facetsThere, detail: { ...beside, y: list.y + list.rows + 1, rows } }
  }
  return {
    list: beside,
    ...facetsThere,
    ...(open.detail && {
      detail: detailBeside ? { ...body, x: columns - detailColumns, columns: detailColumns } : body,
    }),
  }
}

/** Where the detail stands to the list. */
export function placeOfDetail({ list, detail }: Layout): 'beside' | 'below' | 'over' | undefined {
  if (detail === undefined) return undefined
  if (detail.y > list.y) return 'below'
  return detail.x > list.x ? 'beside' : 'over'
}

const between = (least: number, wanted: number, most: number): number => Math.max(least, Math.min(wanted, most))

const CLOSED = { facets: false, detail: false } as const

/** Where everything stands for a model. */
export function layoutOf(model: Model): Layout {
  const { columns, rows, zoomed, panes } = model
  // A view without rows of events has the room of all panes.
  if (isPlain(model.current)) return layout({ columns, rows }, { ...CLOSED, strip: true, zoomed: 'list' })
  const { facetsOpen, detailOpen, focus } = browseOf(model)
  // Who looks at the histogram where it has no rows of its own has it instead of the list.
  const alone = zoomed || (focus === 'histogram' && histogramRows(rows, panes) === 0)
  const open = {
    facets: facetsOpen,
    detail: detailOpen,
    strip: true,
    ...(alone && { zoomed: paneOf(focus) }),
    refusal: viewRefusal(model, columns).length,
  }
  return layout({ columns, rows }, open, panes)
}

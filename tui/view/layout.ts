export interface Size {
  readonly columns: number
  readonly rows: number
}

export interface Rect {
  readonly x: number
  readonly y: number
  readonly columns: number
  readonly rows: number
}

/** What is open besides the list. */
export interface Open {
  readonly facets: boolean
  readonly detail: boolean
}

/**
 * Where everything stands. Absent means there is no room for it or it is not
 * open. `facets` and `detail` stand beside the list where there is room, else they
 * lie over it; on a wide screen the facets are always open.
 */
export interface Layout {
  readonly header?: Rect
  readonly filter?: Rect
  readonly histogram?: Rect
  readonly list: Rect
  readonly facets?: Rect
  readonly detail?: Rect
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

/** Every size is served; what matters least goes first. Nothing here depends on what is shown, so nothing jumps. */
export function layout({ columns, rows }: Size, open: Open): Layout {
  const full = (y: number, height = 1): Rect => ({ x: 0, y, columns, rows: height })
  const header = rows >= 8
  const filter = rows >= 7
  const footer = rows >= 12
  const preview = rows >= 16
  const message = rows >= 14
  const histogramRows = rows < 18 ? 0 : rows < 32 ? 2 : 6

  let top = 0
  const above = (height: number): Rect => {
    const rect = full(top, height)
    top += height
    return rect
  }
  let bottom = rows
  const below = (): Rect => full(--bottom)

  const places = {
    ...(header && { header: above(1) }),
    ...(filter && { filter: above(1) }),
    ...(histogramRows > 0 && { histogram: above(histogramRows) }),
    ...(footer && { footer: below() }),
    ...(message && { message: below() }),
    ...(preview && { preview: below() }),
    status: below(),
  }
  return { ...places, ...panes({ x: 0, y: top, columns, rows: Math.max(0, bottom - top) }, open) }
}

function panes(body: Rect, open: Open): Pick<Layout, 'list' | 'facets' | 'detail'> {
  const wide = body.columns >= WIDE
  const facetColumns = wide ? Math.min(34, Math.floor(body.columns * 0.17)) : Math.min(32, body.columns)
  const facetsBeside = body.rows >= 4 && (wide || (open.facets && body.columns >= NARROW))
  const detailBeside = open.detail && body.columns >= MEDIUM
  const detailColumns = Math.floor(body.columns * (wide ? 0.36 : 0.5))

  const left = facetsBeside ? facetColumns + 1 : 0
  const right = detailBeside ? detailColumns + 1 : 0
  return {
    list: { ...body, x: left, columns: body.columns - left - right },
    ...((facetsBeside || open.facets) && { facets: { ...body, columns: facetColumns } }),
    ...(open.detail && {
      detail: detailBeside ? { ...body, x: body.columns - detailColumns, columns: detailColumns } : body,
    }),
  }
}

export const within = ({ x, y, columns, rows }: Rect, atX: number, atY: number): boolean =>
  atX >= x && atX < x + columns && atY >= y && atY < y + rows

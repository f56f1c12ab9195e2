import type { AuditEvent } from '../../protocol/event.js'
import type { Histogram } from '../../protocol/request.js'
import type { Brush } from './brush.js'
import { type Chips, newChips } from './chips.js'
import type { ColumnName } from './columns.js'
import type { Context } from './context.js'
import { type DetailState, newDetail } from './detail.js'
import { type FacetPanes, newFacetPanes, PANES, type Pane } from './facet-panes.js'
import { type AppliedFilter, applied, type FilterClock } from './filtering.js'
import type { Highlight } from './highlight.js'
import type { HitRank } from './hit-rank.js'
import type { PaneName } from './look.js'
import type { Related } from './related.js'
import { Rows } from './rows.js'
import type { Sought } from './seek.js'
import { isNotice, Tape } from './tape.js'
import { newViewport, type Viewport } from './viewport.js'
import type { ViewName } from './views.js'

/** The views that list events, each with its own rows, filter and cursor. */
export type BrowseName = Extract<ViewName, 'live' | 'search'>

export type Focus = 'list' | 'detail' | 'histogram' | 'chips' | Pane

export interface Browse {
  readonly name: BrowseName

  list: Rows
  view: Viewport
  /** Rows that are awaited; after a failure they are asked for again on a key. */
  fetching: 'window' | 'older' | 'newer' | 'failed' | undefined
  /** When the trail was asked for what Search shows; undefined where it was not. */
  askedAtMs: number | undefined
  /** A text that is looked for, and how many events of the trail hold it. */
  highlight: Highlight | undefined
  hits: number | undefined
  hitsAsOf: number
  hitRank: HitRank | undefined
  /** The event the daemon is asked for; any key gives it up. */
  sought: Sought | undefined
  /** The filter that waits while an event is looked at among its neighbours. */
  context: Context | undefined

  filter: AppliedFilter
  /** What the filter was before it was switched off. */
  switchedOff: string | undefined
  /** What the filter was before each change, the last one last. */
  earlier: readonly string[]
  chips: Chips
  /** Events of the trail that match, as the daemon counted them and as have come since. */
  matching: number | undefined
  matchingAsOf: number

  facets: FacetPanes
  histogram: Histogram | undefined
  brush: Brush
  /** When the counts were last asked for, and how many events have come since. */
  countedAtMs: number
  /** How long the daemon took to count; undefined while it does. */
  countingMs: number | undefined
  uncounted: number

  focus: Focus
  facetsOpen: boolean
  column: ColumnName

  detailOpen: boolean
  detailScroll: number
  readonly detail: DetailState
  /** Of the event whose detail was looked at last. */
  related: Related | undefined
}

/** `maxLive`: how many events that came live are kept at hand; `maxHistory`: how many that were fetched. */
export function newBrowse(name: BrowseName, clock: FilterClock, maxLive: number, maxHistory: number): Browse {
  return {
    name,

    list: new Rows(new Tape(maxLive), 0, maxHistory),
    view: newViewport(),
    fetching: undefined,
    askedAtMs: undefined,
    highlight: undefined,
    hits: undefined,
    hitsAsOf: 0,
    hitRank: undefined,
    sought: undefined,
    context: undefined,

    filter: applied('', clock),
    switchedOff: undefined,
    earlier: [],
    chips: newChips(),
    matching: undefined,
    matchingAsOf: 0,

    facets: newFacetPanes(),
    histogram: undefined,
    brush: {},
    countedAtMs: clock.now(),
    countingMs: undefined,
    uncounted: 0,

    focus: 'list',
    facetsOpen: false,
    column: 'action',

    detailOpen: false,
    detailScroll: 0,
    detail: newDetail(),
    related: undefined,
  }
}

export interface Browses {
  current: ViewName
  readonly browses: Readonly<Record<BrowseName, Browse>>
}

/** What the keys for events are about. */
export const browseOf = ({ current, browses }: Browses): Browse =>
  current === 'search' ? browses.search : browses.live

/** The event under the cursor; undefined on a notice and where there is none. */
export function eventAtCursor({ list, view }: Browse): AuditEvent | undefined {
  const entry = list.at(view.cursor)
  return entry === undefined || isNotice(entry) ? undefined : entry
}

export const isPane = (text: string | undefined): text is Pane => PANES.some((pane) => pane === text)

/** The chips stand on a line of their own, which is part of no pane. */
export const paneOf = (focus: Focus): PaneName => (isPane(focus) ? 'facets' : focus === 'chips' ? 'list' : focus)

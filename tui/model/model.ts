import type { ConnectionState } from '../../protocol/client.js'
import type { Hello } from '../../protocol/message.js'
import type { Histogram } from '../../protocol/request.js'
import type { ExportDialog, Exporting } from './export-dialog.js'
import { type FacetPanes, newFacetPanes, type Pane } from './facet-panes.js'
import { type FilterClock, isMistake, type ReadableFilter, readFilter } from './filtering.js'
import type { Help } from './help.js'
import type { Prompt } from './prompt.js'
import { newRateMeter, type RateMeter } from './rate-meter.js'
import { Rows } from './rows.js'
import { Tape } from './tape.js'
import { newViewport, type Viewport } from './viewport.js'

export type Focus = 'list' | 'detail' | Pane

export interface AppliedFilter extends ReadableFilter {
  readonly text: string
}

export interface Toast {
  readonly text: string
  readonly kind: 'done' | 'note' | 'error'
  /** Errors stay until a key is pressed. */
  readonly untilMs: number
}

/** Columns of the list, by how important they are: the last give way first on a narrow screen. */
export const COLUMNS = ['time', 'outcome', 'actor', 'action', 'target', 'from', 'area', 'changes'] as const
export type ColumnName = (typeof COLUMNS)[number]

/**
 * All that is shown. `update` alone changes it, in place: rows may be a hundred
 * thousand, and views only ever read.
 */
export interface Model {
  readonly clock: FilterClock
  nowMs: number
  /** Since the start. */
  seconds: number
  columns: number
  rows: number
  /** Rows of the list that are in sight; as the layout has it. */
  listRows: number
  /** How many buckets of the histogram there is room for. */
  chartColumns: number
  connection: ConnectionState
  /** When the connection became what it is; of one that was lost, when that was. */
  connectionSinceMs: number
  hello: Hello | undefined
  demo: boolean

  list: Rows
  view: Viewport
  /** The highest seq that is known of, shown or not. */
  lastSeq: number
  /** Events in the whole trail; those up to seq `totalAsOf` were counted by the daemon. */
  total: number
  totalAsOf: number
  /** Rows that are awaited; after a failure they are asked for again on a key. */
  fetching: 'window' | 'older' | 'newer' | 'failed' | undefined
  rate: RateMeter
  lagMs: number | undefined

  filter: AppliedFilter
  /** What the filter was before it was switched off. */
  switchedOff: string | undefined
  /** Events of the trail that match, as the daemon counted them and as have come since. */
  matching: number | undefined
  matchingAsOf: number
  history: readonly string[]

  facets: FacetPanes
  histogram: Histogram | undefined
  /** When the counts were last asked for, and how many events have come since. */
  countedAtMs: number
  /** How long the daemon took to count; undefined while it does. */
  countingMs: number | undefined
  uncounted: number

  focus: Focus
  facetsOpen: boolean
  detailOpen: boolean
  detailScroll: number
  column: ColumnName
  overlay:
    | { readonly kind: 'prompt'; readonly prompt: Prompt }
    | { readonly kind: 'help'; readonly help: Help }
    | { readonly kind: 'export'; readonly dialog: ExportDialog }
    | undefined
  exporting: Exporting | undefined
  toast: Toast | undefined
  time: 'local' | 'utc' | 'relative'
  mouse: boolean
}

export interface ModelOptions {
  readonly now: () => number
  readonly timeZone: string
  readonly columns: number
  readonly rows: number
  readonly connection: ConnectionState
  readonly demo: boolean
  readonly mouse: boolean
  readonly maxEvents: number
}

export function newModel({ now, timeZone, columns, rows, connection, demo, mouse, maxEvents }: ModelOptions): Model {
  const clock: FilterClock = { now, timeZone }
  const nowMs = now()
  return {
    clock,
    nowMs,
    seconds: 0,
    columns,
    rows,
    listRows: rows,
    chartColumns: columns,
    connection,
    connectionSinceMs: nowMs,
    hello: undefined,
    demo,
    list: new Rows(new Tape(maxEvents), 0, Math.ceil(maxEvents / 2)),
    view: newViewport(),
    lastSeq: 0,
    total: 0,
    totalAsOf: 0,
    fetching: undefined,
    rate: newRateMeter(),
    lagMs: undefined,
    filter: applied('', clock),
    switchedOff: undefined,
    matching: undefined,
    matchingAsOf: 0,
    history: [],
    facets: newFacetPanes(),
    histogram: undefined,
    countedAtMs: nowMs,
    countingMs: undefined,
    uncounted: 0,
    focus: 'list',
    facetsOpen: false,
    detailOpen: false,
    detailScroll: 0,
    column: 'action',
    overlay: undefined,
    exporting: undefined,
    toast: undefined,
    time: 'local',
    mouse,
  }
}

/** For a filter known to be readable. */
export function applied(text: string, clock: FilterClock): AppliedFilter {
  const read = readFilter(text, clock)
  if (isMistake(read)) throw new TypeError(`Cannot apply a filter: ${read.message}`)
  return { text, ...read }
}

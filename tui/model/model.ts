import type { ConnectionState } from '../../protocol/client.js'
import type { Bindings } from './binding.js'
import { type Browses, newBrowse } from './browse.js'
import { type DoingState, newDoing } from './doing.js'
import type { FilterClock } from './filtering.js'
import { type FiltersState, newFilters } from './filters.js'
import { type LookState, newLook } from './look.js'
import { type Notify, type NotifyState, newNotify } from './notify.js'
import type { OverlayStack } from './overlay.js'
import type { Remembered } from './remembered.js'
import type { ThemeName } from './theme-name.js'
import type { ToastState } from './toast.js'
import { newTrail, type TrailState } from './trail.js'
import { newViews, type ViewsState } from './views.js'

/**
 * All that is shown. `update` alone changes it, in place: rows may be a hundred
 * thousand, and views only ever read.
 */
export interface Model
  extends TrailState,
    Browses,
    FiltersState,
    DoingState,
    ViewsState,
    OverlayStack,
    ToastState,
    NotifyState,
    LookState {
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
  /** Default: `dark`. */
  readonly theme?: ThemeName
  readonly bindings: Bindings
  /** Default: `never`. */
  readonly notify?: Notify
  /** What is known from before. */
  readonly remembered?: Remembered
  readonly history?: readonly string[]
}

export function newModel(options: ModelOptions): Model {
  const { now, timeZone, columns, rows, connection, demo, mouse, maxEvents } = options
  const { theme = 'dark', notify = 'never', bindings, remembered = {}, history = [] } = options
  const clock: FilterClock = { now, timeZone }
  const nowMs = now()
  const maxHistory = Math.ceil(maxEvents / 2)
  return {
    ...{ clock, nowMs, seconds: 0, columns, rows, listRows: rows, chartColumns: columns },
    ...newTrail(connection, demo, nowMs),
    browses: {
      live: newBrowse('live', clock, maxEvents, maxHistory),
      search: newBrowse('search', clock, 1, maxHistory),
    },
    ...newFilters(history, remembered),
    ...newDoing(remembered),
    ...newViews(),
    overlays: [],
    toasts: [],
    ...newNotify(notify, nowMs),
    ...newLook({ mouse, theme, bindings }, remembered),
  }
}

import type { Bindings } from './binding.js'
import type { ColumnName } from './columns.js'
import type { Effect } from './effect.js'
import type { Remembered } from './remembered.js'
import type { ThemeName } from './theme-name.js'

export type PaneName = 'list' | 'facets' | 'detail' | 'histogram'

/** What the user made of the panes, in columns; absent, the layout decides. */
export interface PaneSizes {
  readonly facets?: number
  readonly detail?: number
  /** Of the detail below the list, in rows. */
  readonly detailRows?: number
  /** In rows. */
  readonly histogram?: number
}

/** How things are shown, whatever they are. */
export interface LookState {
  time: 'local' | 'utc' | 'relative'
  /** Whether the terminal's window is the one that has the keys; true where it does not tell. */
  focused: boolean
  /** What is too long for its column goes on below. */
  wrap: boolean
  /** The columns of the list, from left to right; undefined: as there is room. */
  columnsShown: readonly ColumnName[] | undefined
  mouse: boolean
  /** The user knows what the mouse does here, and how to be rid of it. */
  mouseTold: boolean
  theme: ThemeName
  /** Keys as the user wants them. */
  readonly bindings: Bindings
  panes: PaneSizes
  /** The pane that has the keys has the room of all. */
  zoomed: boolean
  /** What the mouse went down on and holds, as its span says, or `bucket:ms` of the histogram; undefined while no button is down. */
  held: string | undefined
}

export type LookOptions = Pick<LookState, 'mouse' | 'theme' | 'bindings'>

export const newLook = ({ mouse, theme, bindings }: LookOptions, remembered: Remembered): LookState => ({
  time: remembered.time ?? 'local',
  wrap: remembered.wrap ?? false,
  columnsShown: remembered.columns,
  mouse: remembered.mouse ?? mouse,
  focused: true,
  mouseTold: remembered.mouse !== undefined,
  theme,
  bindings,
  panes: remembered.panes ?? {},
  zoomed: false,
  held: undefined,
})

/** Other columns of the list, now and the next time; undefined: those it has by itself. */
export function showColumns(state: LookState, columns: readonly ColumnName[] | undefined): Effect[] {
  state.columnsShown = columns
  return [{ type: 'remember', change: { columns } }]
}

/** Another theme, now and the next time. */
export function chooseTheme(state: LookState, theme: ThemeName): Effect[] {
  state.theme = theme
  return [
    { type: 'set-theme', name: theme },
    { type: 'remember', change: { theme } },
  ]
}

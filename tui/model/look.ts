import type { Bindings } from './binding.js'
import type { Effect } from './effect.js'
import type { Remembered } from './remembered.js'
import type { ThemeName } from './theme-name.js'

export type PaneName = 'list' | 'facets' | 'detail' | 'histogram'

/** What the user made of the panes, in columns (of the histogram: rows); absent, the layout decides. */
export interface PaneSizes {
  readonly facets?: number
  readonly detail?: number
  readonly histogram?: number
}

/** How things are shown, whatever they are. */
export interface LookState {
  time: 'local' | 'utc' | 'relative'
  mouse: boolean
  theme: ThemeName
  /** Keys as the user wants them; undefined: as the tables have them. */
  readonly bindings: Bindings | undefined
  panes: PaneSizes
  /** The pane that has the keys has the room of all. */
  zoomed: boolean
}

export type LookOptions = Pick<LookState, 'mouse' | 'theme'> & { readonly bindings?: Bindings | undefined }

export const newLook = ({ mouse, theme, bindings }: LookOptions, remembered: Remembered): LookState => ({
  time: remembered.time ?? 'local',
  mouse: remembered.mouse ?? mouse,
  theme,
  bindings,
  panes: remembered.panes ?? {},
  zoomed: false,
})

/** Another theme, now and the next time. */
export function chooseTheme(state: LookState, theme: ThemeName): Effect[] {
  state.theme = theme
  return [
    { type: 'set-theme', name: theme },
    { type: 'remember', change: { theme } },
  ]
}

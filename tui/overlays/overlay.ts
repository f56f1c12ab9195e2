import type { Effect } from '../model/effect.js'
import type { Typed } from '../model/line-editor.js'
import type { Model } from '../model/model.js'
import type { Layout } from '../screens/layout.js'
import type { Rect } from '../view/rect.js'
import type { Line } from '../view/text.js'

/** How a kind of overlay is shown, typed into and clicked. Its keys are in the keymap, under its name. */
export interface OverlayKind<State> {
  /** Where it stands and what it shows there; undefined where it shows nothing of its own. */
  view(state: State, model: Model, places: Layout): { readonly rect: Rect; readonly lines: readonly Line[] } | undefined
  /** The line that takes what is typed and pasted. */
  readonly typing?: {
    line(state: State): Typed
    retype(model: Model, state: State, line: Typed): Effect[]
  }
  /** A click on a span that names no command: of `format:csv`, `what` is format and `which` csv. */
  clicked?(model: Model, state: State, what: string, which: string): Effect[]
}

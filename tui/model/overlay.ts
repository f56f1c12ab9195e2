import type { ColumnsChoice } from './columns.js'
import type { ConfirmDestination } from './confirm-destination.js'
import type { CopyMenu } from './copy.js'
import type { DeadLetters } from './dead-letters.js'
import type { DestinationForm } from './destination-form.js'
import type { DestinationSheet } from './destination-sheet.js'
import type { ExportDialog } from './export-dialog.js'
import type { GoTo } from './go-to.js'
import type { Help } from './help.js'
import type { Find } from './highlight.js'
import type { RunJob } from './jobs.js'
import type { MarksList, NoteLine } from './marks-list.js'
import type { Palette } from './palette.js'
import type { Plain } from './plain.js'
import type { Presets } from './presets.js'
import type { Prompt } from './prompt.js'
import type { Recall } from './recall.js'
import type { SavedViews, SaveView } from './saved-views.js'
import type { Sheet } from './sheet.js'

/** What can lie over a view, and what each holds. The keys of an overlay are the mode of its name. */
export interface Overlays {
  readonly prompt: Prompt
  readonly presets: Presets
  readonly recall: Recall
  readonly 'saved-views': SavedViews
  readonly 'save-view': SaveView
  readonly help: Help
  readonly export: ExportDialog
  readonly find: Find
  readonly 'go-to': GoTo
  readonly columns: ColumnsChoice
  readonly copy: CopyMenu
  readonly plain: Plain
  readonly marks: MarksList
  readonly note: NoteLine
  readonly sheet: Sheet
  readonly 'run-job': RunJob
  readonly palette: Palette
  readonly destination: DestinationSheet
  readonly 'dead-letters': DeadLetters
  readonly 'destination-form': DestinationForm
  readonly 'confirm-destination': ConfirmDestination
}

export type OverlayName = keyof Overlays

export type Overlay<K extends OverlayName = OverlayName> = {
  readonly [Name in K]: { readonly kind: Name; readonly state: Overlays[Name] }
}[K]

export interface OverlayStack {
  /** The last is on top: it has the keys. */
  overlays: readonly Overlay[]
}

export const topOf = ({ overlays }: OverlayStack): Overlay | undefined => overlays.at(-1)

/** What an overlay holds, where it is open. */
export const stateOf = <K extends OverlayName>({ overlays }: OverlayStack, kind: K): Overlays[K] | undefined =>
  overlays.find((overlay) => overlay.kind === kind)?.state as Overlays[K] | undefined

/** Puts an overlay on top; one of a kind. */
export function openOverlay<K extends OverlayName>(model: OverlayStack, kind: K, state: Overlays[K]): void {
  model.overlays = [...model.overlays.filter((overlay) => overlay.kind !== kind), overlayOf(kind, state)]
}

/** Changes what an open overlay holds, wherever in the stack it is. */
export function changeOverlay<K extends OverlayName>(model: OverlayStack, kind: K, state: Overlays[K]): void {
  model.overlays = model.overlays.map((overlay) => (overlay.kind === kind ? overlayOf(kind, state) : overlay))
}

/** Takes the top one away. */
export function closeOverlay(model: OverlayStack): void {
  model.overlays = model.overlays.slice(0, -1)
}

const overlayOf = <K extends OverlayName>(kind: K, state: Overlays[K]) => ({ kind, state }) as Overlay

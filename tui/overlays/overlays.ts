import type { Effect } from '../model/effect.js'
import { edit, pasted, type Typed } from '../model/line-editor.js'
import type { Model } from '../model/model.js'
import { type Overlay, type OverlayName, type Overlays, topOf } from '../model/overlay.js'
import type { Layout } from '../screens/layout.js'
import { COLUMNS } from './columns.js'
import { CONFIRM_DESTINATION } from './confirm-destination.js'
import { COPY } from './copy.js'
import { DEAD_LETTERS } from './dead-letters.js'
import { DESTINATION } from './destination.js'
import { DESTINATION_FORM } from './destination-form.js'
import { EXPORT } from './export.js'
import { FIND } from './find.js'
import { GO_TO } from './go-to.js'
import { HELP } from './help.js'
import { MARKS, NOTE } from './marks.js'
import type { OverlayKind } from './overlay.js'
import { PALETTE } from './palette.js'
import { PLAIN } from './plain.js'
import { PRESETS } from './presets.js'
import { PROMPT } from './prompt.js'
import { RECALL } from './recall.js'
import { RUN_JOB } from './run-job.js'
import { SAVE_VIEW, SAVED_VIEWS } from './saved-views.js'
import { SHEET } from './sheet.js'

const OVERLAYS: { readonly [K in OverlayName]: OverlayKind<Overlays[K]> } = {
  prompt: PROMPT,
  presets: PRESETS,
  recall: RECALL,
  'saved-views': SAVED_VIEWS,
  'save-view': SAVE_VIEW,
  help: HELP,
  export: EXPORT,
  find: FIND,
  'go-to': GO_TO,
  columns: COLUMNS,
  copy: COPY,
  plain: PLAIN,
  marks: MARKS,
  note: NOTE,
  sheet: SHEET,
  'run-job': RUN_JOB,
  palette: PALETTE,
  destination: DESTINATION,
  'dead-letters': DEAD_LETTERS,
  'destination-form': DESTINATION_FORM,
  'confirm-destination': CONFIRM_DESTINATION,
}

/** Modes in which letters are typed. */
export const TYPING: readonly string[] = Object.keys(OVERLAYS).filter(
  (kind) => OVERLAYS[kind as OverlayName].typing !== undefined,
)

export const viewOverlay = <K extends OverlayName>({ kind, state }: Overlay<K>, model: Model, places: Layout) =>
  OVERLAYS[kind].view(state, model, places)

/** What a key types into what lies on top; nothing where nothing can be typed. */
export const typeKey = (model: Model, key: string): Effect[] => type(model, topOf(model), (line) => edit(line, key))

export const paste = (model: Model, text: string): Effect[] => type(model, topOf(model), (line) => pasted(line, text))

function type<K extends OverlayName>(
  model: Model,
  top: Overlay<K> | undefined,
  change: (line: Typed) => Typed | undefined,
): Effect[] {
  if (top === undefined) return []
  const { typing } = OVERLAYS[top.kind]
  if (typing === undefined) return []
  const line = change(typing.line(top.state))
  return line === undefined ? [] : typing.retype(model, top.state, line)
}

export const clickOverlay = <K extends OverlayName>(
  { kind, state }: Overlay<K>,
  model: Model,
  what: string,
  which: string,
): Effect[] => OVERLAYS[kind].clicked?.(model, state, what, which) ?? []

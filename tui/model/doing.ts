import type { Exporting } from './export-dialog.js'
import { type MarksState, newMarks } from './marks.js'
import type { Remembered } from './remembered.js'

/** What is done with events: marks, and an export that is running. */
export interface DoingState extends MarksState {
  exporting: Exporting | undefined
  /** How the daemon was named, for commands that are copied; undefined where it is found without. */
  connect: string | undefined
}

export const newDoing = (remembered: Remembered): DoingState => ({
  ...newMarks(remembered),
  exporting: undefined,
  connect: undefined,
})

import type { Exporting } from './export-dialog.js'

/** What is done with events: an export that is running. */
export interface DoingState {
  exporting: Exporting | undefined
}

export const newDoing = (): DoingState => ({ exporting: undefined })

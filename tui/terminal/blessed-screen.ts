import blessed from 'blessed'
import { withoutItsHandlers } from './guard.js'

export type BlessedScreen = blessed.Widgets.Screen

/** A screen of blessed that leaves the ways out of the process alone. The one door to the package. */
export const newBlessedScreen = (options: Readonly<Record<string, unknown>>): BlessedScreen =>
  withoutItsHandlers(() => blessed.screen(options as never))

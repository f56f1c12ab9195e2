import type { CommandOf, Mode } from '#tui/keymap/keymap.js'
import type { Dashboard } from '../../support/dashboard.js'
import type { Look } from './look.js'
import type { Stage } from './stage.js'

export const SIZES = { '20x5': [20, 5], '80x24': [80, 24], '200x50': [200, 50] } as const
export type SizeName = keyof typeof SIZES

/** What is on the screen: a text, or what is so of it, perhaps beside what was there before the key. */
export type Sight = string | RegExp | ((now: Look, before: Look) => boolean)

/** Keys as in the tables with blanks between, text as it is typed, and what is on the screen then. */
export type Step = readonly [keys: string, see: Sight]

export interface Scene {
  /** What sets the stage, from where the mode was opened. */
  readonly given?: readonly Step[] | ((opens: readonly Step[]) => readonly Step[])
  /** What comes before the key but is not typed: events that arrive, say. */
  readonly meanwhile?: (stage: Stage) => void | Promise<void>
  /** What is on the screen before the key is pressed. */
  readonly before?: Sight
  /** Keys after it without which what it did is not in sight where there is little room. */
  readonly shown?: string
  /** What is on the screen once it was pressed, and was not before. */
  readonly after: Sight
  /** What comes then, and is on the screen then. */
  readonly next?: readonly [comes: (stage: Stage) => void | Promise<void>, see: Sight]
  /** What is on the screen when it is pressed once more, for a key that takes back what it did. */
  readonly again?: Sight | undefined
  /** Keys that take back what `HOMEWARD` does not. */
  readonly back?: string
}

/** What a key does, in the words of who presses it. It is played for every key of the command, at every size. */
export interface Scenario extends Scene {
  /** `Space: the stream stands still, though events go on arriving`. */
  readonly says: string
  /** What is otherwise where there is less room, or more. */
  readonly at?: Readonly<Partial<Record<SizeName, Partial<Scene>>>>
  /** What a real daemon cannot be brought to; the dashboard then runs in this process, on a daemon in memory. */
  readonly pretend?: {
    readonly why: string
    readonly begin?: (dashboard: Dashboard) => void | Promise<void>
  }
}

/** The scenarios of a mode; it does not compile while a command has none. */
export interface Play<M extends Mode> {
  /** From the list, which follows the newest event without a filter, into the mode. */
  readonly opens: readonly Step[]
  /** What is otherwise at a size. */
  readonly at?: Readonly<Partial<Record<SizeName, { readonly opens: readonly Step[] }>>>
  /** Keys that, at home, take away what its scenarios leave behind. */
  readonly cleans?: string
  readonly scenarios: Readonly<Record<CommandOf<M>, Scenario>>
}

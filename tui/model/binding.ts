import type { Reason } from './reasons.js'

/**
 * What a key does, as data. The dispatcher, the footer, the help and the README's
 * table are all made from these rows, so they cannot disagree.
 */
export interface Binding<Command extends string = string> {
  /** As `keyName` has them. The first is the one shown. */
  readonly keys: readonly [string, ...string[]]
  readonly command: Command
  readonly help: string
  /** A word for the footer; without it the key is told only in the help. */
  readonly footer?: string
  /** It does nothing while there is this reason not to. */
  readonly unless?: Reason
}

/** Rows of a mode, or of what several modes share. */
export const table = <const Command extends string = never>(...rows: Binding<Command>[]): readonly Binding<Command>[] =>
  rows

const SHOWN: Readonly<Record<string, string>> = {
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  tab: 'Tab',
  'S-tab': 'Shift-Tab',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  delete: 'Del',
  backspace: 'Backspace',
}

/** A key as people read it: `Ctrl-d`, `PgUp`. */
export const shownKey = (key: string): string =>
  SHOWN[key] ??
  key
    .replace(/^C-/, 'Ctrl-')
    .replace(/^M-/, 'Alt-')
    .replace(/^S-/, 'Shift-')
    .replace(/^f(\d+)$/, 'F$1')

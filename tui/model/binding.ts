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

/** The rows of each mode, in the order they are looked up. */
export type Bindings = Readonly<Record<string, readonly Binding[]>>

/** The key that runs a command now, as people read it: what tells a key in words asks here, as users choose their own. */
export function keyOf({ bindings }: { readonly bindings: Bindings }, command: string): string {
  let keys = keysBefore.get(bindings)
  if (keys === undefined) {
    const rows = Object.values(bindings).flat().toReversed()
    keys = new Map(rows.map((row) => [row.command, shownKey(row.keys[0])]))
    keysBefore.set(bindings, keys)
  }
  const key = keys.get(command)
  if (key === undefined) throw new TypeError(`Cannot tell the key of ${command}: there is no such command`)
  return key
}
const keysBefore = new WeakMap<Bindings, ReadonlyMap<string, string>>()

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

/** The key that people mean, in the words of the tables or of the help; undefined for what is no key. */
export function keyNamed(text: string): string | undefined {
  const [, modifiers = '', key = ''] = /^((?:(?:C|M|S|Ctrl|Alt|Shift)-)*)(\S+)$/i.exec(text) ?? []
  const named = NAMES.get(key.toLowerCase())
  const single = named === undefined && [...key].length === 1 && key >= ' '
  const name = single ? key : named
  const held = (letter: string) => new RegExp(`(^|-)(${letter}|${HELD[letter]})-`, 'i').test(modifiers)
  if (name === undefined) return undefined
  // With Shift a character is another one, and control knows no case.
  if (single && held('S')) return undefined
  const bare = single && held('C') ? name.toLowerCase() : name
  return `${held('C') ? 'C-' : ''}${held('M') ? 'M-' : ''}${held('S') ? 'S-' : ''}${bare}`
}

const HELD: Readonly<Record<string, string>> = { C: 'Ctrl', M: 'Alt', S: 'Shift' }
const NAMES = new Map([
  ...Object.entries(SHOWN).flatMap(([key, shown]): [string, string][] => [
    [key, key],
    [shown.toLowerCase(), key],
  ]),
  ...Array.from({ length: 12 }, (_, i): [string, string] => [`f${i + 1}`, `f${i + 1}`]),
])

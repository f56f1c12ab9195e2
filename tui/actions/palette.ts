import { allBindingsOf, type Command, modeBelow, whyNot } from '../keymap/keymap.js'
import { keyOf, shownKey } from '../model/binding.js'
import type { Effect } from '../model/effect.js'
import { typed } from '../model/line-editor.js'
import type { Model } from '../model/model.js'
import { changeOverlay, closeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import { openPalette, type Palette, type PaletteRow, ranLine, recallLine } from '../model/palette.js'
import { type Action, leave } from './action.js'
import { type Run, VERBS, type Verb } from './verbs.js'

/** The verb a line begins with, and what stands behind it; the argument is undefined where none was begun. */
function verbOf(text: string): { readonly verb: Verb; readonly argument: string | undefined } | undefined {
  const line = text.trimStart()
  const verb = VERBS.find(({ name }) => line === name || line.startsWith(`${name} `))
  if (verb === undefined) return undefined
  return { verb, argument: line === verb.name ? undefined : line.slice(verb.name.length + 1) }
}

const holdsAll = (text: string, words: readonly string[]): boolean =>
  words.every((word) => text.toLowerCase().includes(word))

/** What is offered for what is typed: values of a verb's argument, else verbs and the commands of the mode below. */
export function paletteRows(model: Model, { line: { text } }: Palette): PaletteRow[] {
  const found = verbOf(text)
  if (found?.argument !== undefined) return valueRows(model, found.verb, found.argument)
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const verbs = VERBS.filter(({ name, help }) => holdsAll(`${name} ${help}`, words)).map(verbRow)
  const recent = words.length > 0 ? [] : recentRows(model)
  return [...recent, ...[...verbs, ...commandRows(model, words)].sort((a, b) => rankOf(a, text) - rankOf(b, text))]
}

/** What begins with what was typed comes first, then what has a word that does; what does nothing now comes last. */
function rankOf({ label, why }: PaletteRow, text: string): number {
  const [name, typed] = [label.toLowerCase(), text.trim().toLowerCase()]
  return (why === undefined ? 0 : 3) + (name.startsWith(typed) ? 0 : name.includes(` ${typed}`) ? 1 : 2)
}

const RECENT = 3

const recentRows = ({ ran }: Model): PaletteRow[] =>
  ran
    .slice(-RECENT)
    .toReversed()
    .map((line) => ({ label: line, hint: 'run before', line }))

const verbRow = ({ name, argument, help }: Verb): PaletteRow => ({
  label: argument === undefined ? name : `${name} ${argument}`,
  hint: help,
  line: name,
  ...(argument !== undefined && { more: true }),
})

function valueRows(model: Model, { name, values }: Verb, argument: string): PaletteRow[] {
  const words = argument.toLowerCase().split(/\s+/).filter(Boolean)
  return (values?.(model, argument) ?? [])
    .filter(({ value }) => holdsAll(value, words))
    .map(({ value, hint }) => ({ label: value, hint, line: `${name} ${value}` }))
}

/** Moving is done with keys; everything else can be called by what it does. */
const NOT_LISTED: ReadonlySet<string> = new Set(['palette', 'view-live-again'])

function commandRows(model: Model, words: readonly string[]): PaletteRow[] {
  const listed = new Set(NOT_LISTED)
  return allBindingsOf(modeBelow(model), model).flatMap((binding) => {
    const { keys, help, command } = binding
    if (listed.has(command) || !holdsAll(`${help} ${command}`, words)) return []
    listed.add(command)
    const why = whyNot(binding, model)
    return [{ label: help, hint: shownKey(keys[0]), line: command, ...(why !== undefined && { why }) }]
  })
}

const inPalette =
  (act: (model: Model, palette: Palette) => Effect[]): Action =>
  (model) => {
    const palette = stateOf(model, 'palette')
    return palette === undefined ? [] : act(model, palette)
  }

const moveBy = (by: 1 | -1): Action =>
  inPalette((model, palette) => {
    const { length } = paletteRows(model, palette)
    const cursor = palette.cursor === undefined ? (by === 1 ? firstMove(palette) : length - 1) : palette.cursor + by
    if (length > 0) changeOverlay(model, 'palette', { ...palette, cursor: Math.min(length - 1, Math.max(0, cursor)) })
    return []
  })

/** Where the first row is what Enter would run, the first move goes to the second. */
const firstMove = ({ line: { text } }: Palette): number => (text.trim() === '' || verbOf(text) !== undefined ? 0 : 1)

const recallBy = (by: 1 | -1): Action =>
  inPalette((model, palette) => {
    changeOverlay(model, 'palette', recallLine(palette, model.ran, by))
    return []
  })

function complete(model: Model, palette: Palette): Effect[] {
  const row = paletteRows(model, palette)[palette.cursor ?? 0]
  if (row === undefined) return []
  const line = typed(row.more ? `${row.line} ` : row.line)
  changeOverlay(model, 'palette', { line, cursor: undefined, recalled: -1, draft: line })
  return []
}

/** Runs the row that was gone to, else what is typed, else the first row. */
export function runLine(model: Model, run: Run): Effect[] {
  const palette = stateOf(model, 'palette')
  if (palette === undefined) return []
  const rows = paletteRows(model, palette)
  const text = palette.line.text.trim()
  if (text === '' && palette.cursor === undefined) return leave(model)
  const typedOut = verbOf(text) !== undefined || rows.some(({ line }) => line === text)
  const row = palette.cursor !== undefined || !typedOut ? rows[palette.cursor ?? 0] : undefined
  const line = row?.line ?? text
  const refuse = (problem: string) => {
    openOverlay(model, 'palette', { ...palette, problem })
    return []
  }
  if (line === '' || (row === undefined && !typedOut))
    return refuse(`no command does that; ${keyOf(model, 'leave-palette')} closes`)
  if (row?.why !== undefined) return refuse(row.why)
  const found = verbOf(line)
  // A verb that was chosen is asked for what it is to be about.
  if (row?.more === true) return complete(model, palette)
  if (found !== undefined) {
    const { verb, argument = '' } = found
    if (verb.argument !== undefined && !verb.argument.startsWith('[') && argument.trim() === '')
      return refuse(`${verb.name} wants ${verb.argument}`)
    closeOverlay(model)
    const done = verb.run(model, argument.trim(), run)
    if (typeof done === 'string') return refuse(done)
    // What is held back is let go by who types it, not by who repeats a line.
    if (verb.repeatable !== false) ranLine(model, line)
    return done
  }
  const binding = allBindingsOf(modeBelow(model), model).find(({ command }) => command === line)
  if (binding === undefined) return refuse(`no command does that; ${keyOf(model, 'leave-palette')} closes`)
  const why = whyNot(binding, model)
  if (why !== undefined) return refuse(why)
  closeOverlay(model)
  return run(binding.command, model)
}

export const PALETTE_ACTIONS = {
  palette: (model) => {
    openOverlay(model, 'palette', openPalette())
    return []
  },
  'complete-line': inPalette(complete),
  'palette-next': moveBy(1),
  'palette-previous': moveBy(-1),
  'line-before': recallBy(1),
  'line-after': recallBy(-1),
  'leave-palette': leave,
} as const satisfies Partial<Record<Command, Action>>

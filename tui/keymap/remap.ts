import { type Binding, type Bindings, keyNamed } from '../model/binding.js'

export interface Remapped {
  /** The rows of each mode, in the order they are looked up. */
  readonly bindings: Bindings
  /** What is wrong with what was wanted, each as the end of a sentence. */
  readonly conflicts: readonly string[]
}

/**
 * Gives commands other keys than those of the tables, in every mode that has the
 * command. A key may not do two things in a mode, nor be a letter where letters are
 * typed; what the tables themselves do twice is their affair.
 */
export function remap(
  tables: Readonly<Record<string, readonly (readonly Binding[])[]>>,
  wanted: Readonly<Record<string, readonly string[]>>,
  typing: readonly string[],
): Remapped {
  const conflicts = new Set<string>()
  const known = new Set(Object.values(tables).flatMap((mode) => mode.flat().map(({ command }) => command)))
  const keysOf = new Map<string, Binding['keys']>()
  for (const [command, texts] of Object.entries(wanted)) {
    if (!known.has(command)) conflicts.add(`there is no command ${command}`)
    const keys = texts.map((text) => {
      const key = keyNamed(text)
      if (key === undefined) conflicts.add(`${command}: ${JSON.stringify(text)} is no key`)
      return key ?? text
    })
    const [first, ...rest] = keys
    if (first !== undefined) keysOf.set(command, [first, ...rest])
  }
  const bindings = Object.fromEntries(
    Object.entries(tables).map(([mode, rows]) => {
      const remapped = rows.flat().map((row) => ({ ...row, keys: keysOf.get(row.command) ?? row.keys }))
      for (const conflict of conflictsIn(mode, remapped, keysOf, typing.includes(mode))) conflicts.add(conflict)
      return [mode, remapped]
    }),
  )
  return { bindings, conflicts: [...conflicts] }
}

function conflictsIn(mode: string, rows: readonly Binding[], moved: ReadonlyMap<string, unknown>, typing: boolean) {
  return rows.flatMap(({ keys, command }, i) =>
    keys.flatMap((key) => {
      if (!moved.has(command)) return []
      const other = rows.find(
        (row, j) => row.command !== command && row.keys.includes(key) && (moved.has(row.command) ? j < i : j !== i),
      )
      if (other !== undefined) return [`in ${mode}, ${key} would be both ${other.command} and ${command}`]
      return typing && ([...key].length === 1 || key === 'space')
        ? [`in ${mode}, ${key} is typed and cannot be ${command}`]
        : []
    }),
  )
}

import type { World } from './world.js'

/** An option as data: flags as in the help, and how its value is read. One without `parse` is a switch. */
export interface Option<T> {
  readonly flags: string
  readonly description: string
  readonly default?: T
  /** `before` is what an earlier use of the same option gave. Throws `UsageError`. */
  parse?(text: string, before: T | undefined): T
}

export type Options = Readonly<Record<string, Option<unknown>>>
export type Values<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never }

/**
 * A plain command as data: the command line, its help and its completions are made
 * from it. A key of `options` is the long flag in camel case.
 */
export interface Command<O extends Options = Options> {
  /** Its words, as `token create`. */
  readonly name: string
  readonly summary: string
  /** As `[FILTER...]` or `<name>`. */
  readonly arguments?: string
  /** What may stand as its argument, where that is one of few. */
  readonly choices?: readonly string[]
  readonly options: O
  /** Resolves to an exit code other than 0 where there is one to tell. */
  run(world: World, args: readonly string[], values: Values<O>): Promise<number | undefined>
}

/** Infers the options of a command from its row. */
export const command = <const O extends Options>(row: Command<O>): Command<O> => row

export const flag = (flags: string, description: string): Option<boolean> => ({ flags, description, default: false })

export const optional = <T>(flags: string, description: string, parse: (text: string) => T): Option<T | undefined> => ({
  flags,
  description,
  parse,
})

export const defaulted = <T>(flags: string, description: string, parse: (text: string) => T, value: T): Option<T> => ({
  flags,
  description,
  parse,
  default: value,
})

export const repeated = <T>(flags: string, description: string, parse: (text: string) => T): Option<readonly T[]> => ({
  flags,
  description,
  default: [],
  parse: (text, before) => [...(before ?? []), parse(text)],
})

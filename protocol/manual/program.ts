/** A program's command line as data: its manual page and its completions are made from it. */
export interface Program {
  readonly name: string
  /** The first is the program itself; its options come before a command. */
  readonly commands: readonly CommandRow[]
}

export interface CommandRow {
  /** Its words, as `token create`; none of the program itself. */
  readonly name: string
  readonly summary: string
  /** As `[FILTER...]` or `<name>`. */
  readonly arguments?: string
  readonly options: readonly OptionRow[]
  /** What may stand as its argument. */
  readonly choices?: readonly string[] | undefined
  /** A command line that prints what may stand as its argument, one a line. */
  readonly choicesBy?: string | undefined
}

export interface OptionRow {
  /** As `-o, --output <format>`. */
  readonly flags: string
  readonly description: string
  readonly choices?: readonly string[] | undefined
}

/** Its words on a command line: `-o` and `--output`. */
export const wordsOf = ({ flags }: OptionRow): readonly string[] => flags.match(/(?<=^|[ ,])--?[a-zA-Z][\w-]*/g) ?? []

/** What follows it, as `format`; undefined for a switch. */
export const placeholderOf = ({ flags }: OptionRow): string | undefined => /[<[]([^\]>]+)[\]>]/.exec(flags)?.[1]

/** Whether the command takes a file or folder. */
export const takesPath = (row: CommandRow | undefined): boolean => isPath(/\w+/.exec(row?.arguments ?? '')?.[0])

/** Whether a file or folder is meant. */
export const isPath = (placeholder: string | undefined): boolean => /^(file|dir|path)\b/i.test(placeholder ?? '')

/** The words that may come next where the words of `command` stand, each with the summary of what it begins. */
export function nextWords(
  { commands }: Program,
  command: string,
): readonly (readonly [word: string, summary: string])[] {
  const before = command === '' ? '' : `${command} `
  const next = new Map<string, string>()
  for (const { name, summary } of commands) {
    if (name === '' || name === command || !name.startsWith(before)) continue
    const [word] = name.slice(before.length).split(' ', 1) as [string]
    next.set(word, next.get(word) ?? summary)
  }
  return [...next]
}

/** Everything a command line may begin with, `token` as well as `token create`. */
export function commandPaths({ commands }: Program): readonly string[] {
  const paths = commands.flatMap(({ name }) => {
    const words = name.split(' ')
    return words.map((_, i) => words.slice(0, i + 1).join(' '))
  })
  return [...new Set(paths)]
}

export const optionsOf = ({ commands }: Program, path: string): readonly OptionRow[] =>
  commands.find(({ name }) => name === path)?.options ?? []

/** Every word that takes the next one as its value. */
export const wordsWithValue = ({ commands }: Program): readonly string[] => [
  ...new Set(
    commands.flatMap(({ options }) => options.filter((option) => placeholderOf(option) !== undefined).flatMap(wordsOf)),
  ),
]

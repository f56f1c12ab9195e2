import {
  commandPaths,
  isPath,
  nextWords,
  optionsOf,
  type Program,
  placeholderOf,
  takesPath,
  wordsOf,
  wordsWithValue,
} from './program.js'

/** The completion of a program for fish 3 and newer. */
export function fishCompletion(program: Program): string {
  const { name, commands } = program
  const at = `__${name.replaceAll('-', '_')}_at`
  const paths = commandPaths(program)
  const lines = paths.flatMap((path) => {
    const row = commands.find((each) => each.name === path)
    const here = `complete -c ${name} -n ${quoted(`${at} ${quoted(path)}`)}`
    return [
      ...nextWords(program, path).map(([word, summary]) => `${here} -a ${word} -d ${quoted(summary)}`),
      ...optionsOf(program, path).map((option) => {
        const words = wordsOf(option).map((word) =>
          word.startsWith('--') ? `-l ${word.slice(2)}` : `-s ${word.slice(1)}`,
        )
        const placeholder = placeholderOf(option)
        const value = placeholder === undefined ? '' : isPath(placeholder) ? ' -r -F' : ' -x'
        const choices = option.choices === undefined ? '' : ` -a ${quoted(option.choices.join(' '))}`
        return `${here} ${words.join(' ')}${value}${choices} -d ${quoted(option.description)}`
      }),
      ...(takesPath(row) ? [`${here} -F`] : []),
      ...(row?.choices === undefined ? [] : [`${here} -a ${quoted(row.choices.join(' '))}`]),
      ...(row?.choicesBy === undefined ? [] : [`${here} -a ${quoted(`(${row.choicesBy} 2>/dev/null)`)}`]),
    ]
  })
  return `# fish completion of ${name}, made by: ${name} completion fish
function ${at}
    set -l command
    set -l value 0
    for word in (commandline -opc)[2..-1]
        if test $value = 1
            set value 0
            continue
        end
        switch $word
            case ${wordsWithValue(program).join(' ') || "''"}
                set value 1
            case '-*'
            case '*'
                set -l longer (string trim -- "$command $word")
                contains -- $longer ${paths
                  .filter((path) => path !== '')
                  .map(quoted)
                  .join(' ')}; and set command $longer
        end
    end
    test "$command" = "$argv[1]"
end

complete -c ${name} -f
complete -c ${name} -l help -d 'display help'
${lines.join('\n')}
`
}

const quoted = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`

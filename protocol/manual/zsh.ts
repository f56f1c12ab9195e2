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

/** The completion of a program for zsh, as a file of `$fpath` or sourced after `compinit`. */
export function zshCompletion(program: Program): string {
  const { name, commands } = program
  const fn = `_${name.replaceAll('-', '_')}`
  const values = commandPaths(program).flatMap((path) =>
    optionsOf(program, path).flatMap((option) => {
      const placeholder = placeholderOf(option)
      if (placeholder === undefined) return []
      const pattern = wordsOf(option)
        .map((word) => quoted(`${path} ${word}`))
        .join('|')
      const answer = isPath(placeholder)
        ? '_files'
        : option.choices === undefined
          ? `_message ${quoted(placeholder)}`
          : `compadd -- ${option.choices.map(quoted).join(' ')}`
      return [`    (${pattern}) ${answer}; return ;;`]
    }),
  )
  const places = commandPaths(program).map((path) => {
    const row = commands.find((each) => each.name === path)
    const options = optionsOf(program, path).flatMap((option) =>
      wordsOf(option).map((word) => described(word, option.description)),
    )
    const next = nextWords(program, path).map(([word, summary]) => described(word, summary))
    return [
      `    (${quoted(path)})`,
      `      options=(${[...options, described('--help', 'display help')].join(' ')})`,
      `      next=(${next.join(' ')})`,
      ...(takesPath(row) ? ['      files=1'] : []),
      ...(row?.choices === undefined ? [] : [`      names=(${row.choices.map(quoted).join(' ')})`]),
      ...(row?.choicesBy === undefined ? [] : [`      names=(\${(f)"$(${row.choicesBy} 2>/dev/null)"})`]),
      '      ;;',
    ].join('\n')
  })
  return `#compdef ${name}
# zsh completion of ${name}, made by: ${name} completion zsh
${fn}() {
  local command= word i files=
  local -a options next names
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    case $word in
      (${wordsWithValue(program).join('|') || '--'}) ((i++)) ;;
      (-*) ;;
      (*)
        case "\${command:+$command }$word" in
          (${
            commandPaths(program)
              .filter((path) => path !== '')
              .map(quoted)
              .join('|') || "''"
          }) command="\${command:+$command }$word" ;;
        esac ;;
    esac
  done
  case "$command $words[CURRENT-1]" in
${values.join('\n')}
  esac
  case "$command" in
${places.join('\n')}
  esac
  if [[ $words[CURRENT] == -* ]]; then
    _describe -o option options
  else
    (( $#next )) && _describe command next
    (( $#names )) && compadd -a names
    [[ -n $files ]] && _files
  fi
}

if [[ $funcstack[1] == ${fn} ]]; then ${fn} "$@"; else compdef ${fn} ${name}; fi
`
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
const described = (word: string, description: string) => quoted(`${word.replaceAll(':', '\\:')}:${description}`)

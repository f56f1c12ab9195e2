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

/** The completion of a program for bash 4 and newer. */
export function bashCompletion(program: Program): string {
  const { name, commands } = program
  const fn = `_${name.replaceAll('-', '_')}`
  const paths = commandPaths(program).filter((path) => path !== '')
  const values = commandPaths(program).flatMap((path) =>
    optionsOf(program, path).flatMap((option) => {
      const placeholder = placeholderOf(option)
      if (placeholder === undefined) return []
      const pattern = wordsOf(option)
        .map((word) => quoted(`${path} ${word}`))
        .join('|')
      const answer = isPath(placeholder)
        ? '_at_files'
        : option.choices === undefined
          ? ':'
          : `_at_words ${quoted(option.choices.join(' '))}`
      return [`    ${pattern}) ${answer.replaceAll('_at', fn)}; return ;;`]
    }),
  )
  const places = commandPaths(program).map((path) => {
    const row = commands.find((each) => each.name === path)
    const words = [...nextWords(program, path).map(([word]) => word), ...(row?.choices ?? [])]
    const options = optionsOf(program, path).flatMap(wordsOf)
    const more = [
      ...(takesPath(row) ? [`${fn}_files`] : []),
      ...(row?.choicesBy === undefined ? [] : [`${fn}_words "$(${row.choicesBy} 2>/dev/null)"`]),
    ]
    return [
      `    ${quoted(path)})`,
      `      if [[ $cur == -* ]]; then ${fn}_words ${quoted([...options, '--help'].join(' '))}`,
      `      else ${[`${fn}_words ${quoted(words.join(' '))}`, ...more].join('; ')}; fi ;;`,
    ].join('\n')
  })
  return `# bash completion of ${name}, made by: ${name} completion bash
${fn}_words() {
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$cur")
}

${fn}_files() {
  local word
  compopt -o filenames 2>/dev/null
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
}

${fn}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command= word i
  COMPREPLY=()
  # bash takes --option=value apart.
  [[ $cur == = ]] && cur=
  [[ $prev == = ]] && prev=\${COMP_WORDS[COMP_CWORD - 2]}
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $word in
      ${wordsWithValue(program).join('|') || '--'}) ((i++)) ;;
      -*) ;;
      *)
        case "\${command:+$command }$word" in
          ${paths.map(quoted).join('|') || "''"}) command="\${command:+$command }$word" ;;
        esac ;;
    esac
  done
  case "$command $prev" in
${values.join('\n')}
  esac
  case "$command" in
${places.join('\n')}
  esac
}

complete -F ${fn} ${name}
`
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

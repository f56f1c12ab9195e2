export interface Selector {
  readonly metric: string
  readonly labels: readonly string[]
}

const TOKEN =
  /\s+|"(?:[^"\\]|\\.)*"|\d+(?:\.\d+)?(?:ms|[smhdwy])?|\$__rate_interval|[a-zA-Z_:][a-zA-Z0-9_:]*|=~|!~|!=|==|>=|<=|[-+*/%^<>=(){}[\],]/gy
const OPENERS: Readonly<Record<string, string>> = { ')': '(', '}': '{', ']': '[' }
const WORDS = new Set(['by', 'without', 'on', 'ignoring', 'offset', 'bool', 'and', 'or', 'unless', 'group_left'])
const FUNCTIONS = new Set(
  'absent histogram_quantile increase max min predict_linear rate sum time avg count label_values clamp_min'.split(' '),
)

/**
 * As much of PromQL as the rules use: tokens, brackets that match, known functions,
 * operators between operands, and the selectors with their labels. Throws where
 * something is none of it.
 */
export function readPromQl(text: string): Selector[] {
  const tokens = tokensOf(text)
  const selectors: { metric: string; labels: string[] }[] = []
  const open: string[] = []
  let grouping = false
  for (const [i, token] of tokens.entries()) {
    const [before, next] = [tokens[i - 1], tokens[i + 1]]
    if ('({['.includes(token)) open.push(token)
    else if (token in OPENERS && open.pop() !== OPENERS[token]) throw new Error(`"${token}" closes nothing in ${text}`)
    if (token === ')') grouping = false
    if (/^(?:==|>=|<=|[-+*/%^<>]|and|or|unless)$/.test(token) && (next === undefined || /^[)\]},*/%^<>]$/.test(next)))
      throw new Error(`"${token}" has nothing behind it in ${text}`)
    if (!/^[a-zA-Z_:]/.test(token)) continue
    if (open.at(-1) === '{') {
      if (!/^(=|!=|=~|!~)$/.test(next ?? '') || !tokens[i + 2]?.startsWith('"')) throw new Error(`no matcher: ${token}`)
      selectors.at(-1)!.labels.push(token)
    } else if (WORDS.has(token)) grouping = token === 'by' || token === 'without' || token === 'on'
    else if (grouping) continue
    else if (next === '(' || next === 'by') {
      if (!FUNCTIONS.has(token)) throw new Error(`there is no function ${token}`)
    } else {
      if (before !== undefined && /^[\w)"\]}]/.test(before) && !WORDS.has(before))
        throw new Error(`${token} follows ${before}`)
      selectors.push({ metric: token, labels: [] })
    }
  }
  if (open.length > 0) throw new Error(`"${open.at(-1)}" is not closed in ${text}`)
  return selectors
}

/** Labels that an expression groups by. */
export const groupedBy = (text: string): string[] =>
  [...text.matchAll(/\b(?:by|without|on) \(([^)]*)\)/g)].flatMap(([, labels]) =>
    labels!.split(',').map((each) => each.trim()),
  )

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex
    const [found] = TOKEN.exec(text) ?? []
    if (found === undefined) throw new Error(`cannot read ${text.slice(at)}`)
    if (found.trim() !== '') tokens.push(found)
  }
  return tokens
}

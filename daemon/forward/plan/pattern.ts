/** A regular expression of a schema, as its author wrote it; `limited` if some text might keep it busy for very long. */
export interface Pattern {
  readonly test: (text: string) => boolean
  readonly limited: boolean
}

/** Throws SyntaxError. Draft-07 wants Unicode patterns, but plans hold many that are not, as `\-`. */
export function readPattern(source: string): Pattern {
  const expression = expressionOf(source)
  return { test: (text) => expression.test(text), limited: !isQuick(source) }
}

function expressionOf(source: string): RegExp {
  try {
    return new RegExp(source, 'u')
  } catch {
    return new RegExp(source)
  }
}

/**
 * Whether it is done in time proportional to the text, whatever that is: no groups, no
 * alternatives, and at most one quantifier that can give something back, behind `^`.
 * Many quick ones are not known as such; that costs them a time limit, no more.
 */
function isQuick(source: string): boolean {
  const plain = source.replace(/\\./gsu, 'x').replace(/\[[^\]]*\]/g, 'x')
  if (/[(|]|\{\d{3}/.test(plain)) return false
  const flexible = plain.match(/[*+?]|\{\d*,/g)?.length ?? 0
  return flexible === 0 || (flexible === 1 && plain.startsWith('^'))
}

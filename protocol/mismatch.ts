import type { TSchema } from 'typebox'
import type { Validator } from 'typebox/compile'

/** Where a value first differs from its schema, and how, as the end of a sentence: "must be one of …, not 7". */
export interface Mismatch {
  readonly path: readonly string[]
  readonly problem: string
}

type Issue = ReturnType<Validator['Errors']>[number]

/** Only for values that the validator has refused. RangeError where it accepts them. */
export function findMismatch(validator: Validator<Record<never, never>, TSchema>, value: unknown): Mismatch {
  const issues = validator.Errors(value)
  const first = issues[0]
  if (first === undefined) throw new RangeError('The value does match its schema')
  const path = first.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  switch (first.keyword) {
    case 'required':
      return { path: [...path, first.params.requiredProperties[0]!], problem: 'is required' }
    case 'additionalProperties':
      return { path: [...path, first.params.additionalProperties[0]!], problem: 'is not known here' }
    case 'boolean':
      return { path, problem: 'is not known here' }
    default: {
      const found = valueAt(value, path)
      const problem = found === undefined ? 'is required' : `${expectation(first, issues)}, not ${excerpt(found)}`
      return { path, problem }
    }
  }
}

/** A union of literals fails once for each; together they say what is allowed. */
function expectation(first: Issue, issues: readonly Issue[]): string {
  if (first.keyword !== 'const')
    return first.message.replace(/ (array|object|integer)$/, ' an $1').replace(/ (string|number|boolean)$/, ' a $1')
  const allowed = issues.flatMap((issue) =>
    issue.keyword === 'const' && issue.instancePath === first.instancePath ? [String(issue.params.allowedValue)] : [],
  )
  return `must be ${allowed.join(' or ')}`
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((v, key) => (v as Record<string, unknown> | undefined)?.[key], value)
}

function excerpt(value: unknown): string {
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value !== 'string') return String(value)
  return value.length <= 40 ? JSON.stringify(value) : `${value.length} characters`
}

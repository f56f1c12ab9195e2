import fc from 'fast-check'

/** A condition as text, and as the intermediate representation that Segment's own evaluator runs. */
export interface Both {
  readonly fql: string
  readonly ir: unknown
}

const both = (fql: string, ir: unknown): Both => ({ fql, ir })

/** Fields of `anyPayload`, whose objects are always there: of what lies in something absent Segment's evaluator says undefined, we say null. */
const path = fc
  .constantFrom('event', 'userId', 'properties.type', 'properties.count', 'properties.flag', 'properties.details.tags')
  .map((path) => both(path, path))

const texts = ['', 'a', 'A', 'ab', 'Audit', 'Source Deleted', '5', 'true', 'ü']
const scalar = fc.oneof(
  fc.constantFrom(...texts),
  fc.integer({ min: -3, max: 9 }),
  fc.constantFrom(0.5, -1.25),
  fc.boolean(),
  fc.constant(null),
)
const print = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(print).join(', ')}]` : typeof value === 'string' ? `'${value}'` : String(value)
const literal = (value: unknown) => both(print(value), { value })
const anyLiteral = scalar.map(literal)
const anyText = fc.constantFrom(...texts).map(literal)
const anyList = fc.array(scalar, { maxLength: 3 })

const operand = fc.oneof({ weight: 3, arbitrary: path }, anyLiteral)
const text = fc.oneof({ weight: 3, arbitrary: path }, anyText)

const glob = fc
  .array(fc.constantFrom('*', '?', 'a', 'A', 'u', '[a-z]', '[^A]', ' ', '\\*', 'Source', 'd'), { maxLength: 5 })
  .map((parts) => literal(parts.join('')))

const call = (name: string, ...args: Both[]) =>
  both(`${name}(${args.map(({ fql }) => fql).join(', ')})`, [name, ...args.map(({ ir }) => ir)])
const compare = (operator: string, a: Both, b: Both) => both(`${a.fql} ${operator} ${b.fql}`, [operator, a.ir, b.ir])

const equality = fc.constantFrom('=', '!=')
const order = fc.constantFrom('>', '>=', '<', '<=')
const version = fc.constantFrom('1', '1.0', '1.2.3', '0.9', 'ab', '1.2.3.4').map(literal)

const leaf = fc.oneof(
  fc.tuple(equality, operand, operand).map(([operator, a, b]) => compare(operator, a, b)),
  fc.tuple(equality, path, anyList.map(literal)).map(([operator, a, b]) => compare(operator, a, b)),
  fc.tuple(order, operand, operand).map(([operator, a, b]) => compare(operator, a, b)),
  fc
    .tuple(path, anyList)
    .map(([a, list]) => both(`${a.fql} in ${print(list)}`, ['in', a.ir, list.map((value) => ({ value }))])),
  fc.tuple(text, text).map(([a, b]) => call('contains', a, b)),
  fc.tuple(text, glob).map(([a, b]) => call('match', a, b)),
  fc
    .tuple(fc.oneof(equality, order), path, fc.nat(6).map(literal))
    .map(([operator, a, b]) => compare(operator, call('length', a), b)),
  fc.tuple(equality, path, anyText).map(([operator, a, b]) => compare(operator, call('lowercase', a), b)),
  fc
    .tuple(equality, path, fc.constantFrom('string', 'number').map(literal))
    .map(([operator, a, b]) => compare(operator, call('typeof', a), b)),
  fc
    .tuple(version, fc.constantFrom('=', '!=', '>', '>=', '<', '<=').map(literal), version)
    .map(([a, operator, b]) => call('semver', a, operator, b)),
  path,
)

/** Conditions on whose meaning Segment's document and its evaluator agree. */
export const anyExpression: fc.Arbitrary<Both> = fc.letrec<{ expression: Both }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'expression' },
    { weight: 3, arbitrary: leaf },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('and', 'or'), fc.array(tie('expression'), { minLength: 2, maxLength: 3 }))
        .map(([word, parts]) =>
          both(parts.map(({ fql }) => `(${fql})`).join(` ${word} `), [word, ...parts.map(({ ir }) => ir)]),
        ),
    },
    { weight: 1, arbitrary: tie('expression').map(({ fql, ir }) => both(`!(${fql})`, ['!', ir])) },
  ),
})).expression

const value = fc.oneof(scalar, anyList)

export const anyPayload = fc.record({
  event: value,
  userId: value,
  properties: fc.record({ type: value, count: value, flag: value, details: fc.record({ tags: value }) }),
})

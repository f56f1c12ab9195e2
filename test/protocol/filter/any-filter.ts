import fc from 'fast-check'
import type { Pattern, Term } from '#protocol/filter/filter.js'

/** Every character that means something to the language, some that fold oddly, and plain ones. */
export const HOSTILE = [...'aAbB1 \t,:-.*"\\\u00a0', 'Σ', 'ς', 'İ', 'ß', '😀', 'actor', 'now']

/** Long enough to meet the rules, short enough that two of them are often alike. */
export const anyText = fc.string({ unit: fc.constantFrom(...HOSTILE), maxLength: 6 })

/** Between two globs stands something: `**` is written `*`. */
export const anyPattern: fc.Arbitrary<Pattern> = fc
  .array(anyText, { minLength: 1, maxLength: 4 })
  .map((runs) => ({ runs: runs.filter((run, i) => i === 0 || i === runs.length - 1 || run !== '') }))

const values = fc.array(anyPattern, { minLength: 1, maxLength: 3 })
const oneOf = (...allowed: string[]) =>
  fc.array(fc.constantFrom(...allowed.map((text) => ({ runs: [text] })), { runs: [allowed[0]!.slice(0, 2), ''] }), {
    minLength: 1,
    maxLength: 3,
  })
const range = fc.oneof(
  fc.nat(20).map((seq) => ({ from: seq, to: seq })),
  fc.tuple(fc.nat(20), fc.nat(20)).map(([from, length]) => ({ from, to: from + length })),
  fc.nat(20).map((from) => ({ from, to: Number.POSITIVE_INFINITY })),
)
const time = fc.oneof(
  fc
    .integer({ min: Date.parse('0000-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59.999Z') })
    .map((atMs) => ({ kind: 'instant' as const, atMs })),
  fc.nat(1e10).map((ms) => ({ kind: 'ago' as const, ms })),
  fc.constantFrom('2026-11-20', '2024-02-29', '0000-01-01').map((text) => ({ kind: 'date' as const, text })),
  fc.constantFrom('14:30', '00:00', '23:59:59').map((text) => ({ kind: 'clock' as const, text })),
)

const place = { negated: fc.boolean(), column: fc.constant(1) }

export const anyTerm: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ ...place, key: fc.constant('text' as const), values }),
  fc.record({
    ...place,
    key: fc.constantFrom(
      'actor' as const,
      'action' as const,
      'area' as const,
      'resource' as const,
      'resource.type' as const,
      'workspace' as const,
      'id' as const,
      'ip' as const,
    ),
    values,
  }),
  fc.record({ ...place, key: fc.constant('outcome' as const), values: oneOf('success', 'failure') }),
  fc.record({ ...place, key: fc.constant('actor.type' as const), values: oneOf('user', 'token', 'system') }),
  fc.record({
    ...place,
    key: fc.constant('details' as const),
    path: fc.array(anyText, { minLength: 1, maxLength: 3 }),
    values,
  }),
  fc.record({ ...place, key: fc.constant('has' as const), value: fc.constant('changes' as const) }),
  fc.record({ ...place, key: fc.constant('seq' as const), ranges: fc.array(range, { minLength: 1, maxLength: 3 }) }),
  fc.record({ ...place, key: fc.constantFrom('since' as const, 'until' as const), time }),
)

export const anyFilter = fc.array(anyTerm, { maxLength: 4 }).map((terms) => ({ terms }))

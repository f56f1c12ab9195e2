import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createReading } from '#daemon/query/reading.js'
import type { AuditEvent, Draft } from '#protocol/event.js'
import { compileFilter } from '#protocol/filter/compile.js'
import type { Filter, Pattern, Term } from '#protocol/filter/filter.js'
import { FOLDING_TO_ASCII, foldCase } from '#protocol/filter/fold.js'
import { printFilter } from '#protocol/filter/print.js'
import { draft, temporaryTrail } from '../support/trail.js'

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)
const never = new AbortController().signal

/** What folds oddly, what MessagePack and JSON write oddly, and what occurs in numbers, times, ids and other words of JSON. */
const PIECES = [
  ...['K', '\u212a', 'k', 'ß', 'SS', 'ſ', 'İ', 'i', 'ı', 'ﬁ', 'FI', 'ﬅ', 'Σ', 'ς', 'é', 'É', '王', '😀', 'Straße'],
  ...[
    '"',
    '\\',
    '\n',
    '\u0000',
    'n',
    'u0000',
    '{',
    '}',
    ':',
    'a',
    'tru',
    'null',
    'e',
    '-',
    '.',
    '1',
    '20',
    't',
    'z',
    'ops-7',
  ],
] as const
const text = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''))
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    ...[text, fc.constantFrom(1, 20, -1.5, 1e21, 4711), fc.boolean(), fc.constant(null)],
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 2 }),
  ),
}))
const anyDraft: fc.Arbitrary<Partial<Draft>> = fc.record({
  id: fc.uuid(),
  ...{ action: text, area: text, workspace: text },
  actor: fc.record({ type: fc.constantFrom('user' as const, 'system' as const), id: text, name: text }),
  resource: fc.record({ id: text }),
  context: fc.record({ ip: text, userAgent: text }),
  details: fc.record({ a: value, b: value }),
})

const pattern: fc.Arbitrary<Pattern> = fc.oneof(
  text.map((run) => ({ runs: [run] })),
  fc.tuple(text, fc.constantFrom('', 'a', 'K')).map((runs) => ({ runs })),
  text.map((run) => ({ runs: ['', run, ''] })),
)
const values = fc.array(pattern, { minLength: 1, maxLength: 2 })
const place = { negated: fc.boolean(), column: fc.constant(1) }
const term: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ ...place, key: fc.constant('text' as const), values }),
  fc.record({ ...place, key: fc.constant('details' as const), path: fc.constantFrom(['a'], ['b', 'a']), values }),
)
const filter: fc.Arbitrary<Filter> = fc.array(term, { minLength: 1, maxLength: 2 }).map((terms) => ({ terms }))

test(`a search of any text finds what asking every event finds, in sealed segments too (seed ${SEED})`, async () => {
  await using store = await temporaryTrail()
  await store.trail.append(fc.sample(anyDraft, { seed: SEED, numRuns: 4400 }).map(draft))
  await store.trail.idle()
  expect(store.trail.view().segments).toHaveLength(1)
  const reading = createReading({ trail: store.trail, now: Date.now, retentionMs: () => undefined })
  const all: AuditEvent[] = []
  for await (const batch of (await reading.scan({ order: 'oldest' }, never)).batches) all.push(...batch)

  await fc.assert(
    fc.asyncProperty(filter, async (filter) => {
      const { matches } = compileFilter(filter, { now: Date.now })
      const found: number[] = []
      for await (const batch of (await reading.scan({ filter: printFilter(filter), order: 'oldest' }, never)).batches)
        found.push(...batch.map(({ seq }) => seq))
      expect(found).toEqual(all.filter(matches).map(({ seq }) => seq))
    }),
    { seed: SEED, numRuns: Number(process.env.RUNS ?? 60), endOnFailure: true },
  )
})

test('every character that folds to ASCII is known', () => {
  const folding: string[] = []
  for (let code = 0x80; code <= 0x10ffff; code++) {
    if (code === 0xd800) code = 0xe000
    const character = String.fromCodePoint(code)
    if ([...foldCase(character)].some((folded) => folded < '\u0080')) folding.push(character)
  }
  expect(folding).toEqual([...FOLDING_TO_ASCII])
})

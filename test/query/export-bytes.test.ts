import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createReading } from '#daemon/query/reading.js'
import { canonicalJson } from '#protocol/canonical.js'
import { csvHeader, csvRows } from '#protocol/csv.js'
import type { AuditEvent, Draft } from '#protocol/event.js'
import { draft, drafts, temporaryTrail } from '../support/trail.js'

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)
const never = new AbortController().signal

/** On which quoting, escaping, folding and ordering break. */
const text = fc.oneof(
  {
    weight: 50,
    arbitrary: fc.string({
      unit: fc.constantFrom(
        ...['a', 'B', ' ', ',', '"', '\\', '\r', '\n', '\u0000', '\u001f', '=', '＝', 'é', '😀', '～'],
      ),
      minLength: 1,
      maxLength: 6,
    }),
  },
  { weight: 10, arbitrary: fc.constantFrom('=1+1', '-', 'x'.repeat(300)) },
  { weight: 1, arbitrary: fc.constant('é\u0000'.repeat(5000)) },
)
const key = fc.oneof(
  fc.constantFrom(
    '10',
    '9',
    'a',
    'B',
    'é',
    '～',
    '😀',
    'a"b',
    'a\\',
    'ip',
    'userAgent',
    'aa',
    'a!',
    'constructor',
    'k'.repeat(40),
  ),
  fc.string({ maxLength: 3 }).filter((name) => name !== '__proto__'),
)
const number = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    1,
    -1,
    127,
    128,
    -32,
    -33,
    255,
    256,
    65_535,
    65_536,
    2 ** 31,
    -(2 ** 31),
    2 ** 32 - 1,
    2 ** 32,
    2 ** 53,
    1e21,
    5e-324,
    0.1,
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 20 }),
    tie('map'),
  ),
  map: fc.array(fc.tuple(key, tie('value')), { maxLength: 20 }).map((entries) => Object.fromEntries(entries)),
}))
const map = fc.array(fc.tuple(key, value), { maxLength: 5 }).map((entries) => Object.fromEntries(entries))
const rare = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

const anyDraft: fc.Arbitrary<Draft> = fc
  .record({
    id: fc.oneof(
      fc.uuid(),
      fc.tuple(text, fc.nat()).map(([id, n]) => `${id.slice(0, 100)}${n}`),
    ),
    timestamp: fc.oneof(
      fc.integer({ min: 0, max: 10 ** 12 }),
      fc.constantFrom(-62_167_219_200_000, -1, 253_402_300_799_999),
    ),
    actor: fc.record({
      type: fc.constantFrom('user' as const, 'token' as const),
      id: text,
      name: rare(text),
      email: rare(text),
    }),
    ...{ action: text, area: text, workspace: text, ip: rare(text), userAgent: rare(text) },
    resource: fc.record({ type: rare(text), id: rare(text), name: rare(text) }),
    changes: rare(
      fc.array(fc.record({ path: text, before: value, after: value }, { requiredKeys: ['path'] }), { maxLength: 3 }),
    ),
    ...{ details: map, context: rare(map) },
  })
  .map(({ timestamp, actor, resource, changes, context, ip, userAgent, ...rest }) =>
    draft({
      ...rest,
      timestamp: new Date(timestamp).toISOString(),
      actor: present(actor) as Draft['actor'],
      resource: present(resource) as Draft['resource'],
      ...(changes !== undefined && { changes: changes as Draft['changes'] & object }),
      ...(context !== undefined && { context: present({ ...context, userAgent, ip }) }),
    }),
  )

const present = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }

test(`an export is, byte for byte, its events as they are printed one by one (seed ${SEED})`, async () => {
  await using store = await temporaryTrail()
  const awkward = new Map(fc.sample(anyDraft, { seed: SEED, numRuns: 1500 }).map((event) => [event.id, event]))
  await store.trail.append([...awkward.values()])
  // More than a segment, and the rest in the tail.
  await store.trail.append(drafts(4096))
  await store.trail.idle()
  expect(store.trail.view().segments).toHaveLength(1)
  const reading = createReading({ trail: store.trail, now: Date.now, retentionMs: () => undefined })

  for (const order of ['newest', 'oldest'] as const) {
    const events: AuditEvent[] = []
    for await (const batch of (await reading.scan({ order }, never)).batches) events.push(...batch)
    const lines = {
      ndjson: events.map((event) => `${canonicalJson(event)}\n`).join(''),
      csv: csvHeader() + csvRows(events),
      raw: csvHeader() + csvRows(events, { raw: true }),
    }
    for (const format of ['ndjson', 'csv', 'raw'] as const) {
      const { chunks } = await reading.export(
        { order, format: format === 'raw' ? 'csv' : format, raw: format === 'raw' },
        never,
      )
      const parts: Uint8Array[] = []
      for await (const chunk of chunks) parts.push(chunk)
      const printed = Buffer.concat(parts).toString()
      // Compared first: a difference in megabytes takes minutes to print.
      if (printed !== lines[format]) expect(firstDifference(printed, lines[format])).toBeUndefined()
    }
  }
})

function firstDifference(printed: string, wanted: string) {
  let at = 0
  while (printed[at] === wanted[at]) at++
  return { at, printed: printed.slice(at - 100, at + 50), wanted: wanted.slice(at - 100, at + 50) }
}

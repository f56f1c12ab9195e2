import { expect, test } from 'vitest'
import { readBatch, readItems } from '#daemon/ingest/long-body.js'
import { seededRandom } from '../support/random.js'

const SEED = Number(process.env.SEED ?? Date.now() % 1e6)
const { next: random, pick } = seededRandom(SEED)
const MAX_ITEMS = 10_000

const NASTY = [
  '"batch"',
  '"batch":[',
  '\\',
  '\\"',
  ']',
  '}',
  ',',
  '{"batch":[1]}',
  'ü',
  '\u2028',
  '👩‍🚀',
  '\n',
  '\0',
  '',
]
const text = (): string => Array.from({ length: Math.floor(random() * 6) }, () => pick(NASTY)).join(pick(['', ' ']))
function value(depth = 0): unknown {
  const kind = depth > 3 ? 0 : random()
  if (kind < 0.5) return pick([text(), 1.5, true, null, 'x'.repeat(200)])
  if (kind < 0.7) return Array.from({ length: Math.floor(random() * 4) }, () => value(depth + 1))
  return Object.fromEntries(Array.from({ length: 3 }, () => [pick(['batch', 'a', text()]), value(depth + 1)]))
}
const spaced = (json: string) => pick([json, ` \r\n${json}\t`])
/** Longer than what is parsed at once. */
const many = () => Array.from({ length: 3000 }, () => ({ event: value(), pad: 'x'.repeat(60) }))
const bytes = (...shapes: unknown[]) =>
  shapes.map((shape) => Buffer.from(spaced(JSON.stringify(shape, null, pick([0, 1])))))

test('a long body is read as a short one would be', async () => {
  console.log(`seed ${SEED}`)
  for (let i = 0; i < 20; i++) {
    const list = many()
    for (const body of bytes(
      list,
      { batch: list },
      { writeKey: text(), context: { ip: 'a' }, batch: list, sentAt: text() },
    )) {
      expect(await readBatch(body, MAX_ITEMS)).toEqual(JSON.parse(body.toString()))
    }
    const [body] = bytes(list)
    expect(await readItems(body!, undefined, MAX_ITEMS)).toEqual(
      list.map((value) => ({ kind: 'event', value: JSON.parse(JSON.stringify(value)) })),
    )
  }
})

test('the word "batch" may stand anywhere in a long body', async () => {
  const batch = Array.from({ length: 2500 }, (_, i) => ({ type: 'track', event: `e${i}`, pad: 'x'.repeat(60) }))
  for (const shape of [
    { context: { batch: [1, 2], note: '"batch"' }, batch },
    { note: '"batch":[', batch },
    { batch, context: { batch: [{ batch: 1 }] } },
    { batches: batch, batch: [] },
    { context: { batch: batch } },
  ]) {
    const body = Buffer.from(JSON.stringify(shape))
    expect(body.length).toBeGreaterThan(128 * 1024)
    expect(await readBatch(body, MAX_ITEMS)).toEqual(shape)
  }
})

test('a long body that is cut short, goes on or is too much is refused, and says why', async () => {
  // Its first comma stands between two items.
  const list = [1, ...many()]
  const json = JSON.stringify(list)
  const item = (what: string) => readItems(Buffer.from(what), undefined, MAX_ITEMS)
  for (const wrong of [json.slice(0, -1), `${json}]`, `${json},1`, json.replace(',', ',,'), `${json.slice(0, -1)},]`]) {
    await expect(item(wrong)).rejects.toMatchObject({ type: 'invalid-request' })
  }
  await expect(readItems(Buffer.from(json), undefined, list.length - 1)).rejects.toMatchObject({ type: 'too-large' })
  await expect(item('['.repeat(200_000))).rejects.toMatchObject({ type: 'invalid-request' })
  await expect(item(`["${'x'.repeat(2_000_000)}"]`)).rejects.toMatchObject({ type: 'too-large' })
})

import { expect, test } from 'vitest'
import { type Item, parseItems } from '#daemon/ingest/items.js'

const NDJSON = 'application/x-ndjson'
const parse = (body: string | Buffer, type?: string, maxItems = 100) =>
  parseItems(Buffer.from(body as string), type, maxItems)
const show = (items: readonly Item[]) => items.map((item) => (item.kind === 'event' ? item.value : item.error.field))

test('one value is one item, an array its members, whatever the content type says', () => {
  for (const type of [undefined, 'application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
    expect(show(parse('{"a":1}', type))).toEqual([{ a: 1 }])
    expect(show(parse(' [1, {"a":2}] ', type))).toEqual([1, { a: 2 }])
  }
  expect(parse('[]')).toEqual([])
})

test('in NDJSON a bad line is one bad item that names its line; blank lines are none', () => {
  const body = '{"a":1}\r\n\n  \n{oops\n{"a":2}'
  for (const type of [NDJSON, 'application/x-ndjson; charset=utf-8', 'application/jsonl']) {
    expect(show(parse(body, type))).toEqual([{ a: 1 }, 'line 4', { a: 2 }])
  }
  expect(parse('', NDJSON)).toEqual([])
})

test('a line that is not UTF-8 is one bad item; a JSON body that is not is refused whole', () => {
  const bad = Buffer.concat([Buffer.from('{"a":1}\n{"a":"'), Buffer.from([0xff]), Buffer.from('"}\n{"a":2}')])
  expect(show(parse(bad, NDJSON))).toEqual([{ a: 1 }, 'line 2', { a: 2 }])
  expect(() => parse(bad)).toThrow(/Cannot read the body: it is not UTF-8/)
})

test('a byte order mark is no part of the text', () => {
  expect(show(parse('\ufeff{"a":1}'))).toEqual([{ a: 1 }])
  expect(show(parse('\ufeff{"a":1}\n{"a":2}', NDJSON))).toEqual([{ a: 1 }, { a: 2 }])
})

test('of duplicate keys the last counts', () => {
  expect(show(parse('{"a":1,"a":2}'))).toEqual([{ a: 2 }])
})

test('more items than the limit are refused, in both forms', () => {
  expect(parse(`[${'1,'.repeat(99)}1]`)).toHaveLength(100)
  expect(() => parse(`[${'1,'.repeat(100)}1]`)).toThrow(/Cannot take 101 items in one request: the limit is 100/)
  expect(() => parse('1\n'.repeat(101), NDJSON)).toThrow(/the limit is 100/)
})

test('what is no JSON at all is refused with the reason', () => {
  for (const body of ['', ' ', '{', 'hello', '[1,]', '{"a":NaN}', "{'a':1}"]) {
    expect(() => parse(body)).toThrow(/^Cannot read the body: /)
  }
})

test('a depth bomb is refused before it turns into memory', () => {
  const before = process.memoryUsage.rss()
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
    ['[ "\\"]]", ', ']'],
  ] as const) {
    const levels = Math.floor((4 * 1024 * 1024) / open.length)
    expect(() => parse(`${open.repeat(levels)}1${close.repeat(levels)}`)).toThrow(/nested deeper than 200 levels/)
  }
  expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024)
})

test('brackets inside text are no levels', () => {
  const text = JSON.stringify(`${'['.repeat(1000)}\\"${'{'.repeat(1000)}`)
  expect(show(parse(`[${text},"${'x'.repeat(1024 * 1024)}"]`))[0]).toBe(JSON.parse(text))
})

import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CSV_COLUMNS, csvHeader, csvRows } from '#protocol/csv.js'
import { HOSTILE_CELLS, HOSTILE_NAMES } from '../support/hostile-names.js'
import { anEvent } from './an-event.js'

test('the header names the columns', () => {
  expect(csvHeader()).toBe(
    'seq,timestamp,receivedAt,workspace,area,action,outcome,actor_type,actor_id,actor_name,actor_email,' +
      'resource_type,resource_id,resource_name,ip,user_agent,changes,details,id\r\n',
  )
})

test('an event is a row', () => {
  const event = anEvent({ resource: { id: 'r1' }, changes: [{ path: '/a', before: 1 }], details: { note: 'a, "b"' } })
  expect(csvRows([event, event]).split('\r\n')).toEqual([
    '7,2026-11-20T14:30:00.000Z,2026-11-20T14:30:01.000Z,Acme,Destination Filters,Destination Filter Disabled,success,' +
      'user,u1,Alice Example,alice@example.com,,r1,,10.0.4.2,curl/8,"[{""path"":""/a"",""before"":1}]","{""note"":""a, \\""b\\""""}",' +
      '01938c5e-7b3a-7000-8000-00000000000A',
    expect.stringMatching(/^7,/),
    '',
  ])
})

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\tx',
  '\rx',
  '\nx',
  '  =x',
  '\u00a0=x',
  '\u3000\u3000+x',
  '\ufeff=x',
  ' \t',
  '＝1',
  '＋1',
  '－1',
  '＠x',
  '-',
])('a spreadsheet does not run %j', (name) => {
  const [row] = readRows(csvRows([anEvent({ actor: { type: 'user', id: name } })]))
  expect(row!.actor_id).toBe(`'${name}`)
  const [rawRow] = readRows(csvRows([anEvent({ actor: { type: 'user', id: name } })], { raw: true }))
  expect(rawRow!.actor_id).toBe(name)
})

test('no hostile name begins as a formula, and all of it is still there', () => {
  for (const name of [...HOSTILE_NAMES, ...HOSTILE_CELLS]) {
    const [row] = readRows(csvRows([anEvent({ actor: { type: 'user', id: name } })]))
    expect(row!.actor_id).not.toMatch(/^[^\S\t\r\n]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/)
    expect(row!.actor_id!.replace(/^'/, '')).toBe(name.replace(/^'/, ''))
  }
})

test.each(["'=1", 'a=1', 'a-b', '1', ' x', '"'])('%j is no formula', (name) => {
  const [row] = readRows(csvRows([anEvent({ workspace: name })]))
  expect(row!.workspace).toBe(name)
})

test('any row holds what the event held, and is written as csv-stringify writes it', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', ' ', ',', '"', '\r', '\n', '\t', '=', "'", '＝', 'é', '\0'),
    minLength: 1,
    maxLength: 5,
  })
  const event = fc.record({
    id: text,
    action: text,
    workspace: text,
    resource: fc.constantFrom({}, { name: 'orders' }, { name: 'a,b' }),
    actor: fc.record(
      { type: fc.constant('user' as const), id: text, name: text, email: text },
      { requiredKeys: ['type', 'id'] },
    ),
    details: fc.dictionary(text, text, { maxKeys: 2 }),
  })
  fc.assert(
    fc.property(event, fc.boolean(), (changes, raw) => {
      const event = anEvent(changes)
      const written = csvRows([event], { raw })
      const [row] = readRows(written)
      const cell = (text = '') => {
        const first = [...text].find((character) => !/[^\S\t\r\n]/.test(character))
        return !raw && first !== undefined && '=+-@\t\r\n＝＋－＠'.includes(first) ? `'${text}` : text
      }
      expect(row!.action).toBe(cell(event.action))
      expect(row!.id).toBe(cell(event.id))
      expect(row!.actor_name).toBe(cell(event.actor.name))
      expect(JSON.parse(row!.details!)).toEqual(event.details)
      expect(stringify([Object.values(row!)], { record_delimiter: '\r\n', quote_record_delimiter: true })).toBe(written)
    }),
    { numRuns: 2000 },
  )
})

/** Reads RFC 4180 by the letter: a quoted cell ends at a quote that is not doubled. */
function readRows(text: string): Record<string, string>[] {
  const rows: string[][] = [[]]
  let at = 0
  while (at < text.length) {
    const [, quoted, plain = ''] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))/.exec(text.slice(at))!
    rows.at(-1)!.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    at += quoted === undefined ? plain.length : quoted.length + 2
    if (text.startsWith('\r\n', at)) rows.push([])
    else if (text[at] !== ',') throw new Error(`Cannot read CSV: at ${at} of ${JSON.stringify(text)}`)
    at += text[at] === ',' ? 1 : 2
  }
  if (rows.pop()!.length !== 0) throw new Error('Cannot read CSV: the last row has no end')
  return rows.map((row) => Object.fromEntries(CSV_COLUMNS.map((column, i) => [column, row[i]!])))
}

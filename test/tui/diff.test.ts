import { expect, test } from 'vitest'
import { diffLines, diffSummary, fieldChanges, readablePath } from '#tui/view/diff.js'
import { jsonLines } from '#tui/view/json.js'
import type { Line } from '#tui/view/text.js'

const text = (lines: readonly Line[]) => lines.map((line) => line.map(({ text }) => text).join(''))

test.each([
  ['/roles/0/name', 'roles[0].name'],
  ['/a~1b/c~0d', 'a/b.c~d'],
  ['', ''],
  ['/', ''],
  ['plain', 'plain'],
])('the pointer %s reads %s', (pointer, path) => {
  expect(readablePath(pointer)).toBe(path)
})

test('inside an object only what differs is told', () => {
  const before = { enabled: true, nested: { a: 1, b: 2 }, gone: 1 }
  const after = { enabled: false, nested: { a: 1, b: 3 }, come: null }
  expect(fieldChanges([{ path: '/settings', before, after }])).toEqual([
    { path: 'settings.enabled', before: true, after: false },
    { path: 'settings.nested.b', before: 2, after: 3 },
    { path: 'settings.gone', before: 1 },
    { path: 'settings.come', after: null },
  ])
})

test('a short change stands on one line, a long one on two, an addition and a removal say so', () => {
  expect(
    text(
      diffLines(
        [
          { path: '/rate', before: 1, after: 2 },
          { path: '/text', before: 'x'.repeat(20), after: 'y'.repeat(30) },
          { path: '/added', after: true },
          { path: '/removed', before: null },
        ],
        40,
      ),
    ),
  ).toEqual([
    '~ rate 1 → 2',
    `- text "${'x'.repeat(20)}"`,
    `+ text "${'y'.repeat(30)}"`,
    '+ added true',
    '- removed null',
  ])
})

test('hostile values are shown in diffs as what they are', () => {
  const lines = diffLines([{ path: '/a\u202eb', before: '\x1b[2J', after: '\u009b' }], 60)
  expect(text(lines)).toEqual(['~ a<U+202E>b "\\u001b[2J" → "<U+009B>"'])
})

test('all changes fit in a summary', () => {
  const line = diffSummary([
    { path: '/a', before: 1, after: 2 },
    { path: '/b', after: 3 },
    { path: '/c', before: 4 },
  ])
  expect(text([line])).toEqual(['a: 1 → 2 · +b: 3 · -c: 4'])
})

test('JSON is laid out with two blanks a level', () => {
  const value = { a: [1, 'x', {}], b: { c: null }, d: [] }
  expect(text(jsonLines(value)).join('\n')).toBe(JSON.stringify(value, null, 2))
})

import { expect, test } from 'vitest'
import { run } from '#tui/actions/actions.js'
import { KEYMAP, type Mode } from '#tui/keymap/keymap.js'
import { keyName } from '#tui/terminal/key-name.js'

const MODES = Object.keys(KEYMAP) as Mode[]
const bindings = (mode: Mode) => KEYMAP[mode].flat()

test.each(MODES)('no key does two things in mode %s', (mode) => {
  const keys = bindings(mode).flatMap(({ keys }) => [...keys])
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
})

test('every command says what it does, in the same words wherever it is bound', () => {
  const all = MODES.flatMap((mode) => [...bindings(mode)])
  expect(all.filter(({ help }) => help.length < 4)).toEqual([])
  expect(run).toBeTypeOf('function')
})

test('letters are free where letters are typed', () => {
  for (const mode of [
    'prompt',
    'help',
    'export',
    'find',
    'go-to',
    'note',
    'palette',
    'run-job',
    'destination-form',
    'confirm-destination',
  ] as const) {
    const letters = bindings(mode).flatMap(({ keys }) =>
      keys.filter((key: string) => key.length === 1 || key === 'space'),
    )
    expect(letters).toEqual([])
  }
})

test('every key of the tables is one that a terminal can send', () => {
  const named = new Set([
    'enter',
    'escape',
    'space',
    'tab',
    'S-tab',
    'up',
    'down',
    'left',
    'right',
    'home',
    'end',
    'pageup',
    'pagedown',
    'f1',
    'f2',
    'backspace',
    'delete',
  ])
  const keys = MODES.flatMap((mode) => bindings(mode).flatMap(({ keys }) => [...keys] as string[]))
  expect(keys.filter((key) => !named.has(key) && !/^C-[a-z]$/.test(key) && key.length > 1)).toEqual([])
})

test.each([
  ['a', { name: 'a' }, 'a'],
  ['G', { name: 'g', shift: true }, 'G'],
  [' ', { name: 'space' }, 'space'],
  ['?', undefined, '?'],
  [undefined, { name: 'up' }, 'up'],
  [undefined, { name: 'tab', shift: true }, 'S-tab'],
  ['\x03', { name: 'c', ctrl: true }, 'C-c'],
  ['\r', { name: 'enter', sequence: '\r' }, undefined],
  ['\r', { name: 'return', sequence: '\r' }, 'enter'],
  ['\n', { name: 'linefeed', sequence: '\n' }, 'C-j'],
  ['\x1b', { name: 'escape' }, 'escape'],
])('%j %j is the key %s', (character, key, name) => {
  expect(keyName(character, key)).toBe(name)
})

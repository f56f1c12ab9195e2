import { expect, test } from 'vitest'
import { filterFromArguments, isNegatedTerm } from '#protocol/filter/argument.js'

test.each([
  [[], ''],
  [['', '  '], ''],
  [['actor:alice', '-area:Users'], 'actor:alice -area:Users'],
  [['action:Source *'], 'action:"Source *"'],
  [['action:Source Created,Source Deleted'], 'action:"Source Created","Source Deleted"'],
  [['-area:Data Graph'], '-area:"Data Graph"'],
  [['could not reach'], '"could not reach"'],
  [['actor:a  outcome:failure'], 'actor:a outcome:failure'],
  [['actor:a -details.x:1'], 'actor:a -details.x:1'],
  [['action:"Source *" disabled'], 'action:"Source *" disabled'],
  [['text with: a colon'], undefined],
  [['a\\ b'], '"a b"'],
  [[' padded '], 'padded'],
  [['resource:x http: y'], 'resource:"x http: y"'],
])('%j means %s', (args, filter) => {
  if (filter === undefined) expect(() => filterFromArguments(args)).toThrow('column 1')
  else expect(filterFromArguments(args)).toBe(filter)
})

test('a mistake names the argument and the column in it', () => {
  expect(() => filterFromArguments(['fine', 'seq:x y'])).toThrow(
    'Cannot read the filter: column 5: expected a number or a range as 100..200 after seq:, got "x y" (in the argument seq:x y)',
  )
})

test.each([
  ['-area:Users', true],
  ['-details.a.b:x', true],
  ['-actor:', true],
  ['-details:x', false],
  ['-o', false],
  ['--output:json', false],
  ['-x:y', false],
  ['area:Users', false],
  ['- area:Users', false],
])('%s is a negated term: %s', (argument, expected) => {
  expect(isNegatedTerm(argument)).toBe(expected)
})

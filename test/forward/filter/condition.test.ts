import { expect, test } from 'vitest'
import { readCondition } from '#daemon/forward/filter/condition.js'
import { forwardedEvent } from './forwarded-event.js'

const holds = (fql: string, payload: unknown) => readCondition(fql)(payload)

const CLICK = {
  event: 'Button Clicked',
  type: 'track',
  context: { library: { name: 'analytics.js', version: '1.0' } },
  properties: { features: ['discounts', 'dark-mode'], 'product 1': { price: '19.99' }, price: 20, enabled: true },
}

test.each([
  ["event = 'Button Clicked'", true],
  ["event = 'Screen Tapped'", false],
  ["context.path.path = '/login'", false],
  ["type = 'identify' or type = 'track'", true],
  ["event = 'Button Clicked' and type = 'track'", true],
  ["match( context.library.version, '1.*' )", true],
  ["match( context.library.version, '2.*' )", false],
  ["type = 'track' and ( event = 'Click' or match( event, 'Button *' ) )", true],
  ["type = 'track' and ( event = 'Click' or match( 'Button *', event ) )", false],
  [
    "( type = 'track' or type = 'identify' ) and ( properties.enabled or match( traits.email, '*@company.com' ) )",
    true,
  ],
  ["!( type in ['track', 'identify'] )", false],
  ["!contains( context.library.name, 'js' )", false],
  ["'dark-mode' in properties.features", true],
  ["'blink' in properties.features", false],
  ["properties.product\\ 1.price = '19.99'", true],
  ['length( userId ) > 0', false],
])("Segment's example %s is %s", (fql, expected) => {
  expect(holds(fql, CLICK)).toBe(expected)
})

test.each([
  ['all', true],
  ['  all\n', true],
  ["event = 'Audit' and properties.type = 'Source Deleted'", true],
  ["properties.type in ['Permission Check', 'Source Debugger Raw Viewed']", false],
  ["match(properties.type, '* Deleted')", true],
  ["properties.details.resource_type = 'source' and contains(properties.details.subject, 'users/')", true],
  ["userId = '__system__'", false],
  ["properties.workspace_id != 'other'", true],
])('of an audit event, %s is %s', (fql, expected) => {
  expect(holds(fql, forwardedEvent('Source Deleted'))).toBe(expected)
})

/** What each operator and function does, in the words of Segment's table. */
const SEMANTICS: Record<string, readonly (readonly [string, boolean])[]> = {
  '= and != are strict, and of one type': [
    ["text = 'a'", true],
    ["text = 'A'", false],
    ["five = '5'", false],
    ['five = 5', true],
    ['five = 5.0', true],
    ['five = +5', true],
    ["five != '5'", true],
    ['five != 5', false],
    ['yes = true', true],
    ["yes = 'true'", false],
    ['list = [1, 2]', true],
    ['list = [2, 1]', false],
    ['list != [1]', true],
    ['list = other.list', true],
    ['[] = []', true],
    ['five = list', false],
    ['object = other.object', true],
    ['object = other', false],
  ],
  '> >= < <= are for numbers, and false for anything else': [
    ['five > 4', true],
    ['five >= 5', true],
    ['five < 5', false],
    ['five <= 5.5', true],
    ['negative < -1.5', true],
    ["'10' > 5", false],
    ["text > 'A'", false],
    ["text <= 'z'", false],
    ['absent > 0', false],
    ['absent <= 0', false],
    ['null >= null', false],
    ['yes >= 0', false],
    ['list >= 0', false],
  ],
  'in looks for the left in a list, written down or in a field': [
    ["text in ['b', 'a']", true],
    ["text in ['b']", false],
    ['text in []', false],
    ["'5' in [5]", false],
    ['2 in list', true],
    ["'2' in list", false],
    ['five in [text, other.five]', true],
    ['absent in [null]', true],
    ['yes in [true]', true],
    ["'x' in absent", false],
    ["lowercase('A') in [text]", true],
    ['[1, 2] in [list]', true],
  ],
  'and, or and ! take true, false and null, and null counts as false': [
    ['yes and yes', true],
    ['yes and no', false],
    ['no or yes', true],
    ['no or no', false],
    ['yes and null', false],
    ['absent or yes', true],
    ['absent or null', false],
    ['!no', true],
    ['!yes', false],
    ['!absent', true],
    ['!(five = 5)', false],
    ['yes', true],
    ['no', false],
    ['absent', false],
    ['true', true],
    ['null', false],
    ['yes or no and no', true],
    ['no and no or yes', true],
    ['no and (no or yes)', false],
    ['!no and yes', true],
    ['(yes) = true', true],
    ['(five = 5) = true', true],
    ['yes or text', true],
    ['no and text', false],
  ],
  contains: [
    ["contains('analytics', 'lyt')", true],
    ["contains('analytics', '')", true],
    ["contains('analytics', 'LYT')", false],
    ["contains(null, 'x')", false],
    ["contains(absent, 'x')", false],
    ['contains(text, absent)', false],
  ],
  'length counts the elements of a list and the bytes of a string': [
    ["length('a') = 1", true],
    ["length('ア') = 3", true],
    ["length('😀') = 4", true],
    ['length(list) = 2', true],
    ['length([]) = 0', true],
    ['length(null) = 0', true],
    ['length(absent) = 0', true],
  ],
  'lowercase, uppercase, snakecase, kebabcase and titlecase': [
    ["lowercase('ABC d') = 'abc d'", true],
    ["uppercase('abC d') = 'ABC D'", true],
    ["snakecase('test string x') = 'test_string_x'", true],
    ["kebabcase('test string x') = 'test-string-x'", true],
    ["titlecase('test string') = 'Test String'", true],
    ['lowercase(null) = null', true],
    ['uppercase(absent) = null', true],
    ['snakecase(absent) = null', true],
    ['kebabcase(absent) = null', true],
    ['titlecase(absent) = null', true],
  ],
  typeof: [
    ["typeof(text) = 'string'", true],
    ["typeof(five) = 'number'", true],
    ["typeof(list) = 'list'", true],
    ["typeof(yes) = 'bool'", true],
    ["typeof(null) = 'null'", true],
    ["typeof(absent) = 'null'", true],
    ["typeof(empty) = 'null'", true],
    ["typeof(object) = 'object'", true],
  ],
  'bool, string and number convert': [
    ["bool('true')", true],
    ["bool('false')", false],
    ["bool('')", false],
    ['bool(1)', true],
    ['bool(0)', false],
    ['bool(list)', true],
    ['bool([])', false],
    ['bool(null)', false],
    ['bool(yes)', true],
    ["string(five) = '5'", true],
    ["string(text) = 'a'", true],
    ["string(list) = '[1,2]'", true],
    ["string(null) = ''", true],
    ["number('19.99') = 19.99", true],
    ["number('-2') = -2", true],
    ['number(five) = 5', true],
    ['number(absent) = null', true],
    ['number(absent) > 0', false],
  ],
  semver: [
    ["semver('1.10.0', '>', '1.9')", true],
    ["semver('1', '=', '1.0.0')", true],
    ["semver('1.2', '!=', '1.2.1')", true],
    ["semver('2.0.0', '<=', '1.9.9')", false],
    ["semver('0.9', '<', '1')", true],
    ["semver('1.2.3', '>=', '1.2.3')", true],
    ["semver('1.2.3.4', '=', '1.2.3')", false],
    ["semver('one', '!=', '1')", false],
    ["semver(absent, '=', '1')", false],
    ["semver('1', '=', absent)", false],
  ],
}

const VALUES = {
  text: 'a',
  five: 5,
  negative: -2,
  yes: true,
  no: false,
  empty: null,
  list: [1, 2],
  object: { a: 1, b: [2] },
  other: { five: 5, list: [1, 2], object: { b: [2], a: 1 } },
}

for (const [rule, rows] of Object.entries(SEMANTICS)) {
  test.each(rows)(`${rule}: %s is %s`, (fql, expected) => {
    expect(holds(fql, VALUES)).toBe(expected)
  })
}

test.each([
  ['text', 'column 1: expected true, false or null, got a string'],
  ['yes and five', 'column 9: expected true, false or null, got a number'],
  ['!list', 'column 2: expected true, false or null, got a list'],
  ['object or yes', 'column 1: expected true, false or null, got an object'],
  ["contains(five, '5')", 'column 10: expected a string in contains, got a number'],
  ['length(yes) > 0', 'column 8: expected a string or list in length, got a bool'],
  ['length(object) > 0', 'column 8: expected a string or list in length, got an object'],
  ["lowercase(list) = 'a'", 'column 11: expected a string in lowercase, got a list'],
  ["match(five, '*')", 'column 7: expected a string in match, got a number'],
  ['1 in five', 'column 6: expected a list, got a number'],
  ['bool(text)', 'column 1: bool has no answer for this string'],
  ['number(text) > 0', 'column 1: number has no answer for this string'],
  ['string(object) = text', 'column 8: expected a string or number or bool or list in string, got an object'],
])('%s has no answer where the types are wrong: %s', (fql, message) => {
  expect(() => holds(fql, VALUES)).toThrow(message)
})

test.each([
  ['single quotes hold double ones', `text = '"'`, '"'],
  ['double quotes hold single ones', `text = "'"`, "'"],
  ['a backslash is itself in a string', "text = 'a\\b'", 'a\\b'],
  ['a string may go over lines', "text = 'a\nb'", 'a\nb'],
  ['an empty string', "text = ''", ''],
])('%s', (_, fql, text) => {
  expect(holds(fql, { text })).toBe(true)
})

test.each([
  ['a\\.b = 1', { 'a.b': 1 }],
  ['\\and = 1', { and: 1 }],
  ['properties.and = 1', { properties: { and: 1 } }],
  ['null.in = 1', { null: { in: 1 } }],
  ['length = 1', { length: 1 }],
  ['a-b_c = 1', { 'a-b_c': 1 }],
  ['\\2fa = 1', { '2fa': 1 }],
  ['properties.2fa = 1', { properties: { '2fa': 1 } }],
  ['\\größ\\e = 1', undefined],
  ['gr\\ö\\ße = 1', { größe: 1 }],
  ['\\😀 = 1', { '😀': 1 }],
  ['\\\\ = 1', { '\\': 1 }],
  ['x\n=\t1\r\n', { x: 1 }],
  ['x=1', { x: 1 }],
])('a field is named by %s', (fql, payload) => {
  if (payload === undefined) expect(() => readCondition(fql)).toThrow('column')
  else expect(holds(fql, payload)).toBe(true)
})

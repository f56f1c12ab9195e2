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

import { expect, test } from 'vitest'
import { readRules } from '#daemon/redact/rules.js'
import type { RedactionRule } from '#protocol/redaction.js'
import { details, mask, redactorOf } from './an-event.js'

const GITHUB = `ghp_${'a1B2'.repeat(9)}`
const STRIPE = `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`

test.each([
  [
    'an exact path',
    'details.user.password',
    { user: { password: 'x', name: 'y' } },
    { user: { password: '[redacted]', name: 'y' } },
  ],
  ['any case', 'details.User.passWORD', { USER: { Password: 'x' } }, { USER: { Password: '[redacted]' } }],
  [
    'any depth',
    '**.password',
    { a: { b: [{ password: 'x' }, [{ PASSWORD: 'y' }]] } },
    { a: { b: [{ password: '[redacted]' }, [{ PASSWORD: '[redacted]' }]] } },
  ],
  [
    'one level',
    'details.*.token',
    { a: { token: 1 }, token: 2, b: { c: { token: 3 } } },
    { a: { token: '[redacted]' }, token: 2, b: { c: { token: 3 } } },
  ],
  [
    'arrays are passed through',
    'details.users.password',
    { users: [{ password: 'x' }] },
    { users: [{ password: '[redacted]' }] },
  ],
  [
    'numbers and booleans',
    '**.pin',
    { pin: 1234, a: { pin: false }, b: { pin: null } },
    { pin: '[redacted]', a: { pin: '[redacted]' }, b: { pin: null } },
  ],
  ['whole objects', 'details.secret', { secret: { a: 1 }, b: 2 }, { secret: '[redacted]', b: 2 }],
  [
    'all that is in',
    'details.secret.**',
    { secret: { a: 1, b: { c: 2 } } },
    { secret: { a: '[redacted]', b: '[redacted]' } },
  ],
  ['a dot in a key', 'details.a\\.b', { 'a.b': 'x', a: { b: 'y' } }, { 'a.b': '[redacted]', a: { b: 'y' } }],
  [
    'text that is JSON',
    '**.password',
    { body: '{"user":{"password":"x"},"n":1}' },
    { body: '{"user":{"password":"[redacted]"},"n":1}' },
  ],
  [
    'JSON within JSON',
    '**.password',
    { body: JSON.stringify({ inner: JSON.stringify([{ password: 'x' }]) }) },
    { body: JSON.stringify({ inner: '[{"password":"[redacted]"}]' }) },
  ],
  ['what only looks like JSON', '**.password', { body: '{"password":' }, { body: '{"password":' }],
])('a rule by path: %s', (_, path, before, after) => {
  expect(details([mask(path)], before)).toEqual(after)
})

test('dropped is gone, from objects and arrays alike, and what an event needs is masked', () => {
  const redact = redactorOf({ path: '**.id', action: 'drop' }, { path: '**.keys', action: 'drop' })
  const { actor, resource, details } = redact({
    resource: { id: 'r', name: 'n' },
    details: { a: [{ id: 1, b: 2 }], keys: [1] },
  })
  expect({ actor, resource, details }).toEqual({
    actor: { type: 'user', id: '[redacted]', name: 'Ada', email: 'ada@example.com' },
    resource: { name: 'n' },
    details: { a: [{ b: 2 }] },
  })
})

test('equal values have equal hashes, whatever their form, and one hash is not hashed again', () => {
  const rules: RedactionRule[] = [{ path: '**.ssn', action: 'hash' }]
  const { a, b, c } = details(rules, { a: { ssn: 42 }, b: { ssn: '42' }, c: { ssn: '43' } }) as Record<
    string,
    { ssn: string }
  >
  expect(a!.ssn).toMatch(/^hmac:[0-9a-f]{32}$/)
  expect(b).toEqual(a)
  expect(c).not.toEqual(a)
  expect(details(rules, { a: a! })).toEqual({ a })
  expect(details(rules, { ssn: { x: 1, y: 2 } })).toEqual(details(rules, { ssn: { y: 2, x: 1 } }))
})

test('changes: a pointer names what before and after hold', () => {
  const redact = redactorOf({ path: '**.password', action: 'mask' }, { path: 'changes.card.cvc', action: 'drop' })
  const changes = [
    { path: '/user/password', before: 'a', after: 7 },
    { path: '/users/0/Password', after: ['x'] },
    { path: '/user', before: { name: 'n', password: 'p' } },
    { path: '/card/cvc', before: '123', after: '456' },
    { path: 'user.password', after: 'x' },
    { path: '/password/hash', after: 'x' },
    { path: '/name', before: 'a', after: 'b' },
  ]
  expect(redact({ changes }).changes).toEqual([
    { path: '/user/password', before: '[redacted]', after: '[redacted]' },
    { path: '/users/0/Password', after: '[redacted]' },
    { path: '/user', before: { name: 'n', password: '[redacted]' } },
    { path: '/card/cvc' },
    { path: 'user.password', after: '[redacted]' },
    { path: '/password/hash', after: '[redacted]' },
    { path: '/name', before: 'a', after: 'b' },
  ])
})

test('the event says what was redacted, and never what a key gave away', () => {
  const redact = redactorOf(mask('**.password'), { detector: 'service-token', action: 'mask' })
  const { context } = redact({
    context: { ip: '10.0.0.1', redacted: ['/earlier'] },
    details: { a: { password: 1 }, 'x/y~z': STRIPE, [GITHUB]: { password: 2 } },
  })
  expect(context).toEqual({
    ip: '10.0.0.1',
    redacted: [
      '/earlier',
      '/details/a/password',
      '/details/x~1y~0z',
      '/details',
      '/details/[redacted:service-token]/password',
    ],
  })
})

test('two keys that become the same both stay', () => {
  const [a, b] = [`ghp_${'a'.repeat(36)}`, `ghp_${'b'.repeat(36)}`]
  expect(details([{ detector: 'service-token', action: 'mask' }], { [a]: 1, [b]: 2, c: 3 })).toEqual({
    '[redacted:service-token]': 1,
    '[redacted:service-token]_': 2,
    c: 3,
  })
})

test.each([
  [{ action: 'mask' }, /path or a detector/],
  [{ path: 'details.a', detector: 'jwt', action: 'mask' }, /not both/],
  [mask('id'), /every event must have the rest as it is/],
  [{ path: 'timestamp', action: 'drop' }, /every event must have/],
  [{ path: 'seq', action: 'hash' }, /every event must have/],
  [{ path: 'action', action: 'drop' }, /every event must have/],
  [{ path: 'area', action: 'drop' }, /every event must have/],
  [mask('messageId'), /every event must have/],
  [mask('properties.password'), /called details/],
  [mask('details'), /details\.\*\*/],
  [mask('details..a'), /empty/],
  [mask('actor.type'), /one of three words/],
  [{ path: 'Actor.ID', action: 'drop' }, /mask or hash it/],
] as [RedactionRule, RegExp][])('the rule %j cannot be meant', (rule, message) => {
  expect(() => readRules([rule])).toThrow(message)
})

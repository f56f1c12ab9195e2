import { expect, test } from 'vitest'
import { createRedactor } from '#daemon/redact/redactor.js'
import { readRules } from '#daemon/redact/rules.js'
import { DETECTORS, type RedactionRule } from '#protocol/redaction.js'
import { seededRandom } from '../support/random.js'
import { details, draft, hash, mask, redactorOf } from './an-event.js'

/** Assembled here, so that no scanner takes the test for a leak. */
const SECRETS = {
  pem: ['-----BEGIN RSA PRIVATE', 'KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----'].join(' '),
  jwt: ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'].join('.'),
  aws: `AKIA${'IOSFODNN7EXAMPLE'}`,
  awsSecret: `aws_secret_access_key = ${'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'}`,
  google: `AIza${'SyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY'}`,
  azure: `DefaultEndpointsProtocol=https;AccountKey=${'a'.repeat(86)}==`,
  slack: `xoxb-${'2345678901-abcdefghij'}`,
  github: `ghp_${'a1B2'.repeat(9)}`,
  stripe: `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`,
} as const

const everything = DETECTORS.map((detector): RedactionRule => ({ detector, action: 'mask' }))

test.each(Object.entries(SECRETS))('a secret is found wherever it stands: %s', (_, secret) => {
  const redacted = redactorOf(...everything)({
    actor: { type: 'user', id: 'u', name: `n ${secret}` },
    resource: { name: secret },
    context: { userAgent: secret },
    changes: [{ path: `/x/${secret}`, before: [secret], after: { a: `b ${secret}.` } }],
    details: {
      a: [{ b: `see ${secret}, please` }],
      [secret]: 1,
      json: JSON.stringify({ c: [secret] }),
      url: `https://h/?k=${encodeURI(secret)}`,
    },
  })
  const text = JSON.stringify(redacted)
  for (const part of secret
    .split(/[.\n=; ]+/)
    .filter((each) => each.length > 20 && !/access|protocol|-----|RSA/i.test(each)))
    expect(text).not.toContain(part)
  expect(text).toContain('[redacted:')
  expect(redacted.details).toMatchObject({ a: [{ b: expect.stringMatching(/^see .*, please$/s) as string }] })
})

test.each([
  ['4111 1111 1111 1111', true],
  ['4111-1111-1111-1111', true],
  ['paid with 378282246310005.', true],
  ['5555555555554444', true],
  ['2223003122003222', true],
  ['4111111111111112', false],
  ['1234567890123456', false],
  ['order 41111111111111111111', false],
  ['a4111111111111111', false],
  ['2026-11-25 10:15:00', false],
])('card numbers by network and check digit: %s', (text, isCard) => {
  const after = details([{ detector: 'card-number', action: 'mask' }], { text }).text as string
  expect(after.includes('[redacted:card-number]')).toBe(isCard)
  if (!isCard) expect(after).toBe(text)
})

test('a card number written as a number is one, too', () => {
  expect(
    details([{ detector: 'card-number', action: 'mask' }], { n: 4111111111111111, at: 1_763_632_800_000 }),
  ).toEqual({
    n: '[redacted:card-number]',
    at: 1_763_632_800_000,
  })
})

test('what is harmless stays the same object', () => {
  const event = draft({
    ...{
      changes: [{ path: '/a', after: 1 }],
      context: { ip: '10.0.0.1', userAgent: 'Mozilla/5.0 (X11; Linux x86_64)' },
    },
    details: {
      id: 'f47ac10b-58cc-4372-a567-0e02b2c3d479',
      text: 'sk-learn, eyJ, AKIA, at_rest and -----BEGIN CERTIFICATE-----',
    },
  })
  const redactor = createRedactor(readRules([...everything, mask('**.password')]), hash)
  expect(redactor.redact(event, () => expect.unreachable())).toBe(event)
})

test('hostile values end, and no secret at a path comes through', () => {
  const seed = Date.now() % 2 ** 32
  const { next: random, pick } = seededRandom(seed)
  const redact = redactorOf(...everything, mask('**.password'), mask('details.*.b.**.c'), {
    path: '**.x.**.y.**.z',
    action: 'drop',
  })
  const keys = [
    'password',
    'Password',
    'a',
    'b',
    'c',
    'x',
    'y',
    'z',
    '__proto__',
    'constructor',
    '',
    '.',
    '\u0000',
    'İ',
    '-----BEGIN ',
  ]
  const texts = [
    'hunter2',
    '{'.repeat(300),
    `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`,
    '-----BEGIN '.repeat(500),
    'eyJ'.repeat(3000),
    '4'.repeat(5000),
    `${'1-'.repeat(5000)}`,
    'A'.repeat(9000),
    'secret_access_key'.repeat(300),
    '\ud800',
  ]
  const make = (depth: number): unknown => {
    const kind = random()
    if (depth > 6 || kind < 0.3) return pick([...texts, 1, 4111111111111111, true, null])
    const members = Array.from({ length: Math.floor(random() * 4) }, () => make(depth + 1))
    if (kind < 0.5) return members
    const object = Object.fromEntries(members.map((member) => [pick(keys), member]))
    return kind < 0.7 ? JSON.stringify(object) : object
  }
  const startedMs = performance.now()
  for (let i = 0; i < 2000; i++) {
    const { details } = redact({ details: { v: make(0), password: 'hunter2-root' } })
    expect(details.password, `seed ${seed}`).toBe('[redacted]')
    expect(Object.getPrototypeOf(details), `seed ${seed}`).toBe(Object.prototype)
    expect(JSON.stringify(details), `seed ${seed}`).not.toMatch(/"password":(?!"\[redacted\]"|null)/i)
  }
  expect(performance.now() - startedMs, `seed ${seed}`).toBeLessThan(60_000)
})

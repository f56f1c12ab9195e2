import { expect, test } from 'vitest'
import { holdsSecrets, isSecretName, MASK, masked } from '#tui/model/secrets.js'
import { auditEvent } from '../support/audit-event.js'

test.each([
  'token',
  'access_token',
  'writeKey',
  'write-key',
  'API-Key',
  'apiKey',
  'client_secret',
  'Authorization',
  'password',
  'db.passwd',
  'Set-Cookie',
  'privateKey',
  'secrets',
])('%s is the name of a secret', (name) => expect(isSecretName(name)).toBe(true))

test.each(['tokenId', 'token_type', 'secretName', 'key', 'keyword', 'author', 'passed', 'primaryKeyName', 'tokenizer'])(
  '%s is not',
  (name) => expect(isSecretName(name)).toBe(false),
)

test.each([
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
  'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  'xoxb-17653672481-19874698323',
  'AKIAIOSFODNN7EXAMPLE',
  '-----BEGIN RSA PRIVATE KEY-----\nMIIE',
])('%s is masked by its shape', (value) => {
  const event = masked(auditEvent(1, { details: { note: `was ${value} before` } }))
  expect(JSON.stringify(event)).not.toContain(value.slice(4))
  expect(String(event.details.note)).toMatch(new RegExp(`^was .*${MASK}`))
})

test('secrets are masked wherever they stand, and nothing else is', () => {
  const event = auditEvent(1, {
    details: { source: { writeKeys: ['abc', 'def'], name: 'web', on: true }, password: 1234, empty: { token: '' } },
    context: { ip: '10.0.0.1', headers: { Authorization: 'Bearer abcdefghijkl' } },
    changes: [
      { path: '/settings/apiKey', before: 'old', after: 'new' },
      { path: '/settings', after: { clientSecret: 'x', region: 'eu' } },
      { path: '/enabled', before: true, after: false },
    ],
  })
  expect(masked(event)).toEqual({
    ...event,
    details: { source: { writeKeys: [MASK, MASK], name: 'web', on: true }, password: MASK, empty: { token: '' } },
    context: { ip: '10.0.0.1', headers: { Authorization: MASK } },
    changes: [
      { path: '/settings/apiKey', before: MASK, after: MASK },
      { path: '/settings', after: { clientSecret: MASK, region: 'eu' } },
      { path: '/enabled', before: true, after: false },
    ],
  })
  expect(holdsSecrets(event)).toBe(true)
  const plain = auditEvent(2, { changes: [{ path: '/enabled', before: true, after: false }] })
  expect(masked(plain)).toBe(plain)
})

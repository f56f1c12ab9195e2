import { expect, test } from 'vitest'
import { parseTarget, printTarget } from '#protocol/target.js'

test.each([
  ['unix:/run/audit trail.sock', 'unix:/run/audit trail.sock'],
  ['unix:relative.sock', 'unix:relative.sock'],
  ['ws://127.0.0.1:4780', 'ws://127.0.0.1:4780/ws'],
  ['WS://[::1]:4780/', 'ws://[::1]:4780/ws'],
  ['http://127.0.0.1:4780', 'ws://127.0.0.1:4780/ws'],
  ['HTTPS://audit.example.com', 'wss://audit.example.com/ws'],
  ['wss://audit.example.com/trail/ws?x=1', 'wss://audit.example.com/trail/ws?x=1'],
])('%s leads to %s', (text, place) => {
  expect(printTarget(parseTarget(text))).toBe(place)
})

test.each([
  '',
  'unix:',
  '127.0.0.1:4780',
  'ftp://127.0.0.1:4780',
  'ws://',
  'https://',
  'ws:127.0.0.1',
  '/run/audit-trail.sock',
])('%j is refused, saying what is expected', (text) => {
  expect(() => parseTarget(text)).toThrow(
    `Cannot connect: expected unix:PATH, ws://HOST:PORT or wss://HOST:PORT, got "${text}"`,
  )
})

test('a token in an address is refused, and not repeated', () => {
  expect(() => parseTarget('wss://:s3cret@host')).toThrow('Cannot connect: a token never stands in an address')
})

import { expect, test } from 'vitest'
import type { ConnectionState } from '#protocol/client.js'
import { TrailError } from '#protocol/error.js'
import { BINDINGS } from '#tui/keymap/keymap.js'
import { newModel } from '#tui/model/model.js'
import { viewHeader } from '#tui/screens/header.js'
import { lineColumns } from '#tui/view/text.js'
import { UTC } from '#tui/view/time.js'
import { T0 } from '../support/audit-event.js'

const HELLO = {
  version: 1,
  daemon: '0',
  trail: 't',
  epoch: 'e',
  role: 'owner',
  workspace: 'acme',
  first: 0,
  last: 0,
  events: 0,
} as const
const LOST = new TrailError('unavailable', 'Cannot reach the daemon')

function header(connection: ConnectionState, sinceMs = T0, columns = 80): string {
  const options = { timeZone: 'UTC', columns, rows: 24, demo: true, mouse: true, maxEvents: 10 }
  const model = newModel({ now: () => T0, bindings: BINDINGS, connection, ...options })
  model.connectionSinceMs = sinceMs
  model.hello = HELLO
  model.lagMs = 61_000
  const line = viewHeader(model, [], UTC, columns)
  expect(lineColumns(line)).toBe(columns)
  return line.map(({ text }) => text).join('')
}

test.each<[string, ConnectionState, number, string]>([
  ['a link that is up', { kind: 'open', hello: HELLO }, T0, '● LIVE'],
  [
    'a link that has just broken',
    { kind: 'waiting', attempt: 3, retryAtMs: T0 + 3500, error: LOST },
    T0 - 2000,
    '◐ reconnecting 3 · next try 4s',
  ],
  [
    'one that is down for long',
    { kind: 'waiting', attempt: 9, retryAtMs: T0 + 30_000, error: LOST },
    T0 - 60_000,
    '○ OFFLINE since 14:29:00 · next try 30s · r now',
  ],
  ['another attempt', { kind: 'connecting', attempt: 4 }, T0, '◐ reconnecting 4'],
  ['the first attempt', { kind: 'connecting', attempt: 1 }, T0, '◐ connecting'],
  ['a refusal', { kind: 'closed', refused: new TrailError('unauthorized', 'The token was revoked') }, T0, '○ REFUSED'],
])('%s is told', (_, connection, sinceMs, told) => {
  expect(header(connection, sinceMs)).toContain(told)
})

test('what is shown is invented, and that is said on every screen', () => {
  for (let columns = 20; columns <= 200; columns++)
    expect(header({ kind: 'open', hello: HELLO }, T0, columns)).toContain('DEMO')
})

test('on a narrow screen the state of the link grows shorter before it is cut', () => {
  const down = { kind: 'waiting', attempt: 9, retryAtMs: T0 + 30_000, error: LOST } as const
  const at = (columns: number) =>
    header(down, T0 - 60_000, columns)
      .trim()
      .replace(/ +/g, ' ')
  expect(at(50)).toBe('DEMO ○ OFFLINE since 14:29:00 · next try 30s')
  expect(at(34)).toBe('DEMO ○ OFFLINE since 14:29:00')
  expect(at(20)).toBe('DEMO ○ 14:29')
})

test('the clock runs to the second only while the window has the keys', () => {
  const model = newModel({
    bindings: BINDINGS,
    ...{ now: () => T0, connection: { kind: 'open', hello: HELLO }, timeZone: 'UTC' },
    ...{ columns: 80, rows: 24, demo: false, mouse: true, maxEvents: 10 },
  })
  const clock = () =>
    viewHeader(model, [], UTC, 80)
      .map(({ text }) => text)
      .join('')
      .trim()
      .slice(-12)
  expect(clock()).toBe('14:30:00 UTC')
  model.focused = false
  expect(clock()).toMatch(/ 14:30 UTC$/)
})

test('on a narrow screen the least important goes first', () => {
  const live = (columns: number) => header({ kind: 'open', hello: HELLO }, T0, columns).trim().replace(/ +/g, ' ')
  expect(live(80)).toBe('AUDIT DEMO ● LIVE acme 0 ev/s ·········· 1m behind 14:30:00 UTC')
  expect(live(40)).toBe('DEMO ● LIVE acme 0 ev/s 14:30:00 UTC')
  expect(live(20)).toBe('DEMO ● LIVE')
})

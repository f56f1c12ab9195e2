import { expect, test } from 'vitest'
import { notification } from '#tui/terminal/bell.js'
import { columnsOf } from '#tui/view/width.js'
import { auditEvent, auditEvents, T0 } from '../support/audit-event.js'
import { type DashboardOptions, openDashboard } from '../support/dashboard.js'
import { HOSTILE_NAMES } from '../support/hostile-names.js'

const AWAY = '\x1b[O'
const BACK = '\x1b[I'

/** A dashboard whose clock is moved by hand; what it rang so far. */
async function opened(options: DashboardOptions = {}) {
  let nowMs = T0 + 3_600_000
  const dashboard = await openDashboard(auditEvents(20), { now: () => nowMs, notify: 'bell', ...options })
  const rings = () => dashboard.screen.bytes.match(/\x1b\](?:[^\x07]*)\x07|\x07/g) ?? []
  const until = (count: number) => dashboard.screen.until(() => rings().length === count, `${count} rings`)
  const pass = (ms: number) => {
    nowMs += ms
  }
  return { dashboard, rings, until, pass }
}
/** The dashboard looks at its clock once a second. */
const second = () => new Promise((resolve) => setTimeout(resolve, 1200))
const failure = (seq: number, action = `Login ${seq}`) => auditEvent(seq, { action, outcome: 'failure' })
const success = (seq: number) => auditEvent(seq, { action: 'Login', outcome: 'success' })

test('a failure that comes while I look elsewhere rings, and others not before ten seconds are over', async () => {
  const { dashboard, rings, until, pass } = await opened()
  await using _ = dashboard
  const { daemon, press, screen } = dashboard
  press(AWAY)
  daemon.arrive(success(21), failure(22))
  await until(1)
  for (let seq = 23; seq < 60; seq++) daemon.arrive(failure(seq))
  await screen.see('Login 59')
  pass(9000)
  await second()
  expect(rings()).toHaveLength(1)
  pass(1000)
  await until(2)
})

test('a desktop is told what it was, and of several how many', async () => {
  const { dashboard, rings, until, pass } = await opened({ notify: 'desktop', filter: 'action:Login*' })
  await using _ = dashboard
  const { daemon, press } = dashboard
  press(' ')
  await dashboard.screen.see('PAUSED')
  daemon.arrive(failure(22), failure(23, 'Other'))
  await until(1)
  pass(10_000)
  daemon.arrive(failure(24), failure(25), failure(26))
  await until(2)
  expect(rings()).toEqual([
    '\x1b]9;audit-trail: failed: Login 22 by bob@acme.io\x07',
    '\x1b]9;audit-trail: 3 failures, the last: Login 26 by carol@acme.io\x07',
  ])
})

test('what I see, and what I have come back to see, does not ring; nor does anything where I did not ask for it', async () => {
  const { dashboard, rings, pass } = await opened()
  await using _ = dashboard
  const { daemon, press, screen } = dashboard
  daemon.arrive(failure(21))
  press(AWAY + BACK)
  await screen.see('Login 21')
  pass(20_000)
  await second()
  expect(rings()).toEqual([])
  const other = await opened({ notify: 'never' })
  await using __ = other.dashboard
  other.dashboard.press(AWAY)
  other.dashboard.daemon.arrive(failure(21))
  await other.dashboard.screen.see('Login 21')
  other.pass(20_000)
  await second()
  expect(other.rings()).toEqual([])
})

test('an alert that is raised while I look elsewhere rings once', async () => {
  const { dashboard, rings, until, pass } = await opened({ notify: 'desktop' })
  await using _ = dashboard
  const { daemon, press, screen } = dashboard
  press(AWAY)
  await screen.quiet()
  daemon.problems = ['the disk is full\x07\x1b]0;owned\x07']
  pass(11_000)
  press('3')
  await until(1)
  expect(rings()[0]).toBe('\x1b]9;audit-trail: the disk is full␇␛]0;owned␇\x07')
  pass(11_000)
  await second()
  expect(rings()).toHaveLength(1)
})

test.each(HOSTILE_NAMES)('whatever a name holds ends no notification and begins none: %j', (name) => {
  for (const unicode of [true, false]) {
    const told = notification(`audit-trail: failed: ${name} by ${name.repeat(50)}`, unicode)
    const text = told.slice('\x1b]9;'.length, -1)
    expect(told).toBe(`\x1b]9;${text}\x07`)
    expect(text).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u)
    expect(columnsOf(text)).toBeLessThanOrEqual(200)
    if (!unicode) expect(text).toMatch(/^[\x20-\x7e]*$/)
  }
})

test('in tmux, which shows no notifications, the bell rings', async () => {
  const { dashboard, rings, until } = await opened({
    notify: 'desktop',
    environment: { TERM: 'tmux-256color', LANG: 'C.UTF-8', TMUX: '/tmp/none,1,0' },
  })
  await using _ = dashboard
  dashboard.press(AWAY)
  dashboard.daemon.arrive(failure(21))
  await until(1)
  expect(rings()).toEqual(['\x07'])
})

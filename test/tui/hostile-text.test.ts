import { expect, test } from 'vitest'
import { noMemory } from '#tui/memory.js'
import { auditEvent, auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'
import { HOSTILE_EVENTS, HOSTILE_NAMES, STEERING } from '../support/hostile-names.js'

test.each(['6', '11'] as const)(
  'hostile names steer nothing and shift nothing, with the widths of Unicode %s',
  async (unicode) => {
    await using dashboard = await openDashboard(HOSTILE_EVENTS, { columns: 160, rows: 60, unicode })
    const { screen, daemon } = dashboard
    await screen.see('10.0.0.2')
    const places = (y: number) => [screen.columnOf('│', y), screen.columnOf('ok', y)]
    const aligned = () => {
      const rows = screen.lines.flatMap((line, y) => (/10\.0\.0\.\d/.test(line) && /Act /.test(line) ? [y] : []))
      expect(rows.length).toBeGreaterThanOrEqual(HOSTILE_NAMES.length)
      expect(new Set(rows.map((y) => places(y).join(' ')))).toEqual(new Set([places(rows[0]!).join(' ')]))
    }
    aligned()
    // Rows move over one another: what a wider or narrower character left behind must be gone.
    for (let i = 1; i <= 3; i++) {
      daemon.arrive(auditEvent(HOSTILE_NAMES.length + i, { outcome: 'success', action: `Act later ${i}` }))
      await screen.see(`later ${i}`)
      aligned()
    }
    expect(screen.bytes).not.toMatch(STEERING)
    expect(screen.title).toBe('')
  },
)

test('an event that hides something is marked', async () => {
  await using dashboard = await openDashboard([
    auditEvent(1),
    auditEvent(2, { actor: { type: 'user', id: 'eve\x1b[8m' } }),
    auditEvent(3, { details: { note: 'a\u202eb' } }),
  ])
  const { screen, press } = dashboard
  await screen.see('eve␛[8m')
  const marked = screen.lines.filter((line) => line.includes('⚠'))
  expect(marked).toHaveLength(1)
  expect(marked[0]).toContain('eve')
  press(KEYS.enter)
  await screen.see('holds characters that steer or hide')
  press('j'.repeat(40))
  await screen.see('a<U+202E>b')
})

test('the filter prompt and the panes show hostile text as harmlessly', async () => {
  await using dashboard = await openDashboard([...HOSTILE_EVENTS, ...auditEvents(3, HOSTILE_EVENTS.length + 1)], {
    columns: 200,
    rows: 50,
  })
  const { screen, press } = dashboard
  press('/actor:\x1b[200~\x1b]0;owned\x07\u202e\x1b[201~')
  await screen.see('<U+202E>')
  press(KEYS.escape)
  await screen.lose('<U+202E>]0')
  expect(screen.bytes).not.toMatch(STEERING)
  expect(screen.title).toBe('')
})

test('what is looked for is marked inside hostile names without shifting anything', async () => {
  await using dashboard = await openDashboard(HOSTILE_EVENTS, { columns: 160, rows: 60 })
  const { screen, press } = dashboard
  await screen.see('10.0.0.2')
  const places = () =>
    screen.lines.flatMap((line, y) => (/Act /.test(line) && /10\.0/.test(line) ? [screen.columnOf('ok', y)] : []))
  expect(new Set(places()).size).toBe(1)
  for (const text of ['e', '\u0301', 'मी', '👧', '王', 'ﷺ', 'fé', '\u202e', 'ß']) {
    press(`s\x15\x1b[200~${text}\x1b[201~`)
    await screen.quiet()
    expect(new Set(places()).size).toBe(1)
    expect(places().length).toBeGreaterThanOrEqual(HOSTILE_NAMES.length)
    press(KEYS.enter)
    await screen.lose('find ▏')
  }
  press('s\x15\x1b[200~\x1b]0;owned\x07\u202enothing\x1b[201~\r')
  await screen.see('There is no')
  press('@\x1b[200~\x1b[2J\u202e\x1b[201~\r')
  await screen.see('✗ expected')
  expect(screen.bytes).not.toMatch(STEERING)
  expect(screen.title).toBe('')
})

test('the detail, marks, the copy menu and the plain view show hostile text as harmlessly', async () => {
  const events = HOSTILE_NAMES.map((name, i) =>
    auditEvent(i + 1, {
      action: `Act ${name}`,
      actor: { type: 'user', id: name, name },
      resource: { id: name, name },
      context: { ip: '10.0.0.1', userAgent: name, requestId: name, [name]: name },
      changes: [{ path: `/${name}`, before: name, after: { [name]: name } }],
      details: { [name]: { [name]: [name] } },
    }),
  )
  await using dashboard = await openDashboard(events, { columns: 120, rows: 60 })
  const { screen, press } = dashboard
  press(`${KEYS.enter}G${KEYS.enter}g}}}j${KEYS.enter}`)
  await screen.see('raw event')
  for (let i = 0; i < HOSTILE_NAMES.length; i++) {
    press('m}y')
    await screen.see('─ copy ─')
    press(`${KEYS.escape}`)
    await screen.lose('─ copy ─')
    press('\x0f')
    await screen.see('drag selects')
    press(`${KEYS.escape}`)
    await screen.lose('drag selects')
    press('[')
  }
  press("'")
  await screen.see(`marks (${HOSTILE_NAMES.length})`)
  await screen.quiet()
  expect(screen.bytes).not.toMatch(STEERING)
  expect(screen.title).toBe('')
})

test('chips, used filters and views show hostile text as harmlessly', async () => {
  const hostile = '\x1b[8m\u202egnp.exe'
  const name = 'view \x1b]0;owned\x07\u202e'
  const memory = noMemory()
  memory.remember({ views: [{ name, filter: `actor:"${hostile}"`, default: true }] })
  await using dashboard = await openDashboard(
    [...HOSTILE_EVENTS, auditEvent(99, { actor: { type: 'user', id: hostile } })],
    {
      memory,
    },
  )
  const { screen, press } = dashboard
  await screen.see('actor:␛[8m<U+202E>gnp.exe')
  press(`${KEYS.shiftTab}h`)
  await screen.see('actor:␛[8m<U+202E>gnp.exe')
  press('v')
  await screen.see('● view ␛]0;owned␇<U+202E> *')
  press(KEYS.escape)
  await screen.lose('● view')
  press('+')
  press('/\x12')
  await screen.see('1 of ')
  press(`gnp${KEYS.enter}`)
  await screen.see('filter ▏actor:"␛[8m<U+202E>')
  expect(screen.bytes).not.toMatch(STEERING)
  expect(screen.title).toBe('')
})

test.each(['America/New_York', 'Asia/Kathmandu'])('events from both ends of time are shown in %s', async (timeZone) => {
  const events = [
    auditEvent(1, { timestamp: '0000-01-01T00:00:00.000Z' }),
    auditEvent(2, { timestamp: '9999-12-31T23:59:59.999Z' }),
  ]
  await using dashboard = await openDashboard(events, { timeZone, columns: 200, rows: 50 })
  const { screen, press } = dashboard
  await screen.see('Policy Updated')
  press(KEYS.enter)
  await screen.see('9999-12-31 23:59:59.999 UTC')
  press('[')
  await screen.see('0000-01-01 00:00:00.000 UTC')
  press('\\=')
  await screen.see('0000-01-01 00:00:00.000 UTC')
})

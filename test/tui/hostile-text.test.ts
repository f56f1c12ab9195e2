import { expect, test } from 'vitest'
import { noMemory } from '#tui/memory.js'
import { auditEvent, auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

/** What an attacker may put into a name, and what languages and emoji do to widths. */
const NAMES = [
  '\x1b[31mred',
  '\x1b[8mhidden',
  '\x1b]0;owned\x07',
  '\x9b31mred',
  '\x9d0;owned\x9c',
  '\x1bP0;1|17/ab\x1b\\',
  '\x1b]52;c;b3duZWQ=\x07',
  '\x1b[2J\x1b[H',
  '\r\nforged row',
  '\x07\x08\x7f',
  '{red-fg}x{/}',
  '{center}x{|}',
  '{right}x',
  '\u202egnp.exe',
  '\u2066a\u2069',
  '\u200bzero\u200d',
  '\ufeffbom',
  '\ud83d lone',
  '王小明',
  '日本語のソース',
  '한국어',
  'ｈａｌｆ ﾊﾝｶｸ',
  '🚀 launch',
  '👨‍👩‍👧 family',
  '🇩🇪 flag',
  '❤️ heart',
  '1️⃣ key',
  'cafe\u0301',
  '\u0301mark',
  `z${'\u0301'.repeat(99)}`,
  'مرحبا بالعالم',
  'हिन्दी नाम',
  'ไทย',
  '⚠ sign',
  '⌚ watch',
  'ﷺ',
  '　ideographic space',
  '\u{e0041}tag',
]
const EVENTS = NAMES.map((name, i) =>
  auditEvent(i + 1, {
    outcome: 'success',
    actor: { type: 'user', id: name, name },
    action: `Act ${name}`,
    resource: { name },
    details: { [name]: name },
  }),
)

/** Bytes no screen sends because of an event: everything steering it beyond colours, places and modes. */
const STEERING = /\x1b\](?!52;c;)|\x1bP|\x9b|\x9d|\x07|\x1b\[8m|\x1b\[[02]J\x1b\[H\x1b\[/

test.each(['6', '11'] as const)(
  'hostile names steer nothing and shift nothing, with the widths of Unicode %s',
  async (unicode) => {
    await using dashboard = await openDashboard(EVENTS, { columns: 160, rows: 60, unicode })
    const { screen, daemon } = dashboard
    await screen.see('10.0.0.2')
    const places = (y: number) => [screen.columnOf('│', y), screen.columnOf('ok', y)]
    const aligned = () => {
      const rows = screen.lines.flatMap((line, y) => (/10\.0\.0\.\d/.test(line) && /Act /.test(line) ? [y] : []))
      expect(rows.length).toBeGreaterThanOrEqual(NAMES.length)
      expect(new Set(rows.map((y) => places(y).join(' ')))).toEqual(new Set([places(rows[0]!).join(' ')]))
    }
    aligned()
    // Rows move over one another: what a wider or narrower character left behind must be gone.
    for (let i = 1; i <= 3; i++) {
      daemon.arrive(auditEvent(NAMES.length + i, { outcome: 'success', action: `Act later ${i}` }))
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
  await using dashboard = await openDashboard([...EVENTS, ...auditEvents(3, EVENTS.length + 1)], {
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
  await using dashboard = await openDashboard(EVENTS, { columns: 160, rows: 60 })
  const { screen, press } = dashboard
  await screen.see('10.0.0.2')
  const places = () =>
    screen.lines.flatMap((line, y) => (/Act /.test(line) && /10\.0/.test(line) ? [screen.columnOf('ok', y)] : []))
  expect(new Set(places()).size).toBe(1)
  for (const text of ['e', '\u0301', 'मी', '👧', '王', 'ﷺ', 'fé', '\u202e', 'ß']) {
    press(`s\x15\x1b[200~${text}\x1b[201~`)
    await screen.quiet()
    expect(new Set(places()).size).toBe(1)
    expect(places().length).toBeGreaterThanOrEqual(NAMES.length)
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
  const events = NAMES.map((name, i) =>
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
  for (let i = 0; i < NAMES.length; i++) {
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
  await screen.see(`marks (${NAMES.length})`)
  await screen.quiet()
  expect(screen.bytes).not.toMatch(STEERING)
  expect(screen.title).toBe('')
})

test('chips, used filters and views show hostile text as harmlessly', async () => {
  const hostile = '\x1b[8m\u202egnp.exe'
  const name = 'view \x1b]0;owned\x07\u202e'
  const memory = noMemory()
  memory.remember({ views: [{ name, filter: `actor:"${hostile}"`, default: true }] })
  await using dashboard = await openDashboard([...EVENTS, auditEvent(99, { actor: { type: 'user', id: hostile } })], {
    memory,
  })
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

test.each([
  [80, 24],
  [200, 50],
  [20, 5],
])('what the daemon says of itself and who did most steer nothing at %i x %i', async (columns, rows) => {
  await using dashboard = await openDashboard(EVENTS, { columns, rows })
  const { screen, daemon, press } = dashboard
  daemon.problems = NAMES.map((name) => `problem ${name}`)
  daemon.jobs = NAMES.map((name, i) => ({
    name: `job ${i} ${name}`,
    state: (['held', 'failed', 'running', 'idle'] as const)[i % 4]!,
    schedule: name,
    message: `message ${name}`,
    progress: 0.5,
  }))
  const steady = async () => {
    await screen.quiet()
    expect(screen.lines.filter((line) => line.startsWith('forged row'))).toEqual([])
  }
  for (const [key, seen] of [
    ['4', 'JOBS 1/'],
    ['3', 'ALERTS 1/'],
    ['5', 'STATS'],
  ] as const) {
    press(key)
    await screen.see(seen)
    await steady()
    if (key !== '5') {
      press(`jj${KEYS.enter}`)
      await steady()
      press(KEYS.escape)
    }
  }
  press('4R')
  await steady()
  press(`\x1b[200~\x1b]0;owned\x07\u202e\x1b[201~${KEYS.enter}`)
  await steady()
  press(KEYS.escape)
  press(':job run ')
  await steady()
  press(KEYS.tab)
  await steady()
  press(KEYS.escape)
  press(`:messages${KEYS.enter}`)
  await steady()
  expect(screen.bytes).not.toMatch(STEERING)
  expect(screen.title).toBe('')
})

test('names in the figures steer nothing, and stand in their columns', async () => {
  await using dashboard = await openDashboard(EVENTS, { columns: 160, rows: 60 })
  const { screen, press } = dashboard
  press('5')
  await screen.see('STATS last 24 h')
  await screen.see('▁')
  expect(screen.bytes).not.toMatch(STEERING)
})

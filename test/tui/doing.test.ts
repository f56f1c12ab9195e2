import { expect, test, vi } from 'vitest'
import type { ExportEvents } from '#tui/performers/hands.js'
import { auditEvent, auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

test('an export asks how and where, tells its progress, and says what it wrote', async () => {
  let finish: () => void = () => {}
  const exportEvents = vi.fn<ExportEvents>(async ({ path }, onProgress) => {
    onProgress(3, 8)
    await new Promise<void>((resolve) => (finish = resolve))
    return { rows: 8, path, sha256: 'ab12' }
  })
  await using dashboard = await openDashboard(auditEvents(30), { filter: 'area:Users', exportEvents })
  const { screen, press } = dashboard
  press('x')
  await screen.see(/count +8 events/)
  await screen.see('audit-20261120-153000.csv')
  press(`${KEYS.up}${KEYS.up}${KEYS.right}`)
  await screen.see('audit-20261120-153000.ndjson')
  press(`\x15/tmp/users.ndjson${KEYS.enter}`)
  await screen.see('37% 3 rows to /tmp/users.ndjson')
  expect(exportEvents.mock.calls[0]![0]).toEqual({
    filter: 'area:Users',
    format: 'ndjson',
    raw: false,
    path: '/tmp/users.ndjson',
  })
  press('q')
  await screen.see('An export is running')
  finish()
  await screen.see(/✓ exported 8 rows → \/tmp\/users.ndjson · \d+\.\d s · SHA-256 ab12/)
})

test('an export can be stopped', async () => {
  const exportEvents: ExportEvents = (_, __, signal) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  await using dashboard = await openDashboard(auditEvents(3), { exportEvents })
  const { screen, press } = dashboard
  press(`x${KEYS.enter}`)
  await screen.see('X stops it')
  await screen.see('X stop export')
  press('X')
  await screen.see('The export was stopped')
  await screen.lose('X stop export')
})

test('what makes an export fail is said until a key is pressed', async () => {
  await using dashboard = await openDashboard(auditEvents(3), {
    exportEvents: () => Promise.reject(new Error('Cannot write /root/x.csv: permission denied')),
  })
  const { screen, press } = dashboard
  press(`x${KEYS.enter}`)
  await screen.see('! Cannot write /root/x.csv: permission denied')
  press('j')
  await screen.lose('permission denied')
})

test('the help lists the keys of the pane, finds them, and runs them', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press } = dashboard
  press('?')
  await screen.see('keys: list')
  press('stand still')
  await screen.until(({ text }) => text.includes('Stand still') && !text.includes('Next event'))
  press(KEYS.enter)
  await screen.see('PAUSED')
  press(`${KEYS.tab}?`)
  await screen.see('keys: facets')
  press('xyzzy')
  await screen.see('no key does that')
  press(KEYS.escape)
  await screen.lose('keys: facets')
})

test('the event is copied as JSON in which nothing hides', async () => {
  await using dashboard = await openDashboard([auditEvent(1, { details: { note: 'a\u202eb\u009b' } })])
  const { screen, press } = dashboard
  press('yy')
  await screen.see("sent event as JSON to the terminal's clipboard")
  const [, encoded] = /\x1b\]52;c;([^\x07]*)\x07/.exec(screen.bytes)!
  const copied = Buffer.from(encoded!, 'base64').toString()
  expect(copied).toContain('a\\u202eb\\u009b')
  expect(JSON.parse(copied)).toMatchObject({ seq: 1, details: { note: 'a\u202eb\u009b' } })
})

test('a click selects, a second one opens, the wheel scrolls', async () => {
  await using dashboard = await openDashboard(auditEvents(60))
  const { screen, press, click } = dashboard
  click('14:30:50')
  await screen.see(/▌.{3}14:30:50/)
  click('14:30:50')
  await screen.see(/proof +not checked/)
  press(KEYS.escape)
  await screen.lose('proof')
  press('\x1b[<64;10;10M'.repeat(5))
  await screen.see('14:30:31')
  expect(screen.text).not.toContain('14:30:50')
  click('FOLLOW')
})

test('the words of the footer and the status can be clicked', async () => {
  await using dashboard = await openDashboard(auditEvents(60))
  const { screen, click } = dashboard
  click('FOLLOWING')
  await screen.see('PAUSED')
  click('keys')
  await screen.see('keys: list')
})

test('the mouse can be left to the terminal', async () => {
  await using dashboard = await openDashboard(auditEvents(3))
  const { screen, press } = dashboard
  expect(screen.terminal.modes.mouseTrackingMode).toBe('drag')
  press('\x1bOQ')
  await screen.see('Mouse off')
  expect(screen.terminal.modes.mouseTrackingMode).toBe('none')
})

test('times are shown in the zone of who looks, in UTC, or as ages', async () => {
  await using dashboard = await openDashboard(auditEvents(3), { timeZone: 'Asia/Kolkata' })
  const { screen, press } = dashboard
  await screen.see('20:00:03')
  await screen.see('21:00:00 GMT+5:30')
  press('t')
  await screen.see('14:30:03')
  await screen.see('15:30:00 UTC')
  press('t')
  await screen.see('59m ago')
  press(KEYS.enter)
  await screen.see('2026-11-20 14:30:03.000 UTC')
  await screen.see('2026-11-20 20:00:03.000 GMT+5:30')
})

test('q goes back one layer at a time and then leaves with 0', async () => {
  await using dashboard = await openDashboard(auditEvents(3))
  const { screen, press, ended } = dashboard
  press(KEYS.enter)
  await screen.see('proof')
  press('q')
  await screen.lose('proof')
  expect(screen.isAlternate).toBe(true)
  press('q')
  expect(await ended).toBe(0)
  await screen.until(({ isAlternate }) => !isAlternate, 'the terminal as it was')
  expect(screen.terminal.modes).toMatchObject({ mouseTrackingMode: 'none', bracketedPasteMode: false })
})

test('the screen follows the size of the terminal, to any size', async () => {
  await using dashboard = await openDashboard(auditEvents(60))
  const { screen, resize } = dashboard
  for (const [columns, rows] of [
    [200, 50],
    [20, 5],
    [1, 1],
    [300, 90],
    [80, 24],
  ] as const) {
    resize(columns, rows)
    await screen.until(
      ({ lines }) => columns < 20 || lines.some((line) => /▶ FOLLOWING ─+$/.test(line) && line.length === columns),
      `${columns} x ${rows}`,
    )
  }
})

test('a paste into the list does nothing, into the prompt it is text', async () => {
  await using dashboard = await openDashboard(auditEvents(3))
  const { screen, press } = dashboard
  press('\x1b[200~qqq\r\x03\x1b[201~')
  press('/')
  press('\x1b[200~area:Users\nq\x1b[201~')
  await screen.see('area:Users q')
})

test('without colours every state has a sign', async () => {
  await using dashboard = await openDashboard(auditEvents(30), {
    environment: { TERM: 'xterm-256color', LANG: 'C.UTF-8', NO_COLOR: '1' },
  })
  const { screen, press } = dashboard
  await screen.see('● LIVE')
  press('k')
  await screen.see('▌')
  await screen.see('✗ 14:30:27')
  expect(screen.bytes).not.toMatch(/\x1b\[[\d;]*(?:38|48|3[0-7]|4[0-7])[;m]/)
})

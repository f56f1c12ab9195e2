import { expect, test } from 'vitest'
import { THEME_NAMES, type ThemeName } from '#tui/model/theme-name.js'
import { auditEvent, auditEvents } from '../support/audit-event.js'
import { type DashboardOptions, KEYS, openDashboard } from '../support/dashboard.js'
import type { Screen } from '../support/terminal.js'

/** Something in every style and on every ground. */
const EVENTS = [
  ...auditEvents(120),
  auditEvent(121, { actor: { type: 'user', id: 'eve\x1b[8m' }, resource: { name: 'invoice\u202etxt' } }),
  auditEvent(122, { outcome: 'failure', action: 'Login Failed', resource: { name: 'Billing plan' } }),
  auditEvent(123, {
    outcome: 'success',
    action: 'Policy Updated',
    resource: { name: 'Billing plan' },
    changes: [{ path: '/roles', before: ['viewer'], after: ['viewer', 'admin'] }],
  }),
  auditEvent(124),
]

/** The screen with its looks, as `cat` shows it on a terminal. */
function inColour({ terminal }: Screen): string {
  const { active } = terminal.buffer
  const lines = Array.from({ length: terminal.rows }, (_, y) => {
    let [line, before] = ['', '']
    for (let x = 0; x < terminal.cols; x++) {
      const cell = active.getLine(y)?.getCell(x)
      if (cell === undefined || cell.getWidth() === 0) continue
      const look = [
        ...(cell.isBold() ? ['1'] : []),
        ...(cell.isUnderline() ? ['4'] : []),
        ...(cell.isInverse() ? ['7'] : []),
        ...(cell.isFgDefault() ? [] : [`38;5;${cell.getFgColor()}`]),
        ...(cell.isBgDefault() ? [] : [`48;5;${cell.getBgColor()}`]),
      ].join(';')
      if (look !== before) line += look === '' ? '\x1b[m' : `\x1b[0;${look}m`
      before = look
      line += cell.getChars() || ' '
    }
    return `${line}\x1b[m`
  })
  return `${lines.join('\n')}\n`
}

const looks: Readonly<Record<string, DashboardOptions>> = {
  ...Object.fromEntries(THEME_NAMES.map((theme: ThemeName) => [theme, { theme }])),
  ascii: { wanted: { ascii: true } },
  'mono-ascii': { theme: 'mono', wanted: { ascii: true } },
}

test.each(Object.entries(looks))('%s looks as it did', async (name, options) => {
  await using dashboard = await openDashboard(EVENTS, { columns: 80, rows: 24, filter: 'area:*', ...options })
  const { screen, press } = dashboard
  press(`sbilling${KEYS.enter}`)
  await screen.see(/hit 2 of 2/)
  press('m')
  await screen.see('1 mark')
  await screen.see('124 of 124')
  await screen.quiet()
  const list = inColour(screen)
  press(`${KEYS.enter}`)
  await screen.see('same target')
  await screen.quiet()
  const detail = inColour(screen)
  press('\x1b')
  await screen.see('TARGET')
  press('i hhh')
  await screen.see(/events/)
  await screen.quiet()
  await expect(`${list}${detail}${inColour(screen)}`).toMatchFileSnapshot(`../fixtures/screens/look-${name}-80x24.ansi`)
})

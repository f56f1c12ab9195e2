import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filterFromArguments } from '#protocol/filter/argument.js'
import { openMemory } from '#tui/memory.js'
import { commandLineOf } from '#tui/model/saved-views.js'
import { auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

const SIZES = [
  [20, 5],
  [80, 24],
  [200, 50],
] as const

test.each(SIZES)('at %i x %i, a view is saved, shown again, deleted and put back', async (columns, rows) => {
  await using dashboard = await openDashboard(auditEvents(60), { columns, rows, filter: 'area:Users' })
  const { screen, press, daemon } = dashboard
  const filter = () => daemon.asked.filter(({ method }) => method === 'histogram').at(-1)?.params.filter
  press('v')
  await screen.see('no view is')
  press('s')
  await screen.see('name')
  press(KEYS.enter)
  await screen.see('needs a')
  press(`users${KEYS.enter}`)
  await screen.see('● users')
  press(KEYS.escape)
  await screen.lose('● users')
  press('=')
  await screen.until(() => filter() !== 'area:Users', 'another filter')
  press('v')
  await screen.see(/ {3}users/)
  press(KEYS.enter)
  await screen.until(() => filter() === 'area:Users', 'the view')
  press('vd')
  await screen.see('no view is')
  press('u')
  await screen.see('● users')
  press('*')
  await screen.see('users *')
})

test('views are there the next time, and one of them from the start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-views-'))
  try {
    const memory = await openMemory(folder)
    {
      await using dashboard = await openDashboard(auditEvents(60), { memory, filter: 'area:Users' })
      const { screen, press } = dashboard
      press('t')
      await screen.see('Times are UTC')
      press('vs')
      await screen.see('save view')
      press(`the users${KEYS.enter}`)
      await screen.see('● the users')
      press('*')
      await screen.see('the users *')
    }
    await memory.close()
    await using dashboard = await openDashboard(auditEvents(60), { memory: await openMemory(folder) })
    await dashboard.screen.see('filter area:Users')
    dashboard.press('v')
    await dashboard.screen.see('● the users *  area:Users  times utc')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('saving under the same name changes the view', async () => {
  await using dashboard = await openDashboard(auditEvents(60), { filter: 'area:Users' })
  const { screen, press } = dashboard
  press('vs')
  await screen.see('save view')
  press(`mine${KEYS.enter}`)
  await screen.see('● mine  area:Users')
  press(`${KEYS.escape}`)
  await screen.lose('● mine')
  press(`/\x15alice${KEYS.enter}`)
  await screen.see('filter alice')
  press('vs')
  await screen.see('save view')
  press(`mine${KEYS.enter}`)
  await screen.see('● mine  alice')
  expect(screen.text.match(/mine {2}(alice|area)/g)).toHaveLength(1)
  press('y')
  await screen.see('command line')
})

test.each([
  '',
  'area:Users',
  '-action:"Source Created" alice',
  `details.note:"it's \\"here\\" $HOME \`x\`" two words`,
  'since:1h has:changes',
])('what is shared of %j means the same behind a shell', (filter) => {
  const line = commandLineOf({ name: 'x', filter })
  const argv = execFileSync('sh', ['-c', `set -- ${line}; for a in "$@"; do printf '%s\\0' "$a"; done`], {
    encoding: 'utf8',
  }).split('\0')
  const filters = argv.filter((_, i) => argv[i - 1] === '--filter')
  expect(argv[0]).toBe('audit-trail')
  expect(filterFromArguments(filters)).toBe(filterFromArguments(filter === '' ? [] : [`${filter} `]))
})

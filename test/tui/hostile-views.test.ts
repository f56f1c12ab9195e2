import { expect, test } from 'vitest'
import { auditEvent } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'
import { destination } from '../support/fake-forwarding.js'
import { HOSTILE_EVENTS, HOSTILE_NAMES, STEERING } from '../support/hostile-names.js'

test.each([
  [80, 24],
  [200, 50],
  [20, 5],
])('what the daemon says of itself and who did most steer nothing at %i x %i', async (columns, rows) => {
  await using dashboard = await openDashboard(HOSTILE_EVENTS, { columns, rows })
  const { screen, daemon, press } = dashboard
  daemon.problems = HOSTILE_NAMES.map((name) => `problem ${name}`)
  daemon.jobs = HOSTILE_NAMES.map((name, i) => ({
    name: `job ${i} ${name}`,
    state: (['held', 'failed', 'running', 'idle'] as const)[i % 4]!,
    schedule: name,
    message: `message ${name}`,
    progress: 0.5,
  }))
  daemon.tasks = HOSTILE_NAMES.map((name, i) => ({
    id: `${i} ${name}`,
    kind: name,
    subject: name,
    state: (['waiting', 'failed', 'running', 'completed'] as const)[i % 4]!,
    startedAt: name,
    message: name,
    steps: [{ name, completedAt: name }, { name }],
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
  daemon.forwarding.destinations = HOSTILE_NAMES.map((name, i) =>
    destination(
      {
        ...{ name: `to ${i} ${name}`, type: 'splunk', url: name, index: name, sourcetype: name, allowPrivate: [name] },
        filters: [{ title: name, if: name, actions: [{ type: 'DROP_PROPERTIES', fields: { [name]: [name] } }] }],
        trackingPlan: { name, rules: [] },
      },
      {
        state: (['down', 'retrying', 'gone', 'idle'] as const)[i % 4]!,
        failure: { code: name, message: name, since: name, attempts: 1, nextAt: name },
      },
    ),
  )
  daemon.forwarding.discards = HOSTILE_NAMES.map((name) => {
    const samples = [{ seq: 1, at: name, message: name }]
    return { step: 'failedDelivery', code: name, count: 1, samples }
  })
  daemon.forwarding.dead = HOSTILE_NAMES.map((name, i) => ({
    ...{ seq: i + 1, messageId: name, at: name, code: name, message: name, attempts: 1 },
  }))
  daemon.forwarding.tested = { delivered: false, tookMs: 1, code: HOSTILE_NAMES[2]!, message: HOSTILE_NAMES[8]! }
  press('6')
  await screen.see('FORWARDING 1/')
  for (const keys of ['jj', 'G', 'gT', KEYS.enter, 'nnn', KEYS.escape, 'd', 'G', 'D', KEYS.escape, KEYS.escape, '/']) {
    press(keys)
    await steady()
  }
  press(`\x1b[200~\x1b]0;owned\x07\u202e\x1b[201~${KEYS.enter}`)
  await steady()
  press(KEYS.escape)
  press(':forward test ')
  await steady()
  press(`${KEYS.tab}${KEYS.escape}`)
  press('4G')
  await steady()
  press(KEYS.enter)
  await steady()
  press(KEYS.escape)
  press('C')
  await steady()
  press(KEYS.escape)
  press('gR')
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
  await using dashboard = await openDashboard(HOSTILE_EVENTS, { columns: 160, rows: 60 })
  const { screen, press } = dashboard
  press('5')
  await screen.see('STATS last 24 h')
  await screen.see('▁')
  expect(screen.bytes).not.toMatch(STEERING)
})

test.each(['6', '11'] as const)(
  'hostile names wrapped in the list shift nothing, with the widths of Unicode %s',
  async (unicode) => {
    const events = HOSTILE_NAMES.map((name, i) =>
      auditEvent(i + 1, { action: `Act ${name} `.repeat(4), resource: { name: `${name} `.repeat(5) } }),
    )
    await using dashboard = await openDashboard(events, { columns: 100, rows: 60, unicode })
    const { screen, press } = dashboard
    press('w')
    await screen.see('Texts are wrapped')
    for (let i = 0; i < HOSTILE_NAMES.length; i++) {
      const firsts = screen.lines.flatMap((line, y) =>
        /10\.0\.0\.\d/.test(line) ? [screen.columnOf('10.0.0', y)] : [],
      )
      expect(new Set(firsts).size).toBe(1)
      press('k')
      await screen.quiet()
    }
    expect(screen.bytes).not.toMatch(STEERING)
  },
)

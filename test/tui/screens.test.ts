import { expect, test } from 'vitest'
import { TrailError } from '#protocol/error.js'
import type { AuditEvent } from '#protocol/event.js'
import type { JobInfo } from '#protocol/request.js'
import { auditEvent, auditEvents } from '../support/audit-event.js'
import { type Dashboard, KEYS, openDashboard } from '../support/dashboard.js'
import { DEAD, DESTINATIONS, REFUSED } from '../support/destinations-on-screen.js'

const EVENTS: readonly AuditEvent[] = [
  ...auditEvents(300),
  auditEvent(301, { actor: { type: 'user', id: 'eve\x1b[8m' }, resource: { name: 'invoice\u202etxt' } }),
  auditEvent(302, { actor: { type: 'user', id: 'u-wang', name: '王小明' }, resource: { name: '日本語のソース' } }),
  auditEvent(303, { actor: { type: 'token', id: 'ci-bot' }, resource: { name: 'launch 🚀 site' } }),
  auditEvent(304, {
    action: 'Policy Updated',
    area: 'Users',
    outcome: 'success',
    changes: [
      { path: '/roles', before: ['viewer'], after: ['viewer', 'billing-admin'] },
      { path: '/limits/refund', before: 500, after: 5000 },
    ],
    details: { reason: 'on request', tickets: ['OPS-1', 'OPS-2'], approved: { by: 'carol', at: null } },
  }),
]

const JOBS: readonly JobInfo[] = [
  {
    name: 'retention',
    state: 'held',
    schedule: '17 * * * *',
    lastRunAt: '2026-11-20T15:17:00.000Z',
    nextRunAt: '2026-11-20T16:17:00.000Z',
    message: 'holds back 40,960 events: the limit was made shorter; run it with confirm to delete them',
  },
  { name: 'scrub', state: 'failed', schedule: '41 3 * * *', message: '2 values are damaged' },
  { name: 'forward siem', state: 'running', schedule: 'always', progress: 0.42, message: '12,400 behind' },
]

const SIZES = [
  [20, 5],
  [80, 24],
  [200, 50],
] as const

/** Each screen, and what tells that it is there in full. */
const SCREENS: Record<string, (dashboard: Dashboard) => Promise<void>> = {
  live: async () => {},
  paused: async ({ press, daemon, screen }) => {
    press('kkk')
    await screen.see('⏸')
    daemon.arrive(...auditEvents(12, 305))
    await screen.see(/▼ ?12 /)
  },
  detail: async ({ press, screen, daemon }) => {
    press(KEYS.enter)
    await screen.see(/Policy Upda/)
    await screen.see('⏸')
    const related = () => daemon.asked.filter(({ params }) => / since:.* until:/.test(String(params.filter)))
    await screen.until(() => related().length === 2, 'the related events')
  },
  filtered: async ({ press, screen }) => {
    press(`/area:Users${KEYS.enter}`)
    await screen.until(({ text }) => !/Warehouse Run|User \d/.test(text))
  },
  prompt: async ({ press, screen }) => {
    press('/area:')
    await screen.see('area:')
  },
  mistake: async ({ press, screen }) => {
    press('/area:Users outcome:maybe')
    await screen.see('maybe')
  },
  facets: async ({ press, screen }) => {
    press(`${KEYS.tab}j `)
    await screen.see('[x]')
  },
  help: async ({ press, screen }) => {
    press('?')
    await screen.see(/keys:|\? {2}/)
  },
  export: async ({ press, screen }) => {
    press('x')
    await screen.see(/304 e/)
  },
  search: async ({ press, screen, daemon }) => {
    press('2')
    await screen.see(/SEARCH|^\?/m)
    daemon.arrive(...auditEvents(3, 305))
    await screen.see(/▼ ?3 /)
  },
  find: async ({ press, screen }) => {
    press('sinvoice')
    await screen.see(/find ▏.*oice/)
  },
  'find far back': async ({ press, screen }) => {
    press(`s14:30:01.000Z${KEYS.enter}`)
    await screen.see(/▌ {2}\*14:30:01|\*1\/1 .* 1\/304/)
  },
  'go to': async ({ press, screen }) => {
    press('@yesterday 9am')
    await screen.see('9am')
  },
  context: async ({ press, screen }) => {
    press(`/area:Users${KEYS.enter}`)
    await screen.until(({ text }) => !/Warehouse Run|User \d/.test(text))
    press('kkkc')
    await screen.see(/ context |⏸ c /)
  },
  outage: async ({ daemon, screen }) => {
    daemon.lose(Date.parse('2026-11-20T15:30:07Z'))
    daemon.arrive(...auditEvents(2, 305))
    daemon.tell({ gap: { from: 307, to: 309, count: 3, reason: 'retention' }, cursor: '309' })
    daemon.arrive(auditEvent(310))
    daemon.reconnectNow()
    await screen.see(/3 LOST/)
  },
  refused: async ({ daemon, screen }) => {
    daemon.refuse(new TrailError('unauthorized', 'Cannot connect to ws://127.0.0.1:4780: there is no valid token'))
    await screen.see('REFUSED')
  },
  offline: async ({ daemon, screen }) => {
    daemon.lose(Date.parse('2026-11-20T15:30:07Z'))
    await screen.until(({ text }) => /reconnecting|14:35/.test(text))
  },
  jobs: async ({ daemon, press, screen }) => {
    daemon.jobs = JOBS
    press('4')
    await screen.see('JOBS 1/3')
  },
  'run-job': async ({ daemon, press, screen }) => {
    daemon.jobs = JOBS
    press('4')
    await screen.see('JOBS 1/3')
    press('R')
    await screen.see('Type')
  },
  alerts: async ({ daemon, press, screen }) => {
    daemon.jobs = JOBS
    daemon.problems = ['The disk is nearly full: 1.2 GB are left']
    press('3')
    await screen.see('ALERTS 1/3')
    press('!')
    await screen.see('✓')
  },
  stats: async ({ press, screen }) => {
    press('5')
    await screen.see(/60 s ago|FAIL/)
  },
  forwarding: async ({ daemon, press, screen }) => {
    daemon.forwarding.destinations = DESTINATIONS
    daemon.forwarding.discards = REFUSED
    press('6')
    await screen.see('FORWARDING 1/2')
  },
  destination: async ({ daemon, press, screen }) => {
    daemon.forwarding.destinations = DESTINATIONS
    daemon.forwarding.discards = REFUSED
    press('6')
    await screen.see('FORWARDING 1/2')
    press(KEYS.enter)
    await screen.until(({ text }) => !/FORWARDING 1.2/.test(text) || text.includes('┌─ destination'))
  },
  'dead-letters': async ({ daemon, press, screen }) => {
    daemon.forwarding.destinations = DESTINATIONS
    daemon.forwarding.dead = DEAD
    press('6')
    await screen.see('FORWARDING 1/2')
    press('d')
    await screen.see('seq 41')
  },
  'new-destination': async ({ press, screen }) => {
    press('6')
    await screen.see('FORWARDING')
    press(`Nhooks${KEYS.enter}`)
    await screen.see('2/')
    press(`webhook${KEYS.enter}`)
    await screen.see('3/')
  },
  palette: async ({ press, screen }) => {
    press(':ex')
    await screen.see('export')
  },
  messages: async ({ press, screen }) => {
    press('tt')
    await screen.until(({ text }) => /ago|how lo…/.test(text), 'relative times')
    press(`:messages${KEYS.enter}`)
    await screen.see('Times')
  },
  connection: async ({ press, screen }) => {
    press(`:connection${KEYS.enter}`)
    await screen.see('open for')
  },
}

const NARROW = new Set([
  ...['live', 'paused', 'detail', 'filtered', 'help'],
  ...['search', 'find', 'find far back', 'go to', 'context', 'outage', 'refused'],
  ...['jobs', 'run-job', 'alerts', 'stats', 'palette', 'messages', 'connection'],
  ...['forwarding', 'destination', 'dead-letters', 'new-destination'],
])

/** Whether a second ends after what arrives last is not for a picture to say. */
const atRest = (line: string) =>
  line.replace(
    /( {2}\d|\d\.\d)( ev\/s)( [·▁▂▃▄▅▆▇█]+)?/,
    (_, _rate, unit, chart = '') => `  0${unit}${chart.replace(/\S/g, '·')}`,
  )

for (const [columns, rows] of SIZES) {
  for (const [name, open] of Object.entries(SCREENS)) {
    if (columns < 80 && !NARROW.has(name)) continue
    test(`${name} at ${columns} x ${rows}`, async () => {
      await using dashboard = await openDashboard(EVENTS, { columns, rows })
      const { screen } = dashboard
      await screen.until(({ text }) => columns < 80 || /14:35 *\n/.test(text), 'the chart')
      if (columns >= 140) await screen.see(/alice@acme.io +10\d/)
      await open(dashboard)
      await screen.quiet()
      await expect(`${screen.lines.map((line) => atRest(line).trimEnd()).join('\n')}\n`).toMatchFileSnapshot(
        `../fixtures/screens/${name.replaceAll(' ', '-')}-${columns}x${rows}.txt`,
      )
    })
  }
}

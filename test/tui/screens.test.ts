import { expect, test } from 'vitest'
import type { AuditEvent } from '#protocol/event.js'
import { auditEvent, auditEvents } from '../support/audit-event.js'
import { type Dashboard, KEYS, openDashboard } from '../support/dashboard.js'

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
  detail: async ({ press, screen }) => {
    press(KEYS.enter)
    await screen.see(/Policy Upda/)
    await screen.see('⏸')
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
    await screen.see(/keys|search/)
  },
  export: async ({ press, screen }) => {
    press('x')
    await screen.see(/304 e/)
  },
  offline: async ({ daemon, screen }) => {
    daemon.lose(Date.parse('2026-11-20T15:30:07Z'))
    await screen.until(({ text }) => /reconnecting|14:35/.test(text))
  },
}

const NARROW = new Set(['live', 'paused', 'detail', 'filtered', 'help'])

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
      await expect(`${screen.lines.map((line) => line.trimEnd()).join('\n')}\n`).toMatchFileSnapshot(
        `../fixtures/screens/${name}-${columns}x${rows}.txt`,
      )
    })
  }
}

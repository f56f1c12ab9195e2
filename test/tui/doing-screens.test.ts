import { expect, test } from 'vitest'
import { auditEvent, auditEvents } from '../support/audit-event.js'
import { type Dashboard, KEYS, openDashboard } from '../support/dashboard.js'

const EVENTS = [
  ...auditEvents(60),
  auditEvent(61, {
    action: 'Policy Updated',
    actor: { type: 'user', id: 'u-wang', name: '王小明' },
    changes: [
      { path: '/roles', before: ['viewer'], after: ['viewer', 'billing-admin'] },
      { path: '/apiKey', before: 'sk-old', after: 'sk-new' },
    ],
    context: { ip: '10.0.0.7', userAgent: 'Firefox/140.0', requestId: 'req-7', library: { name: 'analytics.js' } },
    details: {
      reason: 'on request',
      plan: { limits: { refund: 5000, seats: [1, 2, 3] }, note: 'kept for as long as the contract says it is kept' },
    },
  }),
]

/** With all there is in it. */
async function openDetail({ press, daemon, screen }: Dashboard): Promise<void> {
  press(KEYS.enter)
  const related = () => daemon.asked.filter(({ params }) => / since:.* until:/.test(String(params.filter)))
  await screen.until(() => related().length === 3, 'the related events')
}

/** Each screen, and what tells that it is there in full. */
const SCREENS: Record<string, (dashboard: Dashboard) => Promise<void>> = {
  'detail-unfolded': async (dashboard) => {
    await openDetail(dashboard)
    dashboard.press('R}}}}jj')
  },
  copy: async (dashboard) => {
    await openDetail(dashboard)
    dashboard.press('}jy')
    await dashboard.screen.see(/y event/)
  },
  marks: async ({ press, screen }) => {
    press(`mkkkM'nasked for by finance${KEYS.enter}jj`)
    await screen.see('for by')
  },
  note: async ({ press, screen }) => {
    press("m'nasked for by finance")
    await screen.see('finance')
  },
  plain: async ({ press, screen }) => {
    press(`${KEYS.enter}\x0f`)
    await screen.see('"id": "event-61"')
  },
  'export-scopes': async ({ press, screen, daemon }) => {
    press('mkkm')
    await screen.see('2 marks')
    press(`x${KEYS.up.repeat(3)}${KEYS.right}${KEYS.right}`)
    await screen.until(() => daemon.asked.some(({ params }) => params.filter === 'seq:59,61'), 'the count')
  },
}

const SIZES = [
  [20, 5],
  [80, 24],
  [200, 50],
] as const

for (const [columns, rows] of SIZES) {
  for (const [name, open] of Object.entries(SCREENS)) {
    test(`${name} at ${columns} x ${rows}`, async () => {
      await using dashboard = await openDashboard(EVENTS, { columns, rows })
      const { screen } = dashboard
      await screen.until(({ text }) => columns < 80 || /14:31 *\n/.test(text), 'the chart')
      if (columns >= 140) await screen.see(/alice@acme.io +20/)
      await open(dashboard)
      await screen.quiet()
      await expect(`${screen.lines.map((line) => line.trimEnd()).join('\n')}\n`).toMatchFileSnapshot(
        `../fixtures/screens/${name}-${columns}x${rows}.txt`,
      )
    })
  }
}

import { expect, test } from 'vitest'
import { auditEvents } from '../support/audit-event.js'
import { type Dashboard, KEYS, openDashboard } from '../support/dashboard.js'

const SIZES = [
  [20, 5],
  [80, 24],
  [200, 50],
] as const

/** Each screen, and what tells that it is there in full. */
const SCREENS: Record<string, (dashboard: Dashboard) => Promise<void>> = {
  chips: async ({ press, screen }) => {
    press(`${KEYS.shiftTab}l `)
    await screen.see('○ a')
  },
  histogram: async ({ press, screen }) => {
    press(`i${KEYS.left.repeat(4)} ${KEYS.left}${KEYS.left}`)
    await screen.see('[')
  },
  presets: async ({ press, screen }) => {
    press('Tk')
    await screen.see('7d')
  },
  'saved-views': async ({ press, screen }) => {
    press('vs')
    await screen.see('name')
    press(`oncall${KEYS.enter}*`)
    await screen.see('oncall *')
  },
  recall: async ({ press, screen }) => {
    press(`/\x15alice${KEYS.enter}`)
    await screen.lose('▏')
    press('/\x12')
    await screen.see('1 of 2')
  },
  preview: async ({ press, screen }) => {
    press('/alice')
    await screen.see(/alice ?/)
    await screen.until(({ text }) => !text.includes('▌'), 'the preview')
  },
}

for (const [columns, rows] of SIZES) {
  for (const [name, open] of Object.entries(SCREENS)) {
    test(`${name} at ${columns} x ${rows}`, async () => {
      await using dashboard = await openDashboard(auditEvents(120), { columns, rows })
      const { screen, press } = dashboard
      press(`/area:Users actor:u-alice${KEYS.enter}`)
      await screen.lose('▏')
      if (columns >= 80) await screen.see(/actor:alice@acme\.io 40 .*10 of 120/)
      await open(dashboard)
      await screen.quiet()
      await expect(`${screen.lines.map((line) => line.trimEnd()).join('\n')}\n`).toMatchFileSnapshot(
        `../fixtures/screens/${name}-${columns}x${rows}.txt`,
      )
    })
  }
}

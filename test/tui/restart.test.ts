import { expect, test } from 'vitest'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { KEYS } from '../support/dashboard.js'
import { type OnTerminal, openDashboardOn } from '../support/pty.js'

const EVENTS = 20_000
const BATCH = 500
const KILLED_AT = [14, 27]

const batch = (from: number) =>
  JSON.stringify(
    Array.from({ length: BATCH }, (_, i) => ({
      id: `e-${from + i}`,
      action: 'Source Modified',
      actor: { id: `actor-${(from + i) % 3}` },
      resource: { name: `Thing ${from + i}` },
    })),
  )

/** Sends everything, and kills the daemon with -9 while it writes, more than once; what it did not answer is sent again. */
async function sendThroughRestarts(daemon: TestDaemon): Promise<void> {
  for (let i = 0; i < EVENTS / BATCH; i++) {
    const body = batch(i * BATCH)
    if (KILLED_AT.includes(i)) {
      const unanswered = daemon.sender.post('/v1/events', body).catch(() => undefined)
      await daemon.restart('SIGKILL')
      await unanswered
    }
    expect((await daemon.sender.post('/v1/events', body)).status).toBe(200)
  }
}

/** What stands in each row of the list, from the first to the last, as one sees it who pages through it. */
async function everyRow({ screen, press }: OnTerminal): Promise<(string | undefined)[]> {
  const rows: (string | undefined)[] = []
  for (let before = -1; ; ) {
    press(KEYS.pageUp)
    const at = () => Number(/ ([\d,]+)\/[\d,]+ /.exec(screen.text)?.[1]?.replaceAll(',', '') ?? -1)
    await screen.until(() => at() !== before && at() > 0, 'the page before')
    const first = at()
    // The cursor stands on the first row in sight.
    const top = screen.lines.findIndex((line) => line.startsWith('▌'))
    for (const [i, line] of screen.lines.slice(top).entries()) {
      if (!/^[▌ ]...\d\d:\d\d:\d\d |^[▌ ].{0,2}┄/.test(line)) break
      const name = /Thing \d+/.exec(line)?.[0]
      const row = first - 1 + i
      if (rows[row] !== undefined) expect(name).toBe(rows[row])
      rows[row] = name
    }
    if (first === 1) return rows
    before = first
  }
}

test('a tail of 20,000 events through two kills of the daemon shows every one of them once', async () => {
  await using daemon = await startDaemon()
  using dashboard = openDashboardOn(daemon.socket, { columns: 120, rows: 300 })
  const { screen } = dashboard
  await screen.see('FOLLOWING')
  await sendThroughRestarts(daemon)
  await screen.until(({ text }) => / 20,000 in trail/.test(text) && text.includes('● LIVE'), 'all of them', 30_000)
  await screen.until(({ lines }) => lines.some((line) => /^▌.*Thing 19999 /.test(line)), 'the last of them')

  const rows = await everyRow(dashboard)
  const shown = rows.filter((name) => name !== undefined)
  expect(shown).toHaveLength(EVENTS)
  expect(new Set(shown).size).toBe(EVENTS)
  // The others are the outages; those between which nothing came are one.
  expect(rows.length - EVENTS).toBeGreaterThanOrEqual(1)
  expect(rows.length - EVENTS).toBeLessThanOrEqual(KILLED_AT.length)
}, 120_000)

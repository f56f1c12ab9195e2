import { expect, test } from 'vitest'
import { auditEvent, auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

/** Where the bar of the cursor stands. */
const onCursor = (lines: readonly string[]) => lines.find((line) => line.startsWith('▌')) ?? ''

const needle = (seq: number) => auditEvent(seq, { resource: { name: 'Billing plan' } })

test('what is looked for is marked, and nothing is hidden', async () => {
  await using dashboard = await openDashboard([...auditEvents(20), needle(21), ...auditEvents(5, 22)])
  const { screen, press } = dashboard
  press('sbill')
  await screen.see('find ▏bill')
  await screen.until(({ lines }) => lines.some((line) => /^[▌ ]..\*.*Billing plan/.test(line)), 'the mark')
  press(KEYS.enter)
  await screen.until(({ lines }) => /14:30:21 .*Billing plan/.test(onCursor(lines)), 'the hit')
  await screen.see('“bill” hit 1 of 1')
  await screen.see('26 loaded')
})

test('an event that holds the text where it is not shown is marked all the same', async () => {
  await using dashboard = await openDashboard([
    ...auditEvents(8),
    auditEvent(9, { details: { note: 'over the Moon' } }),
  ])
  const { screen, press } = dashboard
  press(`smoon${KEYS.enter}`)
  await screen.until(({ lines }) => /^▌..\*14:30:09/.test(onCursor(lines)), 'the mark')
})

test('n and N go from hit to hit, and the text stays marked', async () => {
  await using dashboard = await openDashboard([1, 2, 3].flatMap((i) => [...auditEvents(9, i * 10 - 9), needle(i * 10)]))
  const { screen, press } = dashboard
  press(`sbilling${KEYS.enter}`)
  await screen.until(({ lines }) => /14:30:30/.test(onCursor(lines)), 'the newest')
  await screen.see('“billing” hit 3 of 3')
  press('NN')
  await screen.until(({ lines }) => /14:30:10/.test(onCursor(lines)), 'the oldest')
  await screen.see('“billing” hit 1 of 3')
  press('N')
  await screen.see('There is no earlier “billing”')
  press('n')
  await screen.until(({ lines }) => /14:30:20/.test(onCursor(lines)), 'the one between')
})

test('a hit that is not loaded is found by the daemon and shown among its neighbours', async () => {
  await using dashboard = await openDashboard([...auditEvents(99), needle(100), ...auditEvents(1900, 101)])
  const { screen, press } = dashboard
  await screen.see('500 loaded')
  press(`sbilling${KEYS.enter}`)
  await screen.until(({ lines }) => /14:31:40 .*Billing/.test(onCursor(lines)), 'the hit')
  await screen.see('14:31:41')
  press('n')
  await screen.see('There is no later “billing”')
})

test('from a hit far back, the next one is looked for in what is not loaded between', async () => {
  const events = [
    ...auditEvents(99),
    needle(100),
    ...auditEvents(899, 101),
    needle(1000),
    ...auditEvents(1000, 1001),
    needle(2001),
  ]
  await using dashboard = await openDashboard(events)
  const { screen, press } = dashboard
  press(`sbilling${KEYS.enter}`)
  await screen.until(({ lines }) => /15:03:21/.test(onCursor(lines)), 'the newest')
  press('N')
  await screen.until(({ lines }) => /14:46:40/.test(onCursor(lines)), 'the one between')
  press('N')
  await screen.until(({ lines }) => /14:31:40/.test(onCursor(lines)), 'the oldest')
  press('n')
  await screen.until(({ lines }) => /14:46:40/.test(onCursor(lines)), 'the one between again')
  press('n')
  await screen.until(({ lines }) => /15:03:21/.test(onCursor(lines)), 'the newest again')
})

test('a failure that is not loaded is found by the daemon, under the filter', async () => {
  const calm = { outcome: 'success', action: 'Source Created' } as const
  const events = auditEvents(2000).map((event) =>
    event.seq === 50 || event.seq === 60 ? event : { ...event, ...calm },
  )
  const failing = events.map((event) =>
    event.seq === 50 || event.seq === 60
      ? { ...event, outcome: 'failure' as const, area: event.seq === 50 ? 'Users' : 'Sources' }
      : { ...event, area: event.seq % 2 ? 'Users' : 'Sources' },
  )
  await using dashboard = await openDashboard(failing, { filter: 'area:Users' })
  const { screen, press } = dashboard
  press('E')
  await screen.until(({ lines }) => /14:30:50/.test(onCursor(lines)), 'the failure')
  press('E')
  await screen.see('There is no earlier failure')
  press('e')
  await screen.see('There is no later failure')
})

test('what the daemon has not yet sent after a filter was taken off is not said to be missing', async () => {
  const events = auditEvents(300).map((event) => ({
    ...event,
    outcome: [100, 200].includes(event.seq) ? ('failure' as const) : ('success' as const),
    area: event.seq > 295 || event.seq === 100 ? 'Users' : 'Sources',
  }))
  await using dashboard = await openDashboard(events, { filter: 'area:Users' })
  const { screen, press, daemon } = dashboard
  const call = daemon.call.bind(daemon)
  let answer = () => {}
  const asked = new Promise<void>((resolve) => (answer = resolve))
  // The rows of no filter take their time.
  daemon.call = async (method, params) => {
    if (method === 'query' && params.filter === 'seq:..300') await asked
    return call(method, params)
  }
  press('\\')
  await screen.see('filter off')
  press('E')
  await screen.until(({ lines }) => /14:33:20/.test(onCursor(lines)), 'the failure that the filter hid')
  expect(screen.text).not.toContain('There is no')
  answer()
})

test('a key that is pressed while the daemon looks is obeyed, and the answer comes too late', async () => {
  await using dashboard = await openDashboard([needle(1), ...auditEvents(1500, 2)])
  const { screen, press } = dashboard
  press(`sbilling${KEYS.enter}kkkk`)
  await screen.see('496/500')
  await screen.quiet()
  await screen.see('496/500')
})

test('which hit it is holds for those that are not loaded, and for several at the same time', async () => {
  const at = '2026-11-20T14:31:40.000Z'
  const events = [
    ...auditEvents(97),
    ...[98, 99, 100].map((seq) => ({ ...needle(seq), timestamp: at })),
    ...auditEvents(1900, 101),
    needle(2001),
  ]
  await using dashboard = await openDashboard(events)
  const { screen, press, daemon } = dashboard
  press(`sbilling${KEYS.enter}`)
  await screen.see('“billing” hit 4 of 4')
  press('N')
  await screen.see('“billing” hit 3 of 4')
  press('N')
  await screen.see('“billing” hit 2 of 4')
  daemon.arrive(needle(2002))
  await screen.see('“billing” hit 2 of 5')
  press('k')
  await screen.see('“billing” hit 1 of 5')
  press('k')
  await screen.see('“billing” 5 hits')
})

test('a hit that comes live is counted', async () => {
  await using dashboard = await openDashboard([...auditEvents(5), needle(6)])
  const { screen, press, daemon } = dashboard
  press(`sbilling${KEYS.enter}`)
  await screen.see('“billing” hit 1 of 1 ')
  daemon.arrive(auditEvent(7), needle(8))
  await screen.see('“billing” hit 1 of 2')
})

test('Esc leaves what was found before, an empty text finds nothing', async () => {
  await using dashboard = await openDashboard([...auditEvents(5), needle(6)])
  const { screen, press } = dashboard
  press(`sbilling${KEYS.enter}`)
  await screen.see('“billing” hit 1 of 1')
  press('sxxx')
  await screen.see('billingxxx')
  press(KEYS.escape)
  await screen.see('“billing”')
  press(`s\x15${KEYS.enter}`)
  await screen.lose('“billing”')
})

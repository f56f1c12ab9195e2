import { expect, test } from 'vitest'
import { auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'
import { asked, DESTINATIONS, withDestinations } from '../support/destinations-on-screen.js'

test('I see how far each destination is, and what is wrong with it', async () => {
  await using dashboard = await withDestinations()
  const { screen, press } = dashboard
  await screen.see(/✗ siem +splunk +down +12\.4k, 3m +97\.1k +1\.2k +2 +·{10} +503: Server is busy/)
  await screen.see(/▶ warehouse +webhook +delivering +0 /)
  await screen.see(/destinations 2 · 1 down · 59 sent in the last second/)
  await screen.see('since 15:20:00, 7 attempts, next try 15:31:00')
  await screen.see('12,400 events, the oldest 3m old')
  await screen.see('97,103 delivered · 1,204 filtered · 0 stopped by the plan · 3 refused')
  await screen.see('secret     set, never shown')
  press('j')
  await screen.see('FORWARDING 2/2')
  await screen.see('Only send: of events for which type = "track", sends nothing but them')
})

test('it is asked for anew while I look at it, and not while I do not', async () => {
  await using dashboard = await withDestinations()
  const { screen, press, daemon } = dashboard
  daemon.forwarding.destinations = [{ ...DESTINATIONS[0]!, state: 'idle' }, DESTINATIONS[1]!]
  await screen.see(/● siem +splunk +idle/)
  press('1')
  await screen.see('FOLLOWING')
  const { length } = asked(dashboard, 'forward.list')
  await new Promise((resolve) => setTimeout(resolve, 3100))
  expect(asked(dashboard, 'forward.list')).toHaveLength(length)
})

test('an example leads to its event', async () => {
  await using dashboard = await withDestinations()
  const { screen, press } = dashboard
  await screen.see('no such index')
  press(KEYS.enter)
  await screen.see('┌─ destination')
  press(KEYS.enter)
  await screen.see('Only an example of an event leads to it')
  press(`n${KEYS.enter}`)
  await screen.see('⏸')
  await screen.see('42/300')
})

test('an auditor sees it all and changes nothing', async () => {
  await using dashboard = await withDestinations({ hello: { role: 'auditor' } })
  const { screen, press, daemon } = dashboard
  await screen.see('only an owner may change how events are sent; you are auditor')
  for (const key of ['S', 'T', 'R', '/', 'N', '\x1b[3~']) {
    press(key)
    await screen.see('Not now: only an owner')
  }
  press('dr')
  await screen.see('dead letters of siem (2)')
  await screen.see('Not now: only an owner')
  const reads = ['forward.list', 'forward.discards', 'forward.dead']
  const methods = daemon.asked.map(({ method }) => method).filter((method) => method.startsWith('forward.'))
  expect(methods.filter((method) => !reads.includes(method))).toEqual([])
})

test('without a destination it says how to make one', async () => {
  await using dashboard = await openDashboard(auditEvents(3))
  const { screen, press } = dashboard
  press('6')
  await screen.see('N makes one')
  press('S')
  await screen.see('Not now: there is no destination yet')
})

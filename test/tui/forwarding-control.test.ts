import { expect, test } from 'vitest'
import { KEYS } from '../support/dashboard.js'
import { asked, withDestinations } from '../support/destinations-on-screen.js'

test('to stop is asked about, to start is not', async () => {
  await using dashboard = await withDestinations()
  const { screen, press } = dashboard
  press('S')
  await screen.see('siem gets nothing more until it is started again')
  press(`no${KEYS.enter}`)
  await screen.see('that is not it')
  expect(asked(dashboard, 'forward.toggle')).toEqual([])
  press(`\x15siem${KEYS.enter}`)
  await screen.see('siem sends no more')
  await screen.see(/○ siem +splunk +disabled/)
  press('S')
  await screen.see('siem sends from where it stopped')
  expect(asked(dashboard, 'forward.toggle')).toEqual([
    { name: 'siem', enabled: false },
    { name: 'siem', enabled: true },
  ])
})

test('a test tells whether the event was taken', async () => {
  await using dashboard = await withDestinations()
  const { screen, press, daemon } = dashboard
  press('T')
  await screen.see('✓ siem took the event in 12 ms')
  daemon.forwarding.tested = { delivered: false, tookMs: 3, code: '401', message: 'Invalid token' }
  press('T')
  await screen.see('! siem did not take the event: 401: Invalid token')
})

test('what was refused for good is sent again, or let go of by who types its seq', async () => {
  await using dashboard = await withDestinations()
  const { screen, press } = dashboard
  press('d')
  await screen.see('dead letters of siem (2)')
  press('jr')
  await screen.see('They are sent to siem again')
  await screen.see('dead letters of siem (1)')
  press('d')
  await screen.see('Type 41 to do it')
  press(`41${KEYS.enter}`)
  await screen.see('1 taken off the list of siem')
  await screen.see('no event was refused for good')
  press('r')
  await screen.see('Not now: no event was refused')
  expect(asked(dashboard, 'forward.retry')).toEqual([{ name: 'siem', seqs: [42] }])
  expect(asked(dashboard, 'forward.discard')).toEqual([{ name: 'siem', seqs: [41] }])
})

test('all of them are retried or discarded at once', async () => {
  await using dashboard = await withDestinations()
  const { screen, press } = dashboard
  press('d')
  await screen.see('dead letters of siem (2)')
  press('D')
  await screen.see('Type siem to do it')
  press(KEYS.escape)
  await screen.see('dead letters of siem (2)')
  press('R')
  await screen.see('no event was refused for good')
  expect(asked(dashboard, 'forward.retry')).toEqual([{ name: 'siem' }])
  expect(asked(dashboard, 'forward.discard')).toEqual([])
})

test('a refused event leads to where it is in the trail', async () => {
  await using dashboard = await withDestinations()
  const { screen, press } = dashboard
  press('d')
  await screen.see('dead letters of siem (2)')
  press(KEYS.enter)
  await screen.see('41/300')
})

test('a range of time is sent again, in the words in which one goes to a time', async () => {
  await using dashboard = await withDestinations()
  const { screen, press } = dashboard
  press('R')
  await screen.see('replay to siem')
  press('long ago')
  press(KEYS.enter)
  await screen.see('✗ expected 12:04')
  press('\x15-1h')
  await screen.see('→ 2026-11-20 14:30:00 UTC')
  press(KEYS.enter)
  await screen.see(/events until +2\/3/)
  press(KEYS.enter)
  press('area:')
  press(KEYS.enter)
  await screen.see(/✗ .*column/)
  press(`Users${KEYS.enter}`)
  await screen.see('The replay to siem has begun')
  expect(asked(dashboard, 'forward.replay')).toEqual([
    { name: 'siem', since: '2026-11-20T14:30:00.000Z', filter: 'area:Users', timeZone: 'UTC' },
  ])
})

test('a filter is changed in one line, which stands there as it is', async () => {
  await using dashboard = await withDestinations()
  const { screen, press, daemon } = dashboard
  press('j/')
  await screen.see('filter of warehouse')
  await screen.see('▏type = "track"')
  press('\x154 = type')
  press(KEYS.enter)
  await screen.see('✗ Cannot read the filter: column 3: expected a comparison')
  press('\x15type = "page"')
  press(KEYS.enter)
  await screen.see('The filter of warehouse is changed')
  await screen.see('of events for which type = "page"')
  press('/\x15')
  press(KEYS.enter)
  await screen.see('none: it gets everything')
  expect(daemon.forwarding.destinations[1]!.settings).toEqual({
    name: 'warehouse',
    type: 'webhook',
    url: 'https://hooks.acme.io/audit',
  })
})

test('a destination is made by one answer after the other; its secret is not shown', async () => {
  await using dashboard = await withDestinations()
  const { screen, press } = dashboard
  press('N')
  await screen.see('new destination')
  press(`a b${KEYS.enter}`)
  await screen.see('✗ expected at most 64 letters')
  press(`\x15siem${KEYS.enter}`)
  await screen.see(/type +2\/6/)
  press(`${KEYS.tab}${KEYS.tab}`)
  await screen.see('▏webhook')
  press(KEYS.enter)
  await screen.see(/where to +3\/6/)
  press(`https://a.example${KEYS.enter}`)
  await screen.see(/secret +4\/6/)
  press('whsec_topsecret')
  await screen.see('•••••••••••••••')
  press(KEYS.enter)
  await screen.see(/FQL\) +5\/6/)
  press(`4${KEYS.enter}`)
  await screen.see(/begin to send +6\/6/)
  press(KEYS.enter)
  // What only the daemon knows leads back to the answer it is about.
  await screen.see('✗ Cannot read the filter: column 3')
  press(`\x15type = "track"${KEYS.enter}${KEYS.enter}`)
  await screen.see('already')
  await screen.see(/name +1\/6/)
  press(`\x15hooks${KEYS.enter}`)
  for (const n of [2, 3, 4, 5, 6]) {
    await screen.see(new RegExp(`${n}/6`))
    press(KEYS.enter)
  }
  await screen.see('hooks is made; it sends from now on')
  await screen.see('FORWARDING 3/3')
  expect(screen.bytes).not.toContain('topsecret')
  expect(asked(dashboard, 'forward.create').at(-1)).toEqual({
    settings: {
      name: 'hooks',
      type: 'webhook',
      url: 'https://a.example',
      filters: [{ title: 'Only send', if: 'type = "track"', actions: [{ type: 'ONLY_SEND' }], enabled: true }],
    },
    secret: 'whsec_topsecret',
    enable: true,
  })
})

test('a destination goes when its name was typed', async () => {
  await using dashboard = await withDestinations()
  const { screen, press } = dashboard
  press('\x1b[3~')
  await screen.see('its place and its dead letters')
  press(`siem${KEYS.enter}`)
  await screen.see('siem is deleted')
  await screen.see('FORWARDING 1/1')
})

test('a command by its name does the same from any view, and shows where', async () => {
  await using dashboard = await withDestinations()
  const { screen, press } = dashboard
  press('1')
  await screen.see('FOLLOWING')
  press(`:forward test nowhere${KEYS.enter}`)
  await screen.see("! There is no destination 'nowhere'")
  press(`${KEYS.escape}:forward test warehouse${KEYS.enter}`)
  await screen.see('warehouse took the event')
  await screen.see('FORWARDING 2/2')
  press(`:forward disable siem${KEYS.enter}`)
  await screen.see('Type siem to do it')
  press(`${KEYS.escape}:forward dead siem${KEYS.enter}`)
  await screen.see('dead letters of siem (2)')
  press(`${KEYS.escape}:forward create${KEYS.enter}`)
  await screen.see('new destination')
})

import { expect, test } from 'vitest'
import type { AuditEvent } from '#protocol/event.js'
import { auditEvent, auditEvents } from '../support/audit-event.js'
import { type Dashboard, type DashboardOptions, KEYS, openDashboard } from '../support/dashboard.js'

const LARGE = { columns: 100, rows: 44 }
const WIDE = { columns: 130, rows: 44 }

async function openOn(event: AuditEvent, options: DashboardOptions = LARGE): Promise<Dashboard> {
  const dashboard = await openDashboard([...auditEvents(event.seq - 1), event], options)
  dashboard.press(KEYS.enter)
  await dashboard.screen.see('⏸')
  return dashboard
}

/** The line the cursor of the detail is on. */
const cursor = ({ screen: { lines } }: Dashboard): string =>
  lines.findLast((line) => line.includes('│▌')) ?? lines.findLast((line) => line.startsWith('▌')) ?? ''
const cursorOn = (dashboard: Dashboard, text: string | RegExp) =>
  dashboard.screen.until(() => cursor(dashboard).search(text) >= 0, `the cursor on ${text}`)

test('JSON that does not fit is folded, and opens row by row', async () => {
  const details = { plan: { limits: { refund: 5000, seats: [1, 2, 3] }, note: 'x'.repeat(90) }, reason: 'on request' }
  await using dashboard = await openOn(auditEvent(4, { details }), { columns: 100, rows: 50 })
  const { screen, press } = dashboard
  await screen.see('▼ plan  {2}')
  await screen.see('▶ limits {"refund":5000,"seats":[1,2,3]}')
  press('}jj')
  await cursorOn(dashboard, 'limits')
  press(KEYS.enter)
  await screen.see('refund: 5000')
  await screen.see('▶ seats [1,2,3]')
  press(' ')
  await screen.lose('refund: 5000')
  press('k ')
  await screen.see(/▶ plan \{"limits":.*…/)
})

test('the raw event is folded until it is wanted, and stays as one left it for the next event', async () => {
  await using dashboard = await openOn(auditEvent(4))
  const { screen, press } = dashboard
  await screen.see(/▶─ raw event · \d+ bytes/)
  expect(screen.text).not.toContain('"seq": 4')
  press(`G${KEYS.enter}`)
  await screen.see('"seq": 4')
  press('[')
  await screen.see('"seq": 3')
})

test('nothing is told twice, and long text is broken at blanks', async () => {
  const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  const context = { ip: '10.1.1.1', userAgent: agent, requestId: 'req-7', library: { name: 'analytics.js' } }
  await using dashboard = await openOn(auditEvent(4, { context }), { columns: 100, rows: 44 })
  const { screen } = dashboard
  await screen.see('raw event')
  const beside = screen.lines.filter((line) => line.includes('│'))
  const detail = beside.map((line) => line.slice(line.indexOf('│') + 1)).join('\n')
  for (const once of ['10.1.1.1', 'req-7', 'Firefox/140.0', 'analytics.js']) expect(detail.split(once)).toHaveLength(2)
  expect(detail).toMatch(/Gecko\/20100101/)
})

test('the cursor goes through a row that is longer than the screen, line by line', async () => {
  const details = { note: Array.from({ length: 60 }, (_, i) => `word${i}`).join(' '), last: 'the end' }
  await using dashboard = await openOn(auditEvent(4, { details }), { columns: 40, rows: 14 })
  const { screen, press } = dashboard
  press('}j')
  await screen.see('word0 ')
  press('jjjjjjjjjjjjjjjjjjjj')
  await screen.see('word59')
  await screen.see('the end')
  press('g')
  await cursorOn(dashboard, 'Source Created')
})

test('{ and } go from change to change and from part to part', async () => {
  const changes = [
    { path: '/roles', before: ['viewer'], after: ['admin'] },
    { path: '/limits', before: { a: 1, b: 2 }, after: { a: 2, b: 3 } },
  ]
  await using dashboard = await openOn(auditEvent(4, { changes }))
  const { press } = dashboard
  press('}')
  await cursorOn(dashboard, 'changes')
  press('}')
  await cursorOn(dashboard, '~ roles')
  press('}')
  await cursorOn(dashboard, '~ limits.a')
  press('}')
  await cursorOn(dashboard, 'details')
  press('{')
  await cursorOn(dashboard, '~ limits.a')
})

test('what stands on a row narrows the list', async () => {
  const events = [
    ...auditEvents(20),
    auditEvent(21, { details: { plan: { tier: 'Pro' } } }),
    auditEvent(22, { details: { plan: { tier: 'free tier' } } }),
  ]
  await using dashboard = await openDashboard(events, LARGE)
  const { screen, press } = dashboard
  press(KEYS.enter)
  await screen.see('▶ plan')
  press(`}j${KEYS.enter}j`)
  await cursorOn(dashboard, 'tier')
  press('+')
  await screen.see('filter details.plan.tier:"free tier"')
  await screen.see('1 of 22 in trail')
  press('ggj')
  await cursorOn(dashboard, 'result')
  press('=')
  await screen.see(/filter outcome:success /)
  press('j-')
  await screen.see('-actor:bob@acme.io')
  press('gjjjj')
  await cursorOn(dashboard, 'when')
  press('-')
  await screen.see(/until:2026-11-20T14/)
})

test('events with the same request, target and actor are shown, and one can go there', async () => {
  const context = { requestId: 'req-1: of "two"' }
  const events = [
    ...auditEvents(30),
    auditEvent(31, { action: 'Token Created', context, actor: { type: 'token', id: 'ci' }, resource: { id: 'other' } }),
    ...auditEvents(9, 32),
    auditEvent(41, { context, resource: { id: 'r-41' } }),
  ]
  await using dashboard = await openDashboard(events, LARGE)
  const { screen, press } = dashboard
  press(`/area:Sources,Users,Destination*${KEYS.enter}${KEYS.enter}`)
  await screen.see('same request')
  await screen.see('same actor (the nearest 5 of ')
  expect(screen.text).not.toContain('same target')
  const request = screen.lines.findIndex((line) => line.includes('same request'))
  expect(screen.lines[request + 1]).toMatch(/↑ 14:30:31 +✗? ?Token Created/)
  press('Gkkkkkkk')
  await cursorOn(dashboard, 'Token Created')
  press(KEYS.enter)
  await screen.see('seq 31')
})

test('going to an event the filter hides switches the filter off', async () => {
  const context = { requestId: 'req-1' }
  const events = [
    auditEvent(1, { context, area: 'Hidden', actor: { type: 'user', id: 'x' }, resource: { id: 'x' } }),
    auditEvent(2, { context, area: 'Users' }),
  ]
  await using dashboard = await openDashboard(events, { ...LARGE, filter: 'area:Users' })
  const { screen, press } = dashboard
  press(KEYS.enter)
  await screen.see('same request')
  press('Gk')
  press(KEYS.enter)
  await screen.see('The filter hid it')
  await screen.see('Hidden')
  press('\\')
  await screen.see('filter area:Users')
})

test('secrets are masked until an owner asks for them, also in the list and in copies', async () => {
  const changes = [{ path: '/apiKey', before: 'sk-old', after: 'sk-new' }]
  const event = auditEvent(4, { changes, details: { writeKey: 'wk-123' } })
  await using dashboard = await openOn(event, { columns: 200, rows: 50 })
  const { screen, press } = dashboard
  await screen.see('masked · R shows them')
  await screen.see('writeKey: ••••••')
  expect(screen.bytes).not.toMatch(/sk-old|sk-new|wk-123/)
  press('yy')
  await screen.see('sent event as JSON, secrets masked,')
  expect(copied(dashboard)).not.toMatch(/sk-old|wk-123/)
  press('R')
  await screen.see('writeKey: wk-123')
  press('yy')
  await screen.see("sent event as JSON to the terminal's")
  expect(copied(dashboard)).toContain('wk-123')
  press('R')
  await screen.lose('wk-123')
  press('R[')
  await screen.lose('wk-123')
})

test('a masked value makes no filter, and an auditor sees none', async () => {
  await using dashboard = await openOn(auditEvent(1, { details: { token: 'abc-def' } }))
  const { screen, press, daemon } = dashboard
  press('}j+')
  await screen.see('R shows it')
  daemon.lose(0)
  ;(daemon as unknown as { hello: object }).hello = { role: 'auditor' }
  daemon.reconnectNow()
  await screen.see('● LIVE')
  press('R')
  await screen.see('Only an owner may see')
  expect(screen.bytes).not.toContain('abc-def')
})

test('the integrity of an event is claimed only as far as it was checked', async () => {
  await using dashboard = await openOn(auditEvent(4))
  await dashboard.screen.see(/proof +not checked/)
})

test('an event from which a person was erased says by which event and when, and leads there', async () => {
  const told = auditEvent(2, { action: 'Audit Person Erased' })
  const erased = { by: 2, leaf: 'ab'.repeat(32) }
  const event = auditEvent(4, { actor: { type: 'user', id: 'erased' }, details: {}, erased })
  await using dashboard = await openDashboard([auditEvent(1), told, auditEvent(3), event], WIDE)
  const { screen, press } = dashboard
  press(KEYS.enter)
  await screen.see(/erased +a person, by event 2, 2026-11-20 14:30:02 UTC/)
  press('j'.repeat(11))
  await cursorOn(dashboard, 'a person')
  press(KEYS.enter)
  await screen.see(/what +Audit Person Erased/)
})

test('of an erasure that retention has taken it says so', async () => {
  const event = auditEvent(4, { erased: { by: 2, leaf: 'ab'.repeat(32) } })
  await using dashboard = await openDashboard([auditEvent(3), event], WIDE)
  dashboard.press(KEYS.enter)
  await dashboard.screen.see(/erased +a person, by event 2, which is no longer there/)
})

/** What was copied last. */
function copied({ screen }: Dashboard): string {
  const [, encoded = ''] = [...screen.bytes.matchAll(/\x1b\]52;c;([^\x07]*)\x07/g)].at(-1) ?? []
  return Buffer.from(encoded, 'base64').toString()
}

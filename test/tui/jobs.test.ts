import { expect, test } from 'vitest'
import type { JobInfo } from '#protocol/request.js'
import type { Task } from '#protocol/task-request.js'
import { auditEvents, T0 } from '../support/audit-event.js'
import { type Dashboard, type DashboardOptions, KEYS, openDashboard } from '../support/dashboard.js'

const JOBS: readonly JobInfo[] = [
  {
    name: 'retention',
    state: 'held',
    schedule: '17 * * * *',
    lastRunAt: '2026-11-20T14:17:00.000Z',
    nextRunAt: '2026-11-20T16:17:00.000Z',
    message: 'holds back 40,960 events: the clock has jumped',
  },
  { name: 'scrub', state: 'running', schedule: '41 3 * * *', progress: 0.42, message: 'reads what was written' },
]

async function withJobs(jobs = JOBS, options: DashboardOptions = {}): Promise<Dashboard> {
  const dashboard = await openDashboard(auditEvents(3), options)
  dashboard.daemon.jobs = jobs
  dashboard.press('4')
  await dashboard.screen.see('JOBS 1/')
  return dashboard
}

const asked = ({ daemon }: Dashboard) => daemon.asked.filter(({ method }) => method === 'jobs.run')

test('I see what the daemon does by itself, and how far it is', async () => {
  await using dashboard = await withJobs()
  const { screen, press } = dashboard
  await screen.see(/⏸ retention +held +14:17:00 +16:17:00/)
  await screen.see(/◐ scrub +running +████▎ +42%/)
  await screen.see('holds back 40,960 events')
  press('j')
  await screen.see('JOBS 2/2')
  await screen.see('41 3 * * *')
})

test('I see how fast it gets on, and where it stands still', async () => {
  let nowMs = T0 + 3_600_000
  const runs = (progress: number): JobInfo => ({ name: 'scrub', state: 'running', schedule: 'daily', progress })
  await using dashboard = await withJobs([runs(0.1)], { now: () => nowMs })
  const { screen, daemon } = dashboard
  await screen.see(/progress +█+░+ +10%/)
  expect(screen.text).not.toContain('pace')
  for (const progress of [0.12, 0.16, 0.16, 0.17]) {
    nowMs += 2000
    daemon.jobs = [runs(progress)]
    daemon.asked.length = 0
    await screen.until(() => daemon.asked.some(({ method }) => method === 'jobs.list'), 'another report')
  }
  await screen.see(/pace {6}[▁-█]{4} +30% a minute as told here/)
  // One that runs anew begins anew.
  daemon.jobs = [runs(0.01)]
  await screen.lose('pace')
})

test('what the keys are on stays when I look at the events and come back', async () => {
  await using dashboard = await withJobs()
  const { screen, press } = dashboard
  press('j')
  await screen.see('JOBS 2/2')
  press(KEYS.escape)
  await screen.see('FOLLOWING')
  press('4')
  await screen.see('JOBS 2/2')
  press('q1')
  await screen.see('FOLLOWING')
})

test('a job runs when its name was typed, and only then', async () => {
  await using dashboard = await withJobs([{ name: 'scrub', state: 'idle', schedule: 'daily' }])
  const { screen, press } = dashboard
  press('R')
  await screen.see('Type scrub to run it now')
  expect(screen.text).not.toContain('confirm')
  press(KEYS.enter)
  await screen.see('that is not its name')
  press(`scrub${KEYS.enter}`)
  await screen.see('scrub: done')
  expect(asked(dashboard)).toEqual([{ method: 'jobs.run', params: { name: 'scrub' } }])
})

test('what is held lets go only of who types confirm', async () => {
  await using dashboard = await withJobs()
  const { screen, press } = dashboard
  press('R')
  await screen.see('Type retention confirm to let it delete what')
  press(`yes${KEYS.enter}`)
  await screen.see('that is not its name')
  expect(asked(dashboard)).toEqual([])
  press('\x15retention confirm')
  await screen.see('retention confirm ')
  press(KEYS.enter)
  await screen.see('retention: done')
  expect(asked(dashboard)).toEqual([{ method: 'jobs.run', params: { name: 'retention', confirm: true } }])
  await screen.see(/· retention +idle/)
})

test('an auditor is told why a job cannot be run', async () => {
  await using dashboard = await withJobs(JOBS, { hello: { role: 'auditor' } })
  const { screen, press } = dashboard
  await screen.see('only an owner may run jobs; you are auditor')
  press('R')
  await screen.see('Not now: only an owner may run jobs')
  press(`:job run scrub${KEYS.enter}`)
  await screen.see('! only an owner may run jobs; you are auditor')
  expect(asked(dashboard)).toEqual([])
})

test('a job that runs already is left alone', async () => {
  await using dashboard = await withJobs()
  dashboard.press('jR')
  await dashboard.screen.see('Not now: it is running already')
})

test('all of a job is told on any screen', async () => {
  await using dashboard = await withJobs(JOBS, { columns: 20, rows: 5 })
  const { screen, press } = dashboard
  await screen.see(/retention held/)
  press(KEYS.enter)
  await screen.see(/holds back 40,960/)
  press('G')
  await screen.see('17 * * * *')
  press(KEYS.escape)
  await screen.see('JOBS 1/2')
})

test('what the daemon does and what is wrong with it stands below the events where there is room', async () => {
  await using dashboard = await openDashboard(auditEvents(3), { columns: 120, rows: 40 })
  const { screen, daemon, press, click } = dashboard
  await screen.see('JOBS  none')
  daemon.jobs = JOBS
  daemon.problems = ['The disk is nearly full']
  press('4q')
  await screen.see(/JOBS {2}retention ⏸ held +scrub ◐ running 42%/)
  await screen.see(/ALERT .*The disk is nearly full · 1 more/)
  await screen.see('3:Alerts(2)')
  click('ALERT')
  await screen.see('2 open')
})

const TASKS: readonly Task[] = [
  {
    id: '9',
    kind: 'replay',
    subject: 'splunk',
    state: 'running',
    startedAt: '2026-11-20T14:17:00.000Z',
    steps: [{ name: 'count', completedAt: '2026-11-20T14:17:01.000Z' }, { name: 'send' }],
    progress: 0.42,
  },
  {
    id: '8',
    kind: 'retention',
    state: 'completed',
    startedAt: '2026-11-20T13:17:00.000Z',
    endedAt: '2026-11-20T13:17:02.000Z',
    steps: [{ name: 'remove', completedAt: '2026-11-20T13:17:01.000Z' }],
    message: 'removed 12 events older than 90d',
  },
]

async function withTasks(options: DashboardOptions = {}): Promise<Dashboard> {
  const dashboard = await openDashboard(auditEvents(3), options)
  dashboard.daemon.jobs = JOBS
  dashboard.daemon.tasks = TASKS
  dashboard.press('4')
  await dashboard.screen.see('JOBS 1/4')
  return dashboard
}

test('below the jobs I see the tasks, those under way with how far they are, and their steps', async () => {
  await using dashboard = await withTasks({ columns: 120, rows: 30 })
  const { screen, press, daemon } = dashboard
  await screen.see('1 tasks under way')
  await screen.see(/◐ replay splunk +running +████▎ +42% 1\/2 send/)
  await screen.see(/✓ retention +completed +1\/1 +13:17:00 +13:17:02 +removed 12/)
  press('jj')
  await screen.see('JOBS 3/4')
  await screen.see(/step +✓ count +14:17:01/)
  await screen.see(/step +· send/)
  press(KEYS.enter)
  await screen.see('┌─ task')
  press(KEYS.escape)
  // What is under the cursor stays there when another task begins above it.
  daemon.tasks = [{ ...TASKS[0]!, id: '10', subject: 'siem' }, ...TASKS]
  press('r4')
  await screen.see('JOBS 4/5')
})

test('a task is cancelled when its kind was typed; what has ended cannot be', async () => {
  await using dashboard = await withTasks()
  const { screen, press, daemon } = dashboard
  press('C')
  await screen.see('Not now: only a task can be cancelled')
  press('G')
  await screen.see('JOBS 4/4')
  press('C')
  await screen.see('Not now: it has ended')
  press('k')
  await screen.see('C cancels it')
  press('C')
  await screen.see('Type replay to cancel it')
  press(`no${KEYS.enter}`)
  await screen.see('that is not its name')
  press(`\x15replay${KEYS.enter}`)
  await screen.see('replay is cancelled')
  await screen.see(/○ replay splunk +cancelled/)
  expect(daemon.asked.filter(({ method }) => method === 'tasks.cancel')).toEqual([
    { method: 'tasks.cancel', params: { id: '9' } },
  ])
})

test('every task can be reached where there is room for one row', async () => {
  await using dashboard = await withTasks({ columns: 20, rows: 5 })
  const { screen, press } = dashboard
  press('G')
  await screen.see(/✓ retention comple/)
  press('k')
  await screen.see(/▌◐ replay s.* running/)
})

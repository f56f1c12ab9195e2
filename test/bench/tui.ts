import { setTimeout as delay } from 'node:timers/promises'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import type { SampleEvent } from '../support/sample-events.js'
import { type BenchDashboard, openBenchDashboard } from './dashboard-on-pty.js'
import { frameTimes } from './frames.js'
import { percentile } from './measure.js'

/** A figure of the dashboard beside what it is to be at most, and what other programs need for the like. */
interface Figure {
  readonly what: string
  readonly is: number
  readonly most: number
  readonly unit: string
  /** Measured once on a machine of the same kind: 2 cores, 100,000 lines or rows, a terminal of the same size. */
  readonly others?: string
}

const STARTS = 9
const EVENTS_PER_SECOND = 5000
const BATCH = 250
const LOAD_MS = 20_000
const IDLE_MS = 10_000
/** Only a cursor that moves draws a row in the colour of the cursor. */
const CURSOR_MOVED = /48;5;236;/

/** Starts a daemon and dashboards of 200x50 on it. Resolves with a table. */
export async function tui(next: () => SampleEvent): Promise<string> {
  await using daemon = await startDaemon()
  for (let i = 0; i < 5; i++) await post(daemon, 1000, next)
  const paint = await firstPaints(daemon)
  const under = await underLoad(daemon, next)
  const frame = percentile(frameTimes(next), 0.95)
  return tableOf([
    {
      what: 'first paint, median of 9 starts',
      ...{ is: percentile(paint, 0.5), most: 300, unit: 'ms' },
      others: 'btop 28, lnav 178, VisiData 463',
    },
    { what: 'key to paint at 5,000 events/s, 95 of 100', is: under.keyMs, most: 30, unit: 'ms' },
    { what: 'filter over 100,000 events, first frame', is: under.filterMs, most: 180, unit: 'ms', others: 'lnav 179' },
    { what: 'frame of 200x50 over 100,000 events, 95 of 100', is: frame, most: 8, unit: 'ms' },
    { what: 'CPU at 5,000 events/s', is: under.cpuPercent, most: 15, unit: '% of a core' },
    {
      what: 'memory with 100,000 events',
      ...{ is: under.rssMB, most: 200, unit: 'MB' },
      others: 'lnav 59, VisiData 189',
    },
    { what: 'written while nothing happens', is: under.idle, most: 1, unit: 'kB/s', others: 'btop 4.2' },
  ])
}

async function firstPaints({ socket }: TestDaemon): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < STARTS; i++) {
    const dashboard = openBenchDashboard(socket)
    times.push((await dashboard.until(/FOLLOWING/)) - dashboard.startedAt)
    await dashboard.quit()
  }
  return times
}

async function underLoad(daemon: TestDaemon, next: () => SampleEvent) {
  const dashboard = openBenchDashboard(daemon.socket)
  await dashboard.until(/FOLLOWING/)
  await delay(2000)
  const [cpuBefore, start] = [dashboard.cpuMs(), performance.now()]
  await steadily(daemon, LOAD_MS, next)
  const cpuPercent = ((dashboard.cpuMs() - cpuBefore) / (performance.now() - start)) * 100
  const rssMB = dashboard.rssMB()

  const stopping = new AbortController()
  const load = steadily(daemon, 60_000, next, stopping.signal)
  const keyMs = percentile(await keyTimes(dashboard), 0.95)
  stopping.abort()
  await load

  dashboard.press('G/action:"Source Created"')
  await delay(1000)
  const pressed = performance.now()
  dashboard.press('\r')
  const filterMs = (await dashboard.until(/pause/)) - pressed
  dashboard.press('\\')
  // The sparkline of the last minute would still move.
  await delay(32_000)
  const before = dashboard.written
  await delay(IDLE_MS)
  const idle = (dashboard.written - before) / IDLE_MS
  await dashboard.quit()
  return { cpuPercent, rssMB, keyMs, filterMs, idle }
}

async function keyTimes(dashboard: BenchDashboard): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < 60; i++) {
    const pressed = performance.now()
    dashboard.press(i % 10 < 5 ? 'k' : 'j')
    times.push((await dashboard.until(CURSOR_MOVED)) - pressed)
    await delay(Math.max(0, pressed + 150 - performance.now()))
  }
  return times
}

/** Sends what is due, whatever became of what was sent before. */
async function steadily(daemon: TestDaemon, forMs: number, next: () => SampleEvent, signal?: AbortSignal) {
  const start = performance.now()
  const posts: Promise<unknown>[] = []
  for (let n = 0; n * BATCH < (forMs / 1000) * EVENTS_PER_SECOND && !signal?.aborted; n++) {
    const due = start + (n * BATCH * 1000) / EVENTS_PER_SECOND
    if (performance.now() < due) await delay(due - performance.now())
    posts.push(post(daemon, BATCH, next))
  }
  await Promise.all(posts)
}

async function post({ sender }: TestDaemon, count: number, next: () => SampleEvent): Promise<void> {
  const timestamp = new Date().toISOString()
  const events = Array.from({ length: count }, () => ({ ...next(), timestamp }))
  const { status, body } = await sender.post('/v1/events', JSON.stringify(events))
  if (status >= 300) throw new Error(`Cannot send events: ${status} ${body}`)
}

function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, is, most, unit, others }) => [
    `${what}, ${unit}`,
    is.toFixed(is < 10 ? 2 : is < 100 ? 1 : 0),
    `≤ ${most}`,
    others ?? '–',
  ])
  const lines = [['', 'audit-trail', 'wanted', 'others'], ['---', '---:', '---:', '---'], ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

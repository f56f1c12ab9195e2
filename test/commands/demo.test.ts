import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { lutimes, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { catalogued } from '#protocol/catalogue.js'
import { zoneNamed } from '#protocol/zone.js'
import { tellHistory } from '#tui/commands/demo/history.js'
import { makeStory } from '#tui/commands/demo/story.js'
import { Program } from '../support/program.js'

let temporary: string

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'audit-trail-test-demo-'))
  return () => rm(temporary, { recursive: true, force: true })
})

const startDemo = (...args: string[]) => new Program('audit-trail', ['demo', ...args], { TMPDIR: temporary })

/** Ids of the processes whose command line names the folder. */
async function processesOn(folder: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')))
  return ids.filter((_, i) => lines[i]!.includes(folder))
}

async function expectNothingLeft(): Promise<void> {
  expect(await processesOn(temporary)).toEqual([])
  expect(await readdir(temporary)).toEqual([])
}

test.each([
  ['SIGTERM', 0],
  ['SIGINT', 0],
  ['SIGHUP', 129],
] as const)('without a terminal it prints lines; %s ends it with %i, and nothing is left', async (signal, code) => {
  await using demo = startDemo()
  await demo.until(() => demo.stdout.length > 12, 'live events behind the first ten')
  expect(await processesOn(temporary)).toHaveLength(1)
  expect(await demo.kill(signal)).toBe(code)
  expect(demo.stderr).toEqual([])
  for (const line of demo.stdout) expect(JSON.parse(line)).toMatchObject({ workspace: 'acme' })
  await expectNothingLeft()
})

test('a signal while it is still starting leaves nothing either', async () => {
  for (const afterMs of [150, 300, 500]) {
    await using demo = startDemo()
    await sleep(afterMs)
    expect([0, 'SIGTERM']).toContain(await demo.kill('SIGTERM'))
    await expectNothingLeft()
  }
})

test('its daemon does not outlive it, even when it is killed', async () => {
  await using demo = startDemo()
  await demo.until(() => demo.stdout.length > 0, 'an event')
  await demo.kill('SIGKILL')
  while ((await processesOn(temporary)).length > 0) await sleep(20)
})

test('what a killed demo left, a later one removes, and nothing else', async () => {
  await using running = startDemo()
  await running.until(() => running.stdout.length > 0, 'an event')
  const [inUse] = await readdir(temporary)
  await using killed = startDemo()
  await killed.until(() => killed.stdout.length > 0, 'an event')
  await killed.kill('SIGKILL')
  while ((await processesOn(temporary)).length > 1) await sleep(20)
  const left = await readdir(temporary)
  expect(left).toHaveLength(2)

  const young = join(temporary, 'audit-trail-demo-young')
  const foreign = join(temporary, 'audit-trail-foreign')
  const linked = join(temporary, 'audit-trail-demo-linked')
  for (const folder of [young, foreign]) await mkdir(folder)
  await symlink(foreign, linked)
  const old = new Date(Date.now() - 3_600_000)
  for (const path of [...left.map((name) => join(temporary, name)), foreign]) await utimes(path, old, old)
  await lutimes(linked, old, old)

  await using next = startDemo()
  await next.until(() => next.stdout.length > 0, 'an event')
  expect(await readdir(temporary)).toContain(inUse)
  await next.kill('SIGTERM')
  await running.kill('SIGTERM')
  expect((await readdir(temporary)).sort()).toEqual([foreign, linked, young].map((path) => basename(path)).sort())
})

test('it does not outlive its daemon', async () => {
  await using demo = startDemo()
  await demo.until(() => demo.stdout.length > 0, 'an event')
  const [daemon] = await processesOn(temporary)
  process.kill(Number(daemon), 'SIGKILL')
  expect(await demo.ended).toBe(1)
  expect(demo.stderr.join('\n')).toContain('the daemon ended')
  await expectNothingLeft()
})

test('a reader that has seen enough ends it with 0', async () => {
  const program = `${process.execPath} ${join(import.meta.dirname, '../../dist/tui/main.js')}`
  const child = spawn('bash', ['-c', `${program} demo | head -1 > /dev/null; exit \${PIPESTATUS[0]}`], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: 'ignore',
  })
  expect((await once(child, 'close'))[0]).toBe(0)
  await expectNothingLeft()
})

const NOW = Date.UTC(2026, 10, 18, 15, 30)

test('the story is the same for the same seed, and another for another', () => {
  const tell = (seed: number) => JSON.stringify(tellHistory(makeStory(seed), NOW, zoneNamed('Europe/Berlin')))
  expect(tell(1)).toBe(tell(1))
  expect(tell(2)).not.toBe(tell(1))
})

test('the story holds 90 days of about 5,000 events, of known actions, by many, mostly on working days', () => {
  const told = tellHistory(makeStory(1), NOW, zoneNamed('Europe/Berlin'))
  expect(told.length).toBeGreaterThan(4500)
  expect(told.length).toBeLessThan(5500)
  expect(told.filter(({ action }) => catalogued(action) === undefined)).toEqual([])
  expect(NOW - Date.parse(told[0]!.timestamp)).toBeGreaterThan(89 * 86_400_000)
  expect(new Set(told.map(({ id }) => id)).size).toBe(told.length)
  const times = told.map(({ timestamp }) => timestamp)
  expect(times).toEqual(times.toSorted())
  const actors = new Set(told.map(({ actor }) => actor.name))
  expect(actors.size).toBeGreaterThan(22)
  for (const name of ['王小明', 'Ольга Иванова', 'محمد الفارسي']) expect(actors).toContain(name)
  const byPeople = told.filter(({ actor }) => actor.type === 'user')
  const atWeekends = byPeople.filter(({ timestamp }) => [0, 6].includes(new Date(timestamp).getUTCDay()))
  expect(atWeekends.length).toBeLessThan(byPeople.length / 10)
  expect(told.filter(({ changes }) => changes !== undefined).length).toBeGreaterThan(1000)
  expect(told.filter(({ action }) => action.endsWith('Failed')).length).toBeGreaterThan(50)
})

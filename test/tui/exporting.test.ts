import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ExportEvents } from '#tui/performers/hands.js'
import { auditEvents } from '../support/audit-event.js'
import { startDaemon } from '../support/daemon.js'
import { KEYS, openDashboard } from '../support/dashboard.js'
import { openDashboardOn } from '../support/pty.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-trail-export-'))
})
afterEach(() => rm(folder, { recursive: true }))

const done = () => vi.fn<ExportEvents>(async ({ path }) => ({ rows: 1, path, sha256: 'ab12' }))

test.each([
  [0, 'area:Users'],
  [1, 'seq:6,10,14,18,22,26,30'],
  [2, 'seq:22,26'],
  [3, 'area:Users seq:22..26'],
])('the scope that is %i further exports %s', async (steps, filter) => {
  const exportEvents = done()
  await using dashboard = await openDashboard(auditEvents(30), {
    ...{ filter: 'area:Users', exportEvents, columns: 80, rows: 12 },
    folders: { home: '/root', current: folder },
  })
  const { screen, press } = dashboard
  press('g')
  await screen.see('⏸')
  press('G')
  await screen.see('FOLLOWING')
  press('kmkm')
  await screen.see('2 marks')
  press('x')
  await screen.see('mark to mark')
  press(KEYS.up.repeat(3) + KEYS.right.repeat(steps))
  await screen.see(/count +\d+ event/)
  press(KEYS.enter)
  await screen.see('exported 1 rows')
  expect(exportEvents.mock.calls[0]![0].filter).toBe(filter)
})

test('the path is completed, its folder is said whole, and its extension says the format', async () => {
  await mkdir(join(folder, 'incidents'))
  await writeFile(join(folder, 'incident.txt'), '')
  const exportEvents = done()
  await using dashboard = await openDashboard(auditEvents(3), {
    ...{ exportEvents, columns: 100 },
    folders: { home: folder, current: folder },
  })
  const { screen, press } = dashboard
  press('x')
  await screen.see('~/audit-20261120-153000.csv')
  press('\x15inc\t')
  await screen.see('incident.txt  incidents/')
  await screen.see(/to +incident/)
  press('s\t')
  await screen.see(/to +incidents\//)
  await screen.see('this is a folder')
  press('nowhere/x.ndjson')
  await screen.see('there is no such folder')
  await screen.see('(•) NDJSON')
  press(`\x15~/a.csv`)
  await screen.see('(•) CSV')
  await screen.see(/^ .*│ +~\/a\.csv/m)
  press(`${KEYS.up}${KEYS.right}`)
  await screen.see('(•) raw')
  press(KEYS.enter)
  await screen.see('exported 1 rows → ~/a.csv')
  expect(exportEvents.mock.calls[0]![0]).toMatchObject({ path: join(folder, 'a.csv'), raw: true, format: 'csv' })
})

test('a file that is there is written over only when that was said', async () => {
  await writeFile(join(folder, 'a.csv'), 'mine')
  const exportEvents = done()
  await using dashboard = await openDashboard(auditEvents(3), {
    ...{ exportEvents, columns: 100 },
    folders: { home: '/root', current: folder },
  })
  const { screen, press } = dashboard
  press(`x\x15a.csv${KEYS.enter}`)
  await screen.see('Enter writes over it')
  expect(exportEvents).not.toHaveBeenCalled()
  press(`\x15b.csv`)
  await screen.lose('Enter writes over it')
  press(`\x15a.csv${KEYS.enter}`)
  await screen.see('Enter writes over it')
  press(KEYS.enter)
  await screen.see('exported 1 rows')
  expect(exportEvents).toHaveBeenCalledTimes(1)
})

test('what the daemon streams is in the file, with the checksum that was told', async () => {
  await using daemon = await startDaemon()
  const events = Array.from({ length: 50 }, (_, i) => ({ action: `=Act ${i}`, actor: { id: 'alice' } }))
  await daemon.sender.post('/v1/events', JSON.stringify(events))
  using dashboard = openDashboardOn(daemon.socket, { columns: 200, rows: 50, folder })
  const { screen, press } = dashboard
  await screen.see('FOLLOWING')
  await screen.see('=Act 49')
  press('x')
  await screen.see(/count +50 events/)
  press(`\x15all.csv${KEYS.enter}`)
  await screen.see('exported 50 rows')
  const [, sha256] = /SHA-256 ([0-9a-f]{64})/.exec(screen.text) ?? []
  const written = await readFile(join(folder, 'all.csv'))
  expect(sha256).toBe(createHash('sha256').update(written).digest('hex'))
  expect(written.toString().split('\r\n')).toHaveLength(52)
  expect(written.toString()).toContain(",'=Act 0,")
  expect((await stat(join(folder, 'all.csv'))).mode & 0o777).toBe(0o600)
})

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeCrashLog } from '#tui/terminal/crash-log.js'
import { T0 } from '../support/audit-event.js'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'audit-trail-test-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

test('a crash is kept with what caused it, for its owner alone', async () => {
  const path = writeCrashLog(join(await folder(), 'new/dashboard'), {
    error: new Error('Cannot draw', { cause: new RangeError('no such row') }),
    atMs: T0,
    facts: ['audit-trail 1.2.3', '80x24'],
  })
  expect(path).toMatch(/dashboard\/crash-2026-11-20T14-30-00\.000Z\.log$/)
  expect(await readFile(path!, 'utf8')).toMatch(/^audit-trail 1\.2\.3\n80x24\n\nError: Cannot draw.*no such row/s)
  expect((await stat(path!)).mode & 0o777).toBe(0o600)
})

test('the ten newest crashes are kept, and nothing else is touched', async () => {
  const path = await folder()
  await writeFile(join(path, 'remembered.json'), '{}')
  for (let i = 0; i < 12; i++) writeCrashLog(path, { error: new Error(`${i}`), atMs: T0 + i, facts: [] })
  const names = (await readdir(path)).sort()
  expect(names).toHaveLength(11)
  expect(names[0]).toContain('14-30-00.002Z')
  expect(names.at(-1)).toBe('remembered.json')
})

test('where it cannot be kept, nothing more goes wrong', async () => {
  const path = join(await folder(), 'file')
  await writeFile(path, '')
  expect(writeCrashLog(path, { error: 'odd', atMs: T0, facts: [] })).toBeUndefined()
})

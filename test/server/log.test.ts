import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLog, type Log, type LogForm } from '#daemon/log.js'

/** What stands in the file at once, as when the process ends with the next statement. */
function logged(form: LogForm, write: (log: Log) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'audit-trail-log-'))
  const path = join(folder, 'log')
  const fd = openSync(path, 'w')
  write(createLog({ level: 'info', form, fd }))
  closeSync(fd)
  const text = readFileSync(path, 'utf8')
  rmSync(folder, { recursive: true })
  return text
}

test('each message is one JSON line with its time and level, an error with its stack', () => {
  const lines = logged('json', (log) => {
    log.info({ address: 'http://[::1]:1' }, 'listening')
    log.error({ err: new Error('gone') }, 'failed\nbadly')
  })
  expect(
    lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      address: 'http://[::1]:1',
      msg: 'listening',
    },
    expect.objectContaining({
      level: 'error',
      msg: 'failed\nbadly',
      err: expect.objectContaining({ stack: expect.stringContaining('gone') as string }) as object,
    }),
  ])
})

test('what is below the level is left out, until the level is changed', () => {
  const lines = logged('json', (log) => {
    log.debug({}, 'before')
    log.setLevel('debug')
    log.debug({}, 'after')
  })
  expect([lines.includes('before'), lines.includes('after')]).toEqual([false, true])
})

test('for people it is pretty, and the last words are there, too', () => {
  expect(logged('pretty', (log) => log.info({}, 'stopped'))).toMatch(/INFO.*stopped/)
})

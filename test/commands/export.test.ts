import { appendFile, mkdtemp, readdir, readFile, rm, stat, truncate } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { run } from '../support/run.js'
import { takeEvents } from '../support/sample-events.js'

const COUNT = 2000
let daemon: TestDaemon
let folder: string
const whole: Record<string, string> = {}

beforeAll(async () => {
  daemon = await startDaemon()
  const awkward = { action: 'A "quoted",\r\nbroken action', details: { text: 'line\nfeed, and "quotes"' } }
  const events = takeEvents(COUNT, { seed: 5, startMs: Date.now() - 600_000, intervalMs: 90 })
  const stored = events.map((event, i) => (i % 3 === 0 ? { ...event, ...awkward } : event))
  expect((await daemon.sender.post('/v1/events', JSON.stringify(stored))).status).toBe(200)
  for (const format of ['csv', 'ndjson']) whole[format] = (await exportTo('-f', format)).stdout
})
afterAll(() => daemon[Symbol.asyncDispose]())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-trail-export-'))
  return () => rm(folder, { recursive: true, force: true })
})

const exportTo = (...args: string[]) => run(['export', '--connect', `unix:${daemon.socket}`, ...args])

test('every match is there once, newest first or oldest first, as CSV or NDJSON', async () => {
  const rows = whole.ndjson!.split('\n').slice(0, -1)
  expect(new Set(rows.map((row) => JSON.parse(row).seq)).size).toBe(COUNT)
  const oldest = (await exportTo('-f', 'ndjson', '--order', 'oldest')).stdout.split('\n').slice(0, -1)
  expect(oldest).toEqual(rows.toReversed())
  expect(whole.csv!.match(/\r\n\d+,\d{4}-/g)).toHaveLength(COUNT)
  expect(whole.csv).toMatch(/^seq,timestamp,.*,id\r\n/)
})

test('a file gets its format from its name, its rights from nobody else, and its name at the end', async () => {
  for (const [name, format] of [
    ['a.csv', 'csv'],
    ['b.ndjson', 'ndjson'],
    ['c', 'csv'],
  ] as const) {
    expect(await exportTo('-o', join(folder, name))).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await readFile(join(folder, name), 'utf8')).toBe(whole[format])
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
  }
  expect((await readdir(folder)).sort()).toEqual(['a.csv', 'b.ndjson', 'c'])
})

test('--raw leaves every byte of a cell alone, else formulas get a quote', async () => {
  await run([
    'emit',
    '--connect',
    `unix:${daemon.socket}`,
    '--id',
    'formula',
    '--action',
    '=1+1',
    '--actor',
    '@x',
    '--outcome',
    'success',
  ])
  expect((await exportTo('id:formula')).stdout).toContain("'=1+1")
  const raw = (await exportTo('id:formula', '--raw')).stdout
  expect(raw).toContain(',=1+1,')
  expect(raw).not.toContain("'=1+1")
})

/** A daemon that hangs up in the middle of its first answers, each time a bit later, and from then on forwards. */
async function flakyDaemon(hangUpAfterBytes: number[]) {
  const server = createServer(async (request, response) => {
    const upstream = await daemon.sender.stream(request.url!)
    response.writeHead(upstream.statusCode!, upstream.headers)
    const limit = hangUpAfterBytes.shift()
    let sent = 0
    for await (const chunk of upstream as AsyncIterable<Buffer>) {
      if (limit !== undefined && sent + chunk.length > limit) {
        await written(response, chunk.subarray(0, limit - sent))
        upstream.destroy()
        response.destroy()
        return
      }
      await written(response, chunk)
      sent += chunk.length
    }
    response.end()
  })
  const socket = join(folder, 'flaky.sock')
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  return { url: `unix:${socket}`, [Symbol.dispose]: () => void server.close() }
}

const written = (response: ServerResponse, chunk: Buffer) => new Promise((resolve) => response.write(chunk, resolve))

test.each(['csv', 'ndjson'])(
  'an export to %s whose connection breaks goes on behind its last whole row',
  async (format) => {
    // Right at the start, inside a row, and at every place of a row there is.
    const size = Buffer.byteLength(whole[format]!)
    const cuts = [10, 100, 100_000, 100_037, 100_200, 100_333]
    using flaky = await flakyDaemon([...cuts])
    const file = join(folder, `out.${format}`)
    const seen: number[] = []
    for (const _ of cuts) {
      const broken = await run(['export', '--connect', flaky.url, '-o', file, '-f', format, '-id:formula'])
      expect(broken).toMatchObject({ code: 1, stdout: '' })
      expect(broken.stderr).toContain('the same command again resumes it')
      seen.push((await stat(`${file}.part`)).size)
    }
    expect(await exportTo('-o', file, '-f', format, '-id:formula')).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await readFile(file, 'utf8')).toBe(whole[format])
    expect(seen.at(-1)).toBeLessThan(size)
    expect((await readdir(folder)).sort()).toEqual(['flaky.sock', `out.${format}`])
  },
)

test.each(['csv', 'ndjson'])('an export to %s that was killed goes on, whatever the file ends with', async (format) => {
  const file = join(folder, `killed.${format}`)
  for (const cut of [1, 50_001, 50_020, 50_333, 50_900]) {
    using flaky = await flakyDaemon([200_000])
    await run(['export', '--connect', flaky.url, '-o', file, '-f', format, '-id:formula'])
    await truncate(`${file}.part`, cut)
    await appendFile(`${file}.part`, cut % 2 === 0 ? '' : '"half a row')
    expect(await exportTo('-o', file, '-f', format, '-id:formula')).toEqual({ code: 0, stdout: '', stderr: '' })
    expect((await readFile(file, 'utf8')) === whole[format]).toBe(true)
  }
})

test('what came meanwhile is not in an export that was resumed: it shows one moment', async () => {
  using flaky = await flakyDaemon([150_000])
  const file = join(folder, 'moment.ndjson')
  expect((await run(['export', '--connect', flaky.url, '-o', file, 'actor:*'])).code).toBe(1)
  await run([
    'emit',
    '--connect',
    `unix:${daemon.socket}`,
    '--action',
    'Source Created',
    '--actor',
    'late',
    '--id',
    'late',
  ])
  expect((await exportTo('-o', file, 'actor:*')).code).toBe(0)
  expect(await readFile(file, 'utf8')).not.toContain('"late"')
})

test('other options refuse to resume, and say which', async () => {
  using flaky = await flakyDaemon([150_000])
  const file = join(folder, 'other.csv')
  expect((await run(['export', '--connect', flaky.url, '-o', file])).code).toBe(1)
  const part = await readFile(`${file}.part`)
  for (const args of [['outcome:failure'], ['-f', 'ndjson'], ['--order', 'oldest'], ['--raw']]) {
    const refused = await exportTo('-o', file, ...args)
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toMatch(/Cannot resume.*(filter|format|order|raw) was .* is /)
    expect(await readFile(`${file}.part`)).toEqual(part)
  }
  expect((await stat(`${file}.part.cursor`)).mode & 0o777).toBe(0o600)
})

test('an export of another trail does not go on', async () => {
  const file = join(folder, 'foreign.csv')
  using flaky = await flakyDaemon([150_000])
  expect((await run(['export', '--connect', flaky.url, '-o', file])).code).toBe(1)
  await using other = await startDaemon()
  const refused = await run(['export', '--connect', `unix:${other.socket}`, '-o', file])
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toMatch(/another trail|not one of this trail|belongs to/i)
})

test('to stdout, a broken connection is a failure', async () => {
  using flaky = await flakyDaemon([150_000])
  const broken = await run(['export', '--connect', flaky.url])
  expect(broken.code).toBe(1)
  expect(broken.stderr).toContain('not whole')
})

test('an export of nothing is a header row, or nothing', async () => {
  expect((await exportTo('id:none')).stdout).toBe(whole.csv!.slice(0, whole.csv!.indexOf('\n') + 1))
  expect(await exportTo('id:none', '-f', 'ndjson', '-o', join(folder, 'none.ndjson'))).toMatchObject({ code: 0 })
  expect(await readFile(join(folder, 'none.ndjson'), 'utf8')).toBe('')
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { run } from '../support/run.js'
import { takeEvents } from '../support/sample-events.js'

let daemon: TestDaemon
let folder: string

beforeAll(async () => {
  daemon = await startDaemon()
  folder = await mkdtemp(join(tmpdir(), 'audit-trail-import-'))
})
afterAll(async () => {
  await daemon[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const onSocket = () => ['--connect', `unix:${daemon.socket}`]
const line = (id: string) => JSON.stringify({ id, action: 'Source Created', actor: { id: 'importer' } })
const idsOf = async (filter: string) => {
  const { stdout } = await run(['search', filter, '--limit', '0', ...onSocket()])
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((each) => JSON.parse(each).id)
    .sort()
}

test('lines that are bad are named, the others are kept', async () => {
  const file = join(folder, 'bad.ndjson')
  const lines = [
    line('good1'),
    '{"action": "no actor"}',
    '',
    'not json',
    line('good2'),
    '  ',
    '{"action":"a","actor":{"id":"b"},"colour":"red"}',
    Buffer.from([0x22, 0xff, 0x22]),
    'x'.repeat(2_000_000),
    line('good3'),
  ]
  await writeFile(file, Buffer.concat(lines.flatMap((each) => [Buffer.from(each), Buffer.from('\r\n')])))
  const { code, stdout, stderr } = await run(['import', file, ...onSocket()])
  expect([code, stdout]).toEqual([1, ''])
  for (const number of [2, 4, 7, 8, 9]) expect(stderr).toContain(`${file}:${number}: `)
  expect(stderr).toContain('3 stored, 0 known already, 5 rejected')
  expect(stderr).toContain('colour')
  expect(await idsOf('id:good*')).toEqual(['good1', 'good2', 'good3'])
})

test('stdin, files and gzip, in one go; what was there is known', async () => {
  const plain = join(folder, 'plain.ndjson')
  const zipped = join(folder, 'zipped')
  await writeFile(plain, `${line('p1')}\n${line('p2')}`)
  await writeFile(zipped, gzipSync(`${line('z1')}\n${line('p1')}\n`))
  const first = await run(['import', plain, zipped, '-', ...onSocket()], { input: `${line('s1')}\n` })
  expect(first).toMatchObject({ code: 0, stdout: '' })
  expect(first.stderr).toContain('4 stored, 1 known already, 0 rejected')
  const again = await run(['import', ...onSocket()], { input: gzipSync(line('s1')) })
  expect(again).toMatchObject({ code: 0 })
  expect(again.stderr).toContain('0 stored, 1 known already')
  expect(await idsOf('id:p*,z*,s*')).toEqual(['p1', 'p2', 's1', 'z1'])
})

test('what precedes damage in a file is kept, and the damage is said', async () => {
  const zipped = gzipSync(Array.from({ length: 20_000 }, (_, i) => line(`damaged${i}`)).join('\n'))
  const file = join(folder, 'cut.gz')
  await writeFile(file, zipped.subarray(0, zipped.length / 2))
  const { code, stderr } = await run(['import', file, ...onSocket()])
  expect(code).toBe(1)
  expect(stderr).toMatch(/up to line \d+ was sent[\s\S]*Cannot read .*cut\.gz/)
  expect((await idsOf('id:damaged*')).length).toBeGreaterThan(1000)
})

test('nothing is nothing', async () => {
  expect(await run(['import', ...onSocket()])).toMatchObject({ code: 0, stdout: '' })
})

test('an export can be imported into another trail', async () => {
  const events = takeEvents(12_000, { seed: 3, startMs: Date.now() - 1_200_000, intervalMs: 100 })
  await run(['import', ...onSocket()], { input: events.map((event) => JSON.stringify(event)).join('\n') })
  const exported = await run(['export', '-f', 'ndjson', '--order', 'oldest', 'workspace:acme', ...onSocket()])
  await using other = await startDaemon()
  const imported = await run(['import', '--connect', `unix:${other.socket}`], { input: exported.stdout })
  expect(imported.stderr).toContain('12,000 stored'.replace(',', ''))
  const back = await run(['export', '-f', 'ndjson', '--order', 'oldest', '--connect', `unix:${other.socket}`])
  const bare = (text: string) =>
    text
      .split('\n')
      .slice(0, -1)
      .map((each) => ({ ...JSON.parse(each), seq: 0, receivedAt: '' }))
  expect(bare(back.stdout)).toEqual(bare(exported.stdout))
})

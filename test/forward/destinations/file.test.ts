import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { conforms } from './conformance.js'
import {
  batch,
  delivered,
  file,
  folder,
  items,
  never,
  open,
  path,
  root,
  seqsIn,
  settingsOf,
  useFolder,
} from './file-destination.js'

useFolder()

conforms({
  name: 'file',
  type: file,
  secrets: [],
  local: true,
  folders: [tmpdir()],
  async start() {
    const here = mkdtempSync(join(tmpdir(), 'audit-trail-file-'))
    const target = join(here, 'events')
    return {
      url: pathToFileURL(target).href,
      arrivals: () => [
        {
          messageIds: readFileSync(target, 'utf8')
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line).messageId),
        },
      ],
      connections: 0,
      faults: {},
      [Symbol.asyncDispose]: async () => rmSync(here, { recursive: true }),
    }
  },
})

test('events are lines, added to what is there, for nobody else to read', async () => {
  const sender = open()
  expect(await sender.send(batch(1, 3), never)).toEqual(delivered)
  expect(await sender.send(batch(4), never)).toEqual(delivered)
  await sender.close()
  expect(await open().send(batch(5), never)).toEqual(delivered)
  expect(seqsIn()).toEqual([1, 2, 3, 4, 5])
  expect(readFileSync(path, 'utf8').split('\n')[0]).toBe(items[0]!.text)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('several batches at once stand one behind the other', async () => {
  const sender = open()
  const outcomes = [1, 101, 201].map((from) => sender.send(batch(from, from + 99), never))
  expect(await Promise.all(outcomes)).toEqual([delivered, delivered, delivered])
  expect(seqsIn()).toEqual(items.map(({ seq }) => seq))
})

test('without a url the file is named after the destination, in a folder made for it', async () => {
  const home = join(root, 'data', 'forwarded')
  const { url: _, ...settings } = settingsOf()
  expect(file.mistake(settings, [], [home])).toBeUndefined()
  const sender = file.open({ settings, secrets: [], folders: [home], now: Date.now })
  expect(await sender.send(batch(1), never)).toEqual(delivered)
  expect(seqsIn(join(home, 'here.ndjson'))).toEqual([1])
  expect(statSync(home).mode & 0o777).toBe(0o700)
  await sender.close()
})

describe('a full file', () => {
  const size = items[0]!.bytes + 1

  test('is moved aside before the batch that it has no room for; so many are kept', async () => {
    const sender = open({ rotateBytes: size * 2 + 20, keepFiles: 2 })
    for (let seq = 1; seq <= 9; seq++) expect(await sender.send(batch(seq), never)).toEqual(delivered)
    expect(readdirSync(folder).sort()).toEqual(['here.ndjson', 'here.ndjson.1', 'here.ndjson.2'])
    expect([2, 1].map((i) => seqsIn(`${path}.${i}`))).toEqual([
      [5, 6],
      [7, 8],
    ])
    expect(seqsIn()).toEqual([9])
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('takes a batch that is larger than it may become, as one', async () => {
    const sender = open({ rotateBytes: size })
    await sender.send(batch(1, 5), never)
    await sender.send(batch(6), never)
    expect([seqsIn(`${path}.1`), seqsIn()]).toEqual([[1, 2, 3, 4, 5], [6]])
  })

  test('loses nothing where a crash left a gap between the numbers', async () => {
    writeFileSync(path, `${items[2]!.text}\n`)
    writeFileSync(`${path}.2`, `${items[1]!.text}\n`)
    writeFileSync(`${path}.3`, `${items[0]!.text}\n`)
    expect(await open({ rotateBytes: size, keepFiles: 3 }).send(batch(4), never)).toEqual(delivered)
    expect(['.3', '.2', '.1', ''].map((end) => seqsIn(path + end))).toEqual([[1], [2], [3], [4]])
  })

  test('more of them than are kept go, where fewer are kept than before', async () => {
    for (const i of [1, 2, 3, 4, 5]) writeFileSync(`${path}.${i}`, '{}\n')
    writeFileSync(path, '{}\n')
    await open({ rotateBytes: 10, keepFiles: 2 }).send(batch(1), never)
    expect(readdirSync(folder).sort()).toEqual(['here.ndjson', 'here.ndjson.1', 'here.ndjson.2'])
  })
})

describe('what goes wrong is tried again, and said', () => {
  test('the file is a folder, a pipe or in none', async () => {
    mkdirSync(path)
    expect(await open().send(batch(1), never)).toMatchObject({ result: 'retry', code: 'EISDIR' })
    rmSync(path, { recursive: true })
    execFileSync('mkfifo', [path])
    expect(await open().send(batch(1), never)).toMatchObject({ result: 'retry', code: 'NOT_A_FILE' })
    rmSync(folder, { recursive: true })
    const sender = open()
    expect(await sender.send(batch(1), never)).toMatchObject({
      result: 'retry',
      code: 'ENOENT',
      message: expect.stringContaining('no such file or directory'),
    })
    mkdirSync(folder)
    expect(await sender.send(batch(1), never)).toEqual(delivered)
  })

  test('it was moved away, removed or replaced meanwhile', async () => {
    const sender = open()
    await sender.send(batch(1), never)
    renameSync(path, join(folder, 'moved'))
    await sender.send(batch(2), never)
    unlinkSync(path)
    await sender.send(batch(3), never)
    unlinkSync(path)
    linkSync(join(folder, 'moved'), path)
    await sender.send(batch(4), never)
    expect([seqsIn(join(folder, 'moved')), seqsIn()]).toEqual([
      [1, 4],
      [1, 4],
    ])
  })

  test('somebody else added to it', async () => {
    const sender = open({ rotateBytes: 5000 })
    await sender.send(batch(1), never)
    appendFileSync(path, `${JSON.stringify({ properties: { seq: 0 }, filler: 'x'.repeat(5000) })}\n`)
    await sender.send(batch(2), never)
    expect([seqsIn(`${path}.1`), seqsIn()]).toEqual([[1, 0], [2]])
  })

  test.skipIf(spawnSync('prlimit', ['--version']).error !== undefined)(
    'there is room for a part of a batch only: none of it stays (needs prlimit)',
    async () => {
      const limit = (bytes: number | 'unlimited') =>
        execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:unlimited`])
      const sender = open()
      await sender.send(batch(1), never)
      limit(statSync(path).size + 100)
      try {
        expect(await sender.send(batch(2, 100), never)).toMatchObject({ result: 'retry', code: 'EFBIG' })
        expect(seqsIn()).toEqual([1])
        expect(statSync(path).size).toBe(items[0]!.bytes + 1)
      } finally {
        limit('unlimited')
      }
      expect(await sender.send(batch(2, 100), never)).toEqual(delivered)
      expect(seqsIn()).toEqual(items.slice(0, 100).map(({ seq }) => seq))
    },
  )

  test('its signal is over, or it is closed', async () => {
    const sender = open()
    await expect(sender.send(batch(1), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    expect(existsSync(path)).toBe(false)
    await sender.close()
    await expect(sender.send(batch(1), never)).rejects.toThrow('closed')
  })
})

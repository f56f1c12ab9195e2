import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
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
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DESTINATIONS_BY_NAME } from '#daemon/forward/destinations/by-name.js'
import type { Sender } from '#daemon/forward/destinations/destination.js'
import type { DestinationSettings } from '#protocol/destination.js'
import { seededRandom } from '../../support/random.js'
import { conforms } from './conformance.js'
import { itemsOf } from './items.js'

const { file } = DESTINATIONS_BY_NAME
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)
const never = new AbortController().signal

let root: string
let folder: string
let path: string
const senders: Sender[] = []

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'audit-trail-file-'))
  folder = join(root, 'allowed')
  path = join(folder, 'here.ndjson')
  mkdirSync(folder)
})
afterEach(async () => {
  for (const sender of senders.splice(0)) await sender.close()
  rmSync(root, { recursive: true })
})

const settingsOf = (more: Partial<DestinationSettings> = {}): DestinationSettings => ({
  name: 'here',
  type: 'file',
  url: pathToFileURL(path).href,
  ...more,
})
function open(more: Partial<DestinationSettings> = {}): Sender {
  const sender = file.open({ settings: settingsOf(more), secrets: [], folders: [folder], now: Date.now })
  senders.push(sender)
  return sender
}
const items = itemsOf(file, { name: 'here', type: 'file' }, 300)
/** Events of those seqs, from 1. */
const batch = (from: number, to = from) => ({ id: `b${from}`, items: items.slice(from - 1, to) })
const seqsIn = (name = path): number[] =>
  readFileSync(name, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line).properties.seq)
const delivered = { result: 'delivered' }

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
  senders.push(sender)
  expect(await sender.send(batch(1), never)).toEqual(delivered)
  expect(seqsIn(join(home, 'here.ndjson'))).toEqual([1])
  expect(statSync(home).mode & 0o777).toBe(0o700)
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

describe('what a crash left at the end', () => {
  const whole = `${items[0]!.text}\n`
  for (const [what, end] of [
    ['a line without its end', items[1]!.text.slice(0, 50)],
    ['all of a line but its end', items[1]!.text],
    ['zeros', '\0'.repeat(5000)],
    ['zeros in the midst of what was not yet delivered', `${items[1]!.text.slice(0, 9)}${'\0'.repeat(4096)}x":1}\n{"y`],
  ] as const)
    test(`${what} is cut`, async () => {
      writeFileSync(path, whole + end)
      expect(await open().send(batch(2), never)).toEqual(delivered)
      expect(seqsIn()).toEqual([1, 2])
      writeFileSync(path, end)
      expect(await open().send(batch(2), never)).toEqual(delivered)
      expect(seqsIn()).toEqual([2])
    })

  test('but no file is cut that was never one of ours', async () => {
    for (const foreign of ['root:x:0:0', 'first line\nsecond', `{"a":1}\n${'x'.repeat(17 << 20)}`]) {
      writeFileSync(path, foreign)
      expect(await open().send(batch(1), never)).toMatchObject({ result: 'retry', code: 'NOT_NDJSON' })
      expect(readFileSync(path, 'utf8') === foreign).toBe(true)
    }
  })

  test(`kill -9 at any time: what was delivered is there, in order, and every line is whole (seed ${SEED})`, async () => {
    const random = seededRandom(SEED)
    const module = join(import.meta.dirname, '../../../dist/daemon/forward/destinations/file.js')
    const script = `
      import { file } from ${JSON.stringify(pathToFileURL(module).href)}
      const sender = file.open({ settings: ${JSON.stringify(settingsOf({ rotateBytes: 20_000, keepFiles: 1000 }))},
        secrets: [], folders: [${JSON.stringify(folder)}], now: Date.now })
      for (let seq = Number(process.argv[1]); ; seq++) {
        const text = JSON.stringify({ properties: { seq }, filler: 'x'.repeat(seq % 700) })
        const { result } = await sender.send({ id: 'b', items: [{ seq, messageId: 'm' + seq, text, bytes: text.length }] },
          new AbortController().signal)
        if (result !== 'delivered') process.exit(1)
        console.log(seq)
      }`
    let last = 0
    for (let kill = 0; kill < 8; kill++) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, String(last + 1)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const until = last + 5 + random.below(55)
      for await (const line of createInterface({ input: child.stdout })) {
        last = Number(line)
        if (last === until) child.kill('SIGKILL')
      }
      if (child.signalCode === null) await once(child, 'exit')
      expect(child.signalCode).toBe('SIGKILL')
    }
    const rotated = readdirSync(folder)
      .map((name) => Number(name.split('.')[2] ?? 0))
      .sort((a, b) => b - a)
    const seqs = rotated.flatMap((i) => seqsIn(i === 0 ? path : `${path}.${i}`))
    expect(rotated.length).toBeGreaterThan(1)
    const firsts = seqs.filter((seq, i) => seqs.indexOf(seq) === i)
    expect(firsts.slice(0, last)).toEqual(Array.from({ length: last }, (_, i) => i + 1))
  })
})

describe('a file is written only within its folders', () => {
  const refused = (more: Partial<DestinationSettings>) => file.mistake(settingsOf(more), [], [folder])
  const urlOf = (...parts: string[]) => pathToFileURL(join(...parts)).href

  test('whatever its url says', () => {
    mkdirSync(join(root, 'allowed-not'))
    for (const url of [
      urlOf(root, 'x'),
      urlOf(root, 'allowed-not', 'x'),
      `${urlOf(folder)}/../x`,
      `${urlOf(folder)}/%2e%2e/x`,
      `${urlOf(folder)}/..%2fx`,
      `${urlOf(folder)}/x%00`,
      `${urlOf(folder)}/`,
      urlOf(folder),
      urlOf(folder, 'absent', 'x'),
      `file://other.example${folder}/x`,
      `${urlOf(folder)}/x?y`,
      'file:',
      'https://x.example/x',
      '/etc/passwd',
    ])
      expect(refused({ url }), url).toMatchObject({ field: 'url' })
    expect(refused({})).toBeUndefined()
    expect(file.mistake(settingsOf(), [], [])).toMatchObject({ field: 'url' })
    expect(file.mistake(settingsOf(), ['s'], [folder])).toMatchObject({ field: 'secret' })
  })

  test('not by way of a link in the path, also one made later', async () => {
    const outside = join(root, 'outside')
    mkdirSync(outside)
    symlinkSync(outside, join(folder, 'link'))
    expect(refused({ url: urlOf(folder, 'link', 'x') })).toMatchObject({ field: 'url' })
    mkdirSync(join(folder, 'sub'))
    const url = urlOf(folder, 'sub', 'x')
    expect(refused({ url })).toBeUndefined()
    rmSync(join(folder, 'sub'), { recursive: true })
    symlinkSync(outside, join(folder, 'sub'))
    expect(await open({ url }).send(batch(1), never)).toMatchObject({ result: 'retry', code: 'FOLDER_REFUSED' })
    expect(readdirSync(outside)).toEqual([])
  })

  test('not by way of a link in place of the file or of a full one', async () => {
    const outside = join(root, 'outside')
    writeFileSync(outside, '')
    symlinkSync(outside, path)
    expect(await open().send(batch(1), never)).toMatchObject({ result: 'retry', code: 'ELOOP' })
    unlinkSync(path)
    writeFileSync(path, '{}\n')
    symlinkSync(outside, `${path}.1`)
    expect(await open({ rotateBytes: 10, keepFiles: 1 }).send(batch(1), never)).toEqual(delivered)
    expect(readFileSync(outside, 'utf8')).toBe('')
  })

  test('a folder that itself is reached by a link is one all the same', async () => {
    symlinkSync(folder, join(root, 'alias'))
    const url = urlOf(root, 'alias', 'here.ndjson')
    expect(refused({ url })).toBeUndefined()
    expect(await open({ url }).send(batch(1), never)).toEqual(delivered)
    expect(seqsIn()).toEqual([1])
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

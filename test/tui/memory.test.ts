import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { memoryFolder, openMemory } from '#tui/memory.js'
import { MAX_HISTORY } from '#tui/model/filters.js'

let home: string
let folder: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'memory-'))
  folder = memoryFolder({}, home)
})
afterEach(() => rm(home, { recursive: true }))

const remembered = () => join(folder, 'remembered.json')
const history = () => join(folder, 'history.json')
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

/** Everything that was told in a session that does so much. */
async function session(use: (memory: Awaited<ReturnType<typeof openMemory>>) => void): Promise<string[]> {
  const memory = await openMemory(folder)
  const told: string[] = []
  memory.onTrouble((message) => told.push(message))
  use(memory)
  await memory.close()
  return told
}

test('what was chosen is known the next time, to its owner alone', async () => {
  await session((memory) => {
    expect(memory.read()).toEqual({})
    memory.remember({ theme: 'light', mouse: false })
    memory.remember({ views: [{ name: 'Failures', filter: 'outcome:failure' }] })
    memory.addToHistory('actor:alice')
    expect(memory.read().theme).toBe('light')
  })
  expect(folder).toBe(join(home, '.local/state/audit-trail/dashboard'))
  expect(await modeOf(folder)).toBe('700')
  expect(await modeOf(remembered())).toBe('600')
  expect(await modeOf(history())).toBe('600')
  expect((await readdir(folder)).sort()).toEqual(['history.json', 'remembered.json'])
  await session((memory) => {
    expect(memory.read()).toEqual({
      theme: 'light',
      mouse: false,
      views: [{ name: 'Failures', filter: 'outcome:failure' }],
    })
    expect(memory.history).toEqual(['actor:alice'])
    memory.remember({ theme: undefined })
  })
  await session((memory) => expect(memory.read()).not.toHaveProperty('theme'))
})

test('of several dashboards none undoes what another remembers', async () => {
  const [a, b] = [await openMemory(folder), await openMemory(folder)]
  a.remember({ theme: 'mono', marks: { one: [{ seq: 1 }] } })
  a.addToHistory('from a')
  await a.close()
  b.remember({ mouse: false, marks: { two: [{ seq: 2, note: 'odd' }] } })
  b.addToHistory('from b')
  await b.close()
  const together = { theme: 'mono', mouse: false, marks: { one: [{ seq: 1 }], two: [{ seq: 2, note: 'odd' }] } }
  expect(b.read()).toEqual(together)
  expect(b.history).toEqual(['from a', 'from b'])
  expect(JSON.parse(await readFile(remembered(), 'utf8'))).toEqual(together)
})

test('what a later version wrote is kept', async () => {
  await mkdir(folder, { recursive: true })
  await writeFile(remembered(), JSON.stringify({ mouse: true, sound: 'loud' }))
  expect(await session((memory) => memory.remember({ mouse: false }))).toEqual([])
  expect(JSON.parse(await readFile(remembered(), 'utf8'))).toEqual({ mouse: false, sound: 'loud' })
})

test.each([
  ['half a file', '{"mouse": fal', /not JSON/],
  ['no object', '[1, 2]', /no object/],
  ['an empty file, as after a power cut', '', /not JSON/],
])('%s is moved aside and told of, and all goes on', async (_, text, why) => {
  await mkdir(folder, { recursive: true })
  await writeFile(remembered(), text)
  const told = await session((memory) => {
    expect(memory.read()).toEqual({})
    memory.remember({ mouse: true })
  })
  expect(told).toEqual([expect.stringMatching(why)])
  expect(await readFile(`${remembered()}.bad`, 'utf8')).toBe(text)
  expect(JSON.parse(await readFile(remembered(), 'utf8'))).toEqual({ mouse: true })
})

test('of a file with a mistake the rest still counts', async () => {
  await mkdir(folder, { recursive: true })
  await writeFile(remembered(), JSON.stringify({ mouse: 'yes', marks: { t: [{ seq: 1.5 }] }, time: 'utc', sound: 1 }))
  await writeFile(history(), JSON.stringify(['one', 2, 'three']))
  const told = await session((memory) => {
    expect(memory.read()).toEqual({ time: 'utc', sound: 1 })
    expect(memory.history).toEqual(['one', 'three'])
  })
  expect(told.join()).toMatch(/mouse, marks.*remembered\.json\.bad.*history\.json\.bad/s)
  await session((memory) => {
    expect(memory.read()).toEqual({ time: 'utc', sound: 1 })
    expect(memory.history).toEqual(['one', 'three'])
  })
})

test(`the last ${MAX_HISTORY} lines are kept, each once, whatever they hold`, async () => {
  await session((memory) => {
    for (let i = 0; i < MAX_HISTORY + 20; i++) memory.addToHistory(`line ${i}`)
    memory.addToHistory('line 100')
    memory.addToHistory('two\nlines "quoted" \u202e')
  })
  await session((memory) => {
    expect(memory.history).toHaveLength(MAX_HISTORY)
    expect(memory.history.filter((line) => line === 'line 100')).toHaveLength(1)
    expect(memory.history.slice(-2)).toEqual(['line 100', 'two\nlines "quoted" \u202e'])
  })
})

test('where nothing can be written it is told once, and known till the end', async () => {
  await writeFile(join(home, '.local'), 'a file in the way')
  const told = await session((memory) => {
    memory.remember({ mouse: false })
    memory.remember({ time: 'utc' })
    expect(memory.read()).toEqual({ mouse: false, time: 'utc' })
  })
  expect(new Set(told).size).toBe(told.length)
  expect(told[0]).toMatch(/^Cannot remember: /)
})

test('a folder that others could read is closed to them', async () => {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o755)
  await session((memory) => memory.remember({ mouse: false }))
  expect(await modeOf(folder)).toBe('700')
})

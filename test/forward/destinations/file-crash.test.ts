import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../support/random.js'
import {
  batch,
  delivered,
  folder,
  items,
  never,
  open,
  path,
  seqsIn,
  settingsOf,
  useFolder,
} from './file-destination.js'

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)

useFolder()

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

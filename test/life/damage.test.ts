import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { damagedCopy, filesOf, makeLargeOriginal, makeOriginal, prove, recordEnds, WAYS } from '../support/damage.js'

/** Places in each file; `npm run test:damage` sets more. */
const places = Number(process.env.DAMAGE_PLACES ?? 1)

test('each file of a store, with a bit flipped, cut short or gone: told, the rest served, never a wrong event, sound after repair', async () => {
  const original = await makeOriginal()
  try {
    const rows: string[] = []
    const failures: string[] = []
    for (const file of await filesOf(original.path)) {
      for (const way of WAYS) {
        if (way === 'cut' && !/MANIFEST|\.log$/.test(file)) continue
        for (let n = 0; n < (way === 'delete' ? 1 : places); n++) {
          const at = places === 1 ? 0.5 : (n + Math.random()) / places
          const name = `${file} ${way} at ${at}`
          try {
            const outcome = await prove(original, await damagedCopy(original, file, way, at))
            rows.push(`${name}: ${JSON.stringify(outcome)}`)
          } catch (error) {
            failures.push(`${name}: ${error instanceof Error ? error.stack : String(error)}`)
          }
        }
      }
    }
    if (process.env.DAMAGE_TABLE !== undefined) console.log(rows.join('\n'))
    expect(failures).toEqual([])
    expect(rows.length).toBeGreaterThan(10)
  } finally {
    await rm(original.path, { recursive: true, force: true })
  }
}, 1_800_000)

test("LevelDB's list of its files, cut short after any of its records: refused before anything is deleted, all of it there after repair", async () => {
  const original = await makeLargeOriginal()
  try {
    const manifest = (await filesOf(original.path)).find((file) => file.includes('MANIFEST'))!
    const bytes = await readFile(join(original.path, manifest))
    const refusals: (string | undefined)[] = []
    for (const end of recordEnds(bytes).slice(0, -1)) {
      const copy = await damagedCopy(original, manifest, 'cut', (end + 0.5) / bytes.length)
      const { refused, missingAfterRepair } = await prove(original, copy)
      expect(missingAfterRepair).toBe(0)
      refusals.push(refused)
    }
    expect(refusals).not.toContain(undefined)
    expect(refusals.at(-1)).toContain('the end of its MANIFEST is missing')
  } finally {
    await rm(original.path, { recursive: true, force: true })
  }
}, 300_000)

import { rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { damagedCopy, filesOf, makeOriginal, prove, WAYS } from '../support/damage.js'

/** Places in each file; `npm run test:damage` sets more. */
const places = Number(process.env.DAMAGE_PLACES ?? 1)

test('each file of a store, with a bit flipped, cut short or gone: told, the rest served, never a wrong event, sound after repair', async () => {
  const original = await makeOriginal()
  try {
    const rows: string[] = []
    const failures: string[] = []
    for (const file of await filesOf(original.path)) {
      for (const way of WAYS) {
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

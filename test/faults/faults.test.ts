import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { PROJECT } from '../support/source-file.js'
import { FAULTS, type Fault } from './fault.js'
import { removeLibrary, whyHonest } from './lying-disk.js'
import { report } from './report.js'
import { type Count, tryFault } from './trial.js'

/** How often each fault strikes; what a long run counted is kept in FAULTS.md. */
const TIMES = Number(process.env.FAULTS ?? 0)
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)

const counts = new Map<Fault, Count>()
/** A run that is ended early has counted what it has counted. */
async function keep(fault: Fault, count: Count): Promise<void> {
  counts.set(fault, count)
  if (TIMES > 0) await writeFile(join(PROJECT, 'test/FAULTS.md'), report(counts, SEED, new Date()))
}

const honest = whyHonest()
afterAll(removeLibrary)
for (const fault of FAULTS) {
  const times = TIMES > 0 ? Math.ceil(TIMES * fault.weight) : fault.brief
  const skipped = fault.lying ? honest : undefined
  test.skipIf(skipped !== undefined)(
    `${fault.name}: everything acknowledged is there, once (${times} times, seed ${SEED}${skipped === undefined ? '' : `; skipped: ${skipped}`})`,
    { timeout: times * 60_000, concurrent: true },
    async () => {
      const count = await tryFault(fault, times, SEED, (soFar) => keep(fault, soFar))
      expect(count).toMatchObject({ lost: 0, repeated: 0, gaps: 0, changed: 0, undetected: 0, falseAlarms: 0 })
      expect(count.acknowledged).toBeGreaterThan(times)
    },
  )
}

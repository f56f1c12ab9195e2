import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { seededRandom } from '../support/random.js'
import { mutated } from './mutate.js'
import { TARGETS } from './targets.js'
import { startWatchdog } from './watchdog.js'

/** Inputs in all; `npm run test:fuzz` has a million. */
const INPUTS = Number(process.env.FUZZ ?? 18_000)
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000)
const EACH = Math.ceil(INPUTS / Object.keys(TARGETS).length)
const SEEDS = 500
const MAX_FINDINGS = 5
/** An input has 4 KiB at most. The slowest is told of, never failed for: machines are crowded. */
const SLOW_MS = 200

const watchdog = startWatchdog()
afterAll(() => watchdog.close())

test.each(Object.entries(TARGETS))(
  `%s: no input of ${EACH} does harm (FUZZ_SEED=${SEED})`,
  async (name, { seeds, check }) => {
    const random = seededRandom(SEED)
    const valid = fc.sample(seeds, { seed: SEED, numRuns: SEEDS }).map((seed) => Buffer.from(seed as string))
    const findings: string[] = []
    let slowest = { ms: 0, input: Buffer.alloc(0) as Buffer }
    const sinceMs = performance.now()
    for (let i = 0; i < EACH && findings.length < MAX_FINDINGS; i++) {
      const input = i < SEEDS ? valid[i]! : mutated(valid, random)
      watchdog.begins(input)
      // The runner wants to hear from its test now and then.
      if (i % 1000 === 0) await setImmediate()
      const startMs = performance.now()
      try {
        check(input)
      } catch (error) {
        findings.push(`${(error as Error).stack?.split('\n').slice(0, 3).join(' ')} <- ${input.toString('base64')}`)
      }
      const ms = performance.now() - startMs
      if (ms > slowest.ms) slowest = { ms, input }
    }
    if (process.env.FUZZ !== undefined || slowest.ms > SLOW_MS) {
      const seconds = ((performance.now() - sinceMs) / 1000).toFixed(1)
      const place = slowest.ms > SLOW_MS ? ` ${slowest.input.toString('base64').slice(0, 200)}` : ''
      console.log(`${name}: ${EACH} inputs in ${seconds} s, slowest ${slowest.ms.toFixed(1)} ms${place}`)
    }
    expect(findings).toEqual([])
  },
  3_600_000,
)

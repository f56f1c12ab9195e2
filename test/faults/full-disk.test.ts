import { execFileSync, spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { seededRandom } from '../support/random.js'
import { Witness } from './witness.js'

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)

/** No file of the daemon may grow: to it, the same as a full disk. */
function fill({ program }: TestDaemon, full: boolean): void {
  execFileSync('prlimit', ['--pid', String(program.child.pid), `--fsize=${full ? 0 : 'unlimited'}:unlimited`])
}

const stateOf = async ({ sender }: TestDaemon) =>
  (JSON.parse((await sender.get('/readyz')).body) as { state: string }).state

test.skipIf(spawnSync('prlimit', ['--version']).error !== undefined)(
  `on a full disk writes are refused and reads go on; once there is room writes resume by themselves (seed ${SEED}; needs prlimit)`,
  { timeout: 180_000 },
  async () => {
    await using daemon = await startDaemon()
    const witness = new Witness(seededRandom(SEED), SEED)
    const send = async (batch = witness.nextBatch()) => {
      const answer = await daemon.sender.post('/v1/events', JSON.stringify(batch))
      if (answer.status === 200) witness.answered(batch)
      else witness.unanswered(batch)
      return answer
    }
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 20; i++) expect((await send()).status).toBe(200)
      fill(daemon, true)
      let refused = await send()
      for (; refused.status === 200; ) refused = await send()
      expect([refused.status, JSON.parse(refused.body)]).toEqual([
        503,
        { errors: [{ type: 'cannot-write', message: expect.stringContaining('reads go on') }] },
      ])
      expect(await stateOf(daemon)).toBe('read-only')
      expect((await daemon.sender.get('/v1/search?limit=5')).status).toBe(200)
      fill(daemon, false)
      while ((await stateOf(daemon)) !== 'ready') await new Promise((resolve) => setTimeout(resolve, 50))
      expect((await send()).status).toBe(200)
      const found = await witness.compare(await daemon.sender.stream('/v1/export?format=ndjson'))
      expect(found).toMatchObject({ lost: 0, repeated: 0, gaps: 0, changed: 0 })
    }
    await daemon.restart('SIGKILL')
    const found = await witness.compare(await daemon.sender.stream('/v1/export?format=ndjson'))
    expect(found).toMatchObject({ lost: 0, repeated: 0, gaps: 0, changed: 0 })
    const resumed = await daemon.sender.get(`/v1/search?filter=${encodeURIComponent('action:"Audit Writes Resumed"')}`)
    expect((JSON.parse(resumed.body) as { events: unknown[] }).events).toHaveLength(2)
  },
)

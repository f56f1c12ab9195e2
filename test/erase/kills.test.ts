import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { checkTrail } from '#daemon/store/check.js'
import { startDaemon } from '../support/daemon.js'
import { seededRandom } from '../support/random.js'
import { PERSON, tell } from './person.js'
import { filesWith, valuesWith } from './traces.js'

const KILLS = Number(process.env.ERASE_KILLS ?? 6)

test('killed at any moment an erasure goes on, and no trace of the person stays', async () => {
  const seed = Date.now() % 2 ** 32
  const random = seededRandom(seed)
  await using daemon = await startDaemon('--retention', 'off')
  const { erase, send, events, ended } = tell(daemon)
  await send(0, 13_000)
  const before = await events()
  const named = before.filter((event) => JSON.stringify(event).includes(PERSON[0])).length
  const { subject } = await erase({ values: PERSON })
  const { task } = await erase({ values: PERSON, confirm: subject })
  for (let kill = 0; kill < KILLS; kill++) {
    await sleep(random.below(80))
    await daemon.restart('SIGKILL')
  }
  expect(await ended(task!.id), `seed ${seed}`).toMatchObject({ state: 'completed' })
  const after = await events()
  const own = after.filter(({ action }) => action === 'Audit Person Erased')
  expect(own, `seed ${seed}`).toHaveLength(1)
  expect(after.filter(({ erased }) => erased !== undefined)).toHaveLength(named)
  for (const [i, was] of before.entries()) {
    const { seq, timestamp, action } = was
    expect(after[i]).toMatchObject({ seq, timestamp, action })
  }
  expect(await filesWith(join(daemon.folder, 'data'), PERSON), `seed ${seed}`).toEqual([])
  await daemon.program.kill('SIGTERM')
  expect(await valuesWith(join(daemon.folder, 'data/db'), PERSON), `seed ${seed}`).toEqual([])
  const { findings, erased } = await checkTrail({ path: join(daemon.folder, 'data'), onProgress: () => {} })
  expect({ findings, erased }, `seed ${seed}`).toEqual({ findings: [], erased: named })
}, 180_000)

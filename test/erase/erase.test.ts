import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkTrail } from '#daemon/store/check.js'
import { startDaemon } from '../support/daemon.js'
import { counted, event, eventAt, PERSON, tell } from './person.js'
import { filesWith, valuesWith } from './traces.js'

const DAY_MS = 86_400_000
const names = [...PERSON]
/** A dozen programs start, one after the other, and the machine may be busy. */
const LONG = { timeout: 240_000 }

async function mkdtempDisposable() {
  const path = await mkdtemp(join(tmpdir(), 'audit-trail-archive-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

test('a person goes from every event, file and record; proofs, times and actions stay', LONG, async () => {
  await using daemon = await startDaemon('--retention', 'off')
  const { ask, send, events, ended } = tell(daemon)
  await daemon.sender.post(
    '/v1/identify',
    JSON.stringify({ userId: PERSON[0], traits: { name: PERSON[2], email: PERSON[1] } }),
  )
  await send(0, 9500)
  const before = await events()
  const own = before.filter(({ actor }) => actor.id === PERSON[0]).length
  const mentions = before.filter(({ resource }) => resource.id === PERSON[0]).length

  // Counted first, with what else the person is called.
  const first = counted((await ask('erase', PERSON[0], '-o', 'json')).stdout)
  expect(first).toMatchObject({ own, mentions, archived: 0 })
  expect(first.alsoCalled).toEqual([PERSON[1], PERSON[2]])
  expect(first.notCovered.join()).toContain('backups')
  expect(await events()).toEqual(before)
  const dry = await ask('erase', ...names, '-o', 'pretty')
  const { subject } = counted((await ask('erase', ...names, '-o', 'json')).stdout)
  expect(dry.stderr).toContain(`--confirm ${subject}`)
  expect((await ask('erase', ...names, '--confirm', 'hmac:0')).code).toBe(2)

  const { task } = counted((await ask('erase', ...names, '--confirm', subject, '-o', 'json')).stdout)
  expect(await ended(task!.id)).toMatchObject({
    state: 'completed',
    message: expect.stringContaining(`${own} events of their own and ${mentions} others`) as string,
  })

  const after = await events()
  const told = after.find(({ action }) => action === 'Audit Person Erased')!
  expect(told).toMatchObject({ area: 'Audit Trail', details: { subject, own, mentions } })
  for (const [i, was] of before.entries()) {
    const is = after[i]!
    const { seq, timestamp, receivedAt, workspace, action, area, outcome } = was
    expect(is).toMatchObject({ seq, timestamp, receivedAt, workspace, action, area, outcome })
    if (was.actor.id === PERSON[0]) {
      expect(is).toEqual({
        ...{ seq, timestamp, receivedAt, workspace, action, area, outcome },
        id: expect.stringMatching(/^erased:[0-9a-f]{16}$/) as string,
        actor: { type: 'user', id: 'erased' },
        resource: { type: 'source' },
        details: {},
        erased: { by: told.seq, leaf: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      })
    } else if (was.resource.id === PERSON[0]) {
      expect(is).toMatchObject({
        actor: was.actor,
        resource: { id: '[erased]', name: '[erased]' },
        details: { invited: '[erased]', i: was.details.i, url: 'https://h/?u=[erased]' },
        erased: { by: told.seq },
      })
    } else expect(is).toEqual(was)
  }
  expect((await ask('search', `actor:${PERSON[0]}`)).stdout).toBe('')
  expect((await ask('search', '-n', '0', 'actor:erased')).stdout.trim().split('\n')).toHaveLength(own)
  expect((await ask('stats', '-o', 'json')).stdout).not.toContain(PERSON[1])
  const shown = (await ask('show', `seq:${after.find(({ erased }) => erased !== undefined)!.seq}`, '-o', 'pretty'))
    .stdout
  expect(shown).toMatch(new RegExp(`^ +erased +a person, by the event with seq ${told.seq}: .*${told.timestamp}$`, 'm'))
  // What is sent again is known, and does not bring the person back.
  const again = await daemon.sender.post('/v1/events', JSON.stringify([eventAt(3), eventAt(5), eventAt(9483)]))
  expect(JSON.parse(again.body)).toMatchObject({ accepted: 0, duplicates: 3 })
  // Nobody is called so any more.
  expect(counted((await ask('erase', ...names, '-o', 'json')).stdout)).toMatchObject({ own: 0, mentions: 0 })

  const data = join(daemon.folder, 'data')
  expect(await filesWith(data, PERSON)).toEqual([])
  // What was erased before it was sealed is sealed under the leaf hash it had.
  const plain = Array.from({ length: 3000 }, (_, i) => event(20_000 + i, {}))
  await daemon.sender.post('/v1/events', JSON.stringify(plain))
  await daemon.program.kill('SIGTERM')
  expect(await valuesWith(join(data, 'db'), [...PERSON, 'Mallory-Browser'])).toEqual([])
  const { findings, erased } = await checkTrail({ path: data, onProgress: () => {} })
  expect({ findings, erased }).toEqual({ findings: [], erased: own + mentions })
})

test('the archive loses the person as well', LONG, async () => {
  await using archive = await mkdtempDisposable()
  await using daemon = await startDaemon('--archive', archive.path)
  const { ask, send, ended } = tell(daemon)
  await send(0, 5000, { timestamp: new Date(Date.now() - 100 * DAY_MS).toISOString() })
  await ask('jobs', 'run', 'retention', '--confirm')
  expect(await filesWith(archive.path, PERSON)).not.toEqual([])
  const { subject, archived } = counted((await ask('erase', ...names, '-o', 'json')).stdout)
  const mentions = Array.from({ length: 5000 }, (_, i) => i).filter((i) => i % 31 === 5 && i % 20 !== 3).length
  expect(archived).toBe(250 + mentions)
  const { task } = counted((await ask('erase', ...names, '--confirm', subject, '-o', 'json')).stdout)
  expect(await ended(task!.id)).toMatchObject({ state: 'completed' })
  expect(await filesWith(archive.path, PERSON)).toEqual([])
  expect((await ask('search', '--archive', '-n', '0', 'actor:erased')).stdout.trim().split('\n')).toHaveLength(250)
})

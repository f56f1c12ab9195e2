import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ATTACKS } from '../hostile/attacks.js'
import { type Honest, honestClient } from '../hostile/honest.js'
import type { Answers, Target } from '../hostile/line.js'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { sampleEvents } from '../support/sample-events.js'
import { openWebSocket } from '../support/web-socket-client.js'

/** Longer than the head of a request may take. */
const ANSWERED_WITHIN_MS = 20_000
const MAX_MIB = 1200

let daemon: TestDaemon
let honest: Honest
let owner: Awaited<ReturnType<typeof openWebSocket>>
/** Tokens of a new client. */
let newClient: (name: string) => Promise<Target>
beforeAll(async () => {
  daemon = await startDaemon()
  const events = sampleEvents({ seed: 1, startMs: Date.now() - 3_600_000, intervalMs: 10 })
  for (let batch = 0; batch < 10; batch++) {
    const body = JSON.stringify(Array.from({ length: 1000 }, () => events.next().value))
    expect((await daemon.sender.post('/v1/events', body)).status).toBe(200)
  }
  owner = await openWebSocket({ socket: daemon.socket })
  const token = async (role: string, name: string) =>
    ((await owner.call('tokens.create', { name: `${name} (${role})`, role })) as { token: string }).token
  const port = Number(new URL(daemon.url).port)
  // What any machine can reach, however busy it is.
  const limits = 'limits: { requestsPerSecond: 300, eventsPerSecond: 2000 }'
  await writeFile(join(daemon.folder, 'config.yaml'), `audit: { reads: false }\n${limits}`)
  daemon.program.child.kill('SIGHUP')
  await daemon.program.until(() => daemon.program.stderr.some((line) => line.includes('read again')), 'the reload')
  newClient = async (name) => ({ port, ingest: await token('ingest', name), auditor: await token('auditor', name) })
  honest = await honestClient(await newClient('honest'))
})
afterAll(async () => {
  honest.close()
  owner.close()
  await daemon[Symbol.asyncDispose]()
})

test.each(Object.entries(ATTACKS))(
  '%s: answered or cut, and an honest client beside it loses nothing',
  async (name, { attack, answers: expected }) => {
    const end = new AbortController()
    const answers: Answers = {}
    const attacking = attack(await newClient(name), end.signal, answers)
    await sleep(200)
    await honest.work(500)
    if (expected.length > 0) {
      await vi.waitFor(
        () =>
          expect(
            expected.some((code) => code in answers),
            JSON.stringify(answers),
          ).toBe(true),
        {
          timeout: ANSWERED_WITHIN_MS,
        },
      )
    }
    end.abort()
    await attacking.catch(() => {})
    await honest.work(50)
    expect(memoryMiB()).toBeLessThan(MAX_MIB)
    expect(daemon.program.stderr.filter((line) => /"level":"error"/.test(line))).toEqual([])
  },
)

function memoryMiB(): number {
  const status = readFileSync(`/proc/${daemon.program.child.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Sender, senderTo } from '../support/post.js'
import { Program } from '../support/program.js'
import { type Random, seededRandom } from '../support/random.js'
import { type Findings, Witness } from './witness.js'

const SENDERS = 4
const READY_MS = 30_000

/**
 * Starts a daemon, sends to it from four sides at once and kills it with -9 in the
 * middle, again and again on the same folder. After each start the whole trail is
 * compared with what was acknowledged; the findings add up.
 */
export async function killAgainAndAgain(kills: number, seed: number): Promise<Findings & { acknowledged: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-trail-crash-'))
  const socket = join(folder, 'daemon.sock')
  const random = seededRandom(seed)
  const witness = new Witness(random, seed)
  let total: Findings = { lost: 0, repeated: 0, gaps: 0, changed: 0, stored: 0 }

  /** Starts the daemon, looks whether everything is there, and lets `then` have it. */
  const withDaemon = async (then: (daemon: Program, sender: Sender) => Promise<void>) => {
    const args = ['--data', join(folder, 'data'), '--socket', socket, '--listen', '127.0.0.1:0']
    await using daemon = new Program('audit-traild', args)
    const sender = senderTo(socket)
    try {
      await untilReady(daemon, sender)
      total = add(total, await witness.compare(await sender.stream('/v1/export?format=ndjson')))
      await then(daemon, sender)
    } finally {
      sender.close()
    }
  }

  try {
    for (let kill = 0; kill < kills; kill++) {
      await withDaemon((daemon, sender) => sendUntilKilled(daemon, sender, witness, random))
    }
    await withDaemon(async (daemon) => {
      const code = await daemon.kill('SIGTERM')
      if (code !== 0) throw new Error(`Cannot stop the daemon: it ended with ${code}\n${daemon.stderr.join('\n')}`)
    })
    return { ...total, acknowledged: witness.acknowledged.size }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const add = (before: Findings, now: Findings): Findings => ({
  lost: before.lost + now.lost,
  repeated: before.repeated + now.repeated,
  gaps: before.gaps + now.gaps,
  changed: before.changed + now.changed,
  stored: now.stored,
})

/** Kills after a random number of answers, while the other senders' batches are on their way. */
async function sendUntilKilled(daemon: Program, sender: Sender, witness: Witness, random: Random): Promise<void> {
  let answersLeft = 1 + random.below(60)
  const send = async () => {
    while (answersLeft > 0) {
      const batch = witness.nextBatch()
      const answer = await sender.post('/v1/events', JSON.stringify(batch)).catch(() => undefined)
      if (answer === undefined) return witness.unanswered(batch)
      if (answer.status !== 200) throw new Error(`Cannot send: ${answer.status} ${answer.body}`)
      witness.answered(batch)
      if (--answersLeft === 0) daemon.child.kill('SIGKILL')
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, send))
  await daemon.ended
}

async function untilReady(daemon: Program, sender: Sender): Promise<void> {
  for (const deadline = Date.now() + READY_MS; ; await delay(20)) {
    const answer = await sender.get('/readyz').catch(() => undefined)
    if (answer?.status === 200) return
    if (Date.now() > deadline || daemon.child.exitCode !== null) {
      throw new Error(`Cannot reach the daemon:\n${daemon.stderr.join('\n')}`)
    }
  }
}

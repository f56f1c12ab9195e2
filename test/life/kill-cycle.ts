import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { type Random, seededRandom } from '../support/random.js'
import { type Findings, Witness } from './witness.js'

const SENDERS = 4

/**
 * Sends to a daemon from four sides at once and kills it with -9 in the middle,
 * again and again on the same data. After each start the whole trail is compared
 * with what was acknowledged; the findings add up.
 */
export async function killAgainAndAgain(kills: number, seed: number): Promise<Findings & { acknowledged: number }> {
  const random = seededRandom(seed)
  const witness = new Witness(random, seed)
  await using daemon = await startDaemon()
  let total: Findings = { lost: 0, repeated: 0, gaps: 0, changed: 0, stored: 0 }
  for (let kill = 0; kill < kills; kill++) {
    await sendUntilKilled(daemon, witness, random)
    await daemon.restart('SIGKILL')
    total = add(total, await witness.compare(await daemon.sender.stream('/v1/export?format=ndjson')))
  }
  const code = await daemon.program.kill('SIGTERM')
  if (code !== 0) throw new Error(`Cannot stop the daemon: it ended with ${code}\n${daemon.program.stderr.join('\n')}`)
  return { ...total, acknowledged: witness.acknowledged.size }
}

const add = (before: Findings, now: Findings): Findings => ({
  lost: before.lost + now.lost,
  repeated: before.repeated + now.repeated,
  gaps: before.gaps + now.gaps,
  changed: before.changed + now.changed,
  stored: now.stored,
})

/** Kills after a random number of answers, while the other senders' batches are on their way. */
async function sendUntilKilled({ sender, program }: TestDaemon, witness: Witness, random: Random): Promise<void> {
  let answersLeft = 1 + random.below(60)
  const send = async () => {
    while (answersLeft > 0) {
      const batch = witness.nextBatch()
      const answer = await sender.post('/v1/events', JSON.stringify(batch)).catch(() => undefined)
      if (answer === undefined) return witness.unanswered(batch)
      if (answer.status !== 200) throw new Error(`Cannot send: ${answer.status} ${answer.body}`)
      witness.answered(batch)
      if (--answersLeft === 0) program.child.kill('SIGKILL')
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, send))
}

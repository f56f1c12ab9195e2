import { setTimeout as delay } from 'node:timers/promises'
import type { Answer } from '../support/post.js'
import type { Victim } from './victim.js'
import type { Witness } from './witness.js'

const SENDERS = 4

/**
 * Sends from four sides at once until `over`, which is asked after every answer, or
 * until the daemon hangs up. What is refused for now is sent again later.
 */
export async function load({ sender }: Victim, witness: Witness, over: (answers: number) => boolean): Promise<void> {
  let answers = 0
  let ended = false
  const send = async () => {
    while (!ended) {
      const batch = witness.nextBatch()
      const answer = await sender.post('/v1/events', JSON.stringify(batch)).catch(() => undefined)
      if (answer?.status === 200) witness.answered(batch)
      else if (!isTooOld(answer)) witness.unanswered(batch)
      if (answer === undefined) ended = true
      else if (answer.status === 503) await delay(20)
      else if (answer.status !== 200 && !isTooOld(answer))
        throw new Error(`Cannot send: ${answer.status} ${answer.body}`)
      ended ||= over(++answers)
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, send))
}

/** A batch of unknown outcome that is sent again may have outlived the retention limit. */
const isTooOld = (answer: Answer | undefined) => answer?.status === 400 && answer.body.includes('too-old')

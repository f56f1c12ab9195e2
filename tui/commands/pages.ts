import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../../protocol/client.js'
import { TrailError } from '../../protocol/error.js'
import type { OnProgress } from '../../protocol/progress.js'
import type { Order, Page, Params, SeqRange } from '../../protocol/request.js'
import { distinct, leftOut } from './left-out.js'
import { say } from './say.js'
import type { World } from './world.js'

const MAX_PAGE = 1000
const ASK_AGAIN_MS = 500

export interface Question {
  readonly filter: string
  readonly order: Order
  readonly limit: number
  /** Of the archive, instead of the trail. */
  readonly archive?: boolean
  /** Waits for the daemon where the connection breaks, instead of throwing. */
  readonly patient?: boolean
  /** Told of each page how much of the trail was looked at. */
  readonly onProgress?: OnProgress
}

/**
 * Every page of one question, as of one moment, up to `limit` events. Throws `damaged` at
 * its end where something had to be left out; who is patient is told and goes on.
 */
export async function* pages(world: World, client: Client, question: Question): AsyncGenerator<Page> {
  const { filter, order, limit, archive = false, patient = false, onProgress } = question
  const ask = patient ? askUntilAnswered : askOnce
  let left = limit
  let cursor: string | undefined
  let damaged: readonly SeqRange[] = []
  do {
    const params = {
      ...{ filter, order, timeZone: world.timeZone, limit: Math.min(MAX_PAGE, left) },
      ...(cursor !== undefined && { cursor }),
      ...(archive && { archive }),
    }
    const page = await ask(client, world.signal, params, onProgress)
    damaged = distinct([...damaged, ...(page.damaged ?? [])])
    yield page
    left -= page.events.length
    cursor = page.next
  } while (cursor !== undefined && left > 0)
  const problem = leftOut(damaged)
  if (problem === undefined) return
  if (!patient) throw problem
  await say(world, problem.message)
}

const askOnce = (client: Client, signal: AbortSignal, params: Params<'query'>, onProgress?: OnProgress) =>
  client.call('query', params, signal, onProgress)

async function askUntilAnswered(
  client: Client,
  signal: AbortSignal,
  params: Params<'query'>,
  onProgress?: OnProgress,
): Promise<Page> {
  for (;;) {
    try {
      return await askOnce(client, signal, params, onProgress)
    } catch (error) {
      const { kind } = client.state
      if (!(error instanceof TrailError) || error.type !== 'unavailable' || kind === 'closed') throw error
      // With the connection open it is the daemon that says so: it is about to start or to stop.
      await (kind === 'open' ? sleep(ASK_AGAIN_MS, undefined, { signal }) : nextOpening(client))
    }
  }
}

/** Resolves with the next connection, or when there will be none. */
function nextOpening(client: Client): Promise<void> {
  return new Promise((resolve) => {
    const stop = client.onState(({ kind }) => {
      if (kind !== 'open' && kind !== 'closed') return
      stop()
      resolve()
    })
  })
}

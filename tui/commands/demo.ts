import { zoneNamed } from '../../protocol/zone.js'
import { command, defaulted } from './command.js'
import { startDemoDaemon } from './demo/demo-daemon.js'
import { tellHistory } from './demo/history.js'
import { tellLive } from './demo/live.js'
import { makeStory, type Told } from './demo/story.js'
import { EVENT_OUTPUT_OPTION } from './event-printer.js'
import type { Daemon } from './find-daemon.js'
import { wholeNumber } from './option-value.js'
import { SUBMISSION, submit } from './submit.js'
import { tail } from './tail.js'
import { Failed, Stopped, type World } from './world.js'

/** Shows a daemon's trail until whoever watches has seen enough; resolves with an exit code. */
export type Dashboard = (world: World, daemon: Daemon) => Promise<number>

export const demo = (dashboard: Dashboard) =>
  command({
    name: 'demo',
    summary: 'show a sample workspace on a throw-away trail',
    options: {
      seed: defaulted('--seed <number>', 'another story', wholeNumber(0, 2 ** 32 - 1), 1),
      ...EVENT_OUTPUT_OPTION,
    },
    async run(world, _args, { seed, output }) {
      if (world.terminal) return runDemo(world, seed, dashboard)
      try {
        return await runDemo(world, seed, (watching, daemon) => lines(watching, daemon, output))
      } catch (error) {
        const by = world.signal.reason instanceof Stopped && world.signal.reason.by
        if (by !== 'SIGINT' && by !== 'SIGTERM') throw error
        return undefined
      }
    },
  })

async function runDemo<T>(
  world: World,
  seed: number,
  watch: (watching: World, daemon: Daemon) => Promise<T>,
): Promise<T> {
  await using sample = await startDemoDaemon(world)
  const { daemon, ended } = sample
  const story = makeStory(seed)
  await submitAll(world, daemon, tellHistory(story, world.now(), zoneNamed(world.timeZone)))

  const over = new AbortController()
  const signal = AbortSignal.any([world.signal, over.signal])
  const watched = watch({ ...world, signal }, daemon)
  const live = tellLive(story, world.now, signal, (told) => submitAll(world, daemon, [told]))
  // Being told to stop is no trouble: who watches ends in its own way.
  const trouble = live.catch((error) => (signal.aborted ? ended : Promise.reject(error)))
  try {
    return await Promise.race([watched, trouble, ended])
  } finally {
    over.abort()
    await Promise.allSettled([watched, live])
  }
}

const lines = (world: World, { target }: Daemon, output: 'pretty' | 'json' | 'csv' | undefined) =>
  tail.run(world, [], {
    ...{ count: undefined, since: undefined, filter: [], tokenFile: undefined, output },
    connect: target.kind === 'unix' ? `unix:${target.path}` : target.url.href,
  })

async function submitAll(world: World, daemon: Daemon, told: readonly Told[]): Promise<void> {
  for (let i = 0; i < told.length; i += SUBMISSION.maxItems) {
    const batch = told.slice(i, i + SUBMISSION.maxItems).map((event) => JSON.stringify(event))
    const { rejected } = await submit(daemon, batch, world.signal)
    if (rejected[0]) throw new Failed(`Cannot show the demo: an event was rejected: ${rejected[0].error.message}`)
  }
}

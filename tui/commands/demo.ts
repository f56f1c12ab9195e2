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

/** Shows a daemon's trail until whoever watches has seen enough. */
export type Dashboard = (world: World, daemon: Daemon) => Promise<void>

export const demo = (dashboard: Dashboard) =>
  command({
    name: 'demo',
    summary: 'show a sample workspace on a throw-away trail',
    options: {
      seed: defaulted('--seed <number>', 'another story', wholeNumber(0, 2 ** 32 - 1), 1),
      ...EVENT_OUTPUT_OPTION,
    },
    async run(world, _args, { seed, output }) {
      try {
        await runDemo(world, seed, (daemon) =>
          world.interactive ? dashboard(world, daemon) : lines(world, daemon, output),
        )
      } catch (error) {
        const by = world.signal.reason instanceof Stopped && world.signal.reason.by
        if (by !== 'SIGINT' && by !== 'SIGTERM') throw error
      }
      return undefined
    },
  })

async function runDemo(world: World, seed: number, watch: (daemon: Daemon) => Promise<unknown>): Promise<void> {
  await using sample = await startDemoDaemon(world)
  const story = makeStory(seed)
  await submitAll(world, sample.daemon, tellHistory(story, world.now(), zoneNamed(world.timeZone)))

  const seen = new AbortController()
  const signal = AbortSignal.any([world.signal, seen.signal])
  const live = tellLive(story, world.now, signal, (told) => submitAll(world, sample.daemon, [told]))
  try {
    await Promise.race([watch(sample.daemon), live, sample.ended])
  } finally {
    seen.abort()
    // It ends now, by rejecting; what it could say has been said.
    await live.catch(() => {})
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

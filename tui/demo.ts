import { printTarget } from '../protocol/target.js'
import { zoneNamed } from '../protocol/zone.js'
import { command, defaulted } from './commands/command.js'
import { startDemoDaemon } from './commands/demo/demo-daemon.js'
import { tellHistory } from './commands/demo/history.js'
import { tellLive } from './commands/demo/live.js'
import { makeStory, type Told } from './commands/demo/story.js'
import { EVENT_OUTPUT_OPTION } from './commands/event-printer.js'
import type { Daemon } from './commands/find-daemon.js'
import { wholeNumber } from './commands/option-value.js'
import { SUBMISSION, submit } from './commands/submit.js'
import { tail } from './commands/tail.js'
import { Failed, Stopped, type World } from './commands/world.js'
import { LOOK_OPTIONS, openDashboard } from './dashboard.js'

export const demo = command({
  name: 'demo',
  summary: 'show a sample workspace on a throw-away trail',
  options: {
    seed: defaulted('--seed <number>', 'another story', wholeNumber(0, 2 ** 32 - 1), 1),
    ...EVENT_OUTPUT_OPTION,
    ...LOOK_OPTIONS,
  },
  async run(world, _args, { seed, output, ...look }) {
    if (world.terminal)
      // Nobody could guess where the daemon of a demo is.
      return runDemo(world, seed, (watching, daemon) =>
        openDashboard(watching, daemon, look, '', printTarget(daemon.target)),
      )
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
    ...{ count: undefined, since: undefined, filter: [], output },
    ...{ tokenFile: undefined, tlsCa: undefined, tlsCert: undefined, tlsKey: undefined },
    connect: target.kind === 'unix' ? `unix:${target.path}` : target.url.href,
  })

async function submitAll(world: World, daemon: Daemon, told: readonly Told[]): Promise<void> {
  for (let i = 0; i < told.length; i += SUBMISSION.maxItems) {
    const batch = told.slice(i, i + SUBMISSION.maxItems).map((event) => JSON.stringify(event))
    const { rejected } = await submit(daemon, batch, world.signal)
    if (rejected[0]) throw new Failed(`Cannot show the demo: an event was rejected: ${rejected[0].error.message}`)
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { Story, Told } from './story.js'

/** What goes on happening: one to three events a second, now and then a burst. */
const SCENES = [
  { weight: 55, waitMs: { from: 300, to: 1000 }, tell: (story: Story) => story.session(0) },
  { weight: 42, waitMs: { from: 300, to: 1000 }, tell: (story: Story) => [story.routine(0)] },
  { weight: 3, waitMs: { from: 20, to: 120 }, tell: (story: Story) => story.deploy(0) },
] as const

/** Hands over one event after the other at the time it happens, until the signal ends it by rejecting. */
export async function tellLive(
  story: Story,
  now: () => number,
  signal: AbortSignal,
  submit: (told: Told) => Promise<unknown>,
): Promise<never> {
  for (;;) {
    const { waitMs, tell } = story.random.weighted(SCENES)
    for (const told of tell(story)) {
      await sleep(story.random.between(waitMs.from, waitMs.to), undefined, { signal })
      await submit(story.moved(told, now()))
    }
  }
}

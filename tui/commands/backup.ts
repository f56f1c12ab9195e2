import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../../protocol/client.js'
import { command, flag } from './command.js'
import { TARGET_OPTIONS } from './find-daemon.js'
import { type ProgressBar, progressBar } from './progress-bar.js'
import { say } from './say.js'
import { withClient } from './with-client.js'
import type { World } from './world.js'

const ASK_AGAIN_MS = 200

export const backup = command({
  name: 'backup',
  summary: "copy the trail, as of now, into a new folder on the daemon's machine",
  arguments: '<DIR>',
  options: {
    withSecrets: flag('--with-secrets', 'copy the tokens, too'),
    quiet: flag('-q, --quiet', 'show no progress'),
    ...TARGET_OPTIONS,
  },
  async run(world, [folder = ''], { withSecrets, quiet, ...target }) {
    const path = resolve(folder)
    const progress = progressBar(world, !quiet)
    const made = await withClient(world, target, async (client) => {
      const showing = new AbortController()
      const shown = show(world, client, progress, showing.signal)
      try {
        return await client.call('backup', { path, withSecrets }, world.signal)
      } finally {
        showing.abort()
        await shown
        progress.clear()
      }
    })
    await say(world, `${made.events} events, up to seq ${made.lastSeq}, are in ${path}; "--data" with it opens them`)
    if (made.damaged === 0) return undefined
    await say(
      world,
      `${made.damaged} damaged values of the trail are damaged in the copy, too; "audit-traild check" names them`,
    )
    return 1
  },
})

/** Until told to stop; what goes wrong here is told by the backup itself. */
async function show({ stderr }: World, client: Client, progress: ProgressBar, signal: AbortSignal): Promise<void> {
  if (!stderr.isTTY) return
  try {
    for (;;) {
      await sleep(ASK_AGAIN_MS, undefined, { signal })
      const { events, of } = await client.call('backup.progress', {}, signal)
      if (events !== undefined) progress.show(events, of)
    }
  } catch {}
}

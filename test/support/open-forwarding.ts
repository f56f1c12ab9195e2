import { DESTINATIONS_BY_NAME } from '#daemon/forward/destinations/by-name.js'
import { openForwarding } from '#daemon/forward/open-forwarding.js'
import { ownDraft } from '#daemon/ingest/ingest.js'
import { count } from '#daemon/query/count.js'
import type { Trail } from '#daemon/store/trail.js'
import { openedTasks } from './tasks.js'

/** All of forwarding on a trail, which never waits long before it tries again. */
export async function forwardingOn(
  trail: Trail,
  {
    retentionMs,
    now = Date.now,
    mayRecord = () => true,
  }: { readonly retentionMs?: number; readonly now?: () => number; readonly mayRecord?: () => boolean } = {},
) {
  const mistakes: unknown[] = []
  const { tasks, runner } = await openedTasks(trail.records)
  const context = { trail, now, retentionMs: () => retentionMs }
  const forwarding = await openForwarding({
    ...{ context, tasks, records: trail.records, types: DESTINATIONS_BY_NAME, folders: [] },
    random: () => 0,
    count: (params, signal) => count(context, params, signal),
    onMistake: (error) => mistakes.push(error),
    async record(event) {
      if (!mayRecord()) throw new Error('The disk is full')
      await trail.append([
        ownDraft(event, { workspace: 'acme', nowMs: Date.now(), oldestMs: Number.NEGATIVE_INFINITY }),
      ])
    },
  })
  return {
    forwarding,
    tasks,
    mistakes,
    async [Symbol.asyncDispose]() {
      await runner.close()
      await forwarding.close()
    },
  }
}

import { createReading } from '#daemon/query/reading.js'
import { openBenchTrail } from './bench-trail.js'
import type { Contestant } from './contestant.js'

const never = new AbortController().signal

/** Our trail, as the daemon opens it. */
export async function openAuditTrail(folder: string): Promise<Contestant> {
  const trail = await openBenchTrail(folder)
  const reading = createReading({ trail, now: Date.now, retentionMs: () => undefined })

  return {
    async append(batch) {
      await trail.append(batch)
    },
    settle: () => trail.idle(),
    async newestBy(actorId, action) {
      return (await reading.query({ filter: `actor:${actorId} action:"${action}"`, limit: 100 }, never)).events
    },
    async facets() {
      return (await reading.facets({ fields: ['action', 'area', 'actor'], top: 20 }, never)).total
    },
    async histogram() {
      return (await reading.histogram({ buckets: 60 }, never)).counts.reduce((a, b) => a + b, 0)
    },
    async exportAll(format) {
      const { chunks, total } = await reading.export({ format }, never)
      for await (const _ of chunks);
      return total
    },
    countText: async (text) => (await reading.count({ filter: text }, never)).count,
    async retain(cutoffMs) {
      for await (const _ of trail.prune(cutoffMs, never));
      await trail.reclaim()
    },
    diskBytes: () => trail.diskBytes(),
    close: () => trail.close(),
  }
}

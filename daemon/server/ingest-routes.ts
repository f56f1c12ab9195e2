import type { Ingest, Receipt } from '../ingest/ingest.js'
import { readItems } from '../ingest/long-body.js'
import { namingOnly } from '../ingest/sources.js'
import { inTrackingTerms, readCalls, TRACKING_PATHS, writeKeyOf } from '../ingest/tracking.js'
import { ok, type Route } from './route.js'

const WRITERS = ['owner', 'ingest'] as const

/** The doors by which events come in: the native one, and Segment's HTTP Tracking API. */
export function ingestRoutes(ingest: Ingest, maxItems: () => number): readonly Route[] {
  const native: Route = {
    method: 'POST',
    path: '/v1/events',
    roles: WRITERS,
    async answer({ body, caller, contentType, countEvents, lane }) {
      const items = await readItems(body, contentType, maxItems(), lane)
      countEvents(items.length)
      const receipt = await ingest.take(namingOnly(caller!.sources, items), lane)
      return { status: isRefusal(receipt) ? 400 : 200, body: receipt }
    },
  }
  const tracking = Object.entries(TRACKING_PATHS).map(
    ([name, type]): Route => ({
      method: 'POST',
      path: `/v1/${name}`,
      roles: WRITERS,
      callerIn: ({ json }, find) => find(writeKeyOf(json) ?? ''),
      async answer({ caller, json, countEvents, lane }) {
        const calls = readCalls(json, type, maxItems())
        countEvents(calls.length)
        const { rejected } = await ingest.take(namingOnly(caller!.sources, calls), lane)
        // Its clients lose the whole batch on a 400, so what is wrong with single calls is said in a 200.
        if (rejected.length === 0) return ok({ success: true })
        return ok({
          success: true,
          rejected: rejected.map(({ index, error }) => ({ index, error: inTrackingTerms(error) })),
        })
      },
    }),
  )
  return [native, ...tracking]
}

const isRefusal = ({ accepted, duplicates, rejected }: Receipt) => accepted + duplicates === 0 && rejected.length > 0

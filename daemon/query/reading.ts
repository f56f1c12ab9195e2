import type { AuditEvent } from '../../protocol/event.js'
import type { Facets, Histogram, Order, Page, Params } from '../../protocol/request.js'
import type { Trail } from '../store/trail.js'
import { count } from './count.js'
import { facets } from './facets.js'
import { histogram } from './histogram.js'
import { query } from './page.js'
import { scan } from './scan.js'

/**
 * Every question that can be asked of the whole trail, sealed and unsealed alike.
 * Each answer is as of one moment. Throws `invalid-filter`, `unknown-cursor`,
 * `damaged`; an aborted signal rejects with its reason.
 */
export interface Reading {
  query(params: Params<'query'>, signal: AbortSignal): Promise<Page>
  count(params: Params<'count'>, signal: AbortSignal): Promise<{ count: number; asOf: number }>
  facets(params: Params<'facets'>, signal: AbortSignal): Promise<Facets>
  histogram(params: Params<'histogram'>, signal: AbortSignal): Promise<Histogram>
  /** Every match in order, in batches, at the pace of who asks; memory stays flat. `total` counts all matches as of `asOf`, also those before `cursor`. */
  scan(params: ScanParams, signal: AbortSignal): Promise<Scan>
}

export interface ScanParams {
  readonly filter?: string
  readonly timeZone?: string
  readonly order?: Order
  /** A page cursor: go on behind that row, as of the cursor's moment. */
  readonly cursor?: string
}

export interface Scan {
  readonly asOf: number
  /** The instant at which the filter's relative times were fixed, ms. */
  readonly nowMs: number
  readonly total: number
  readonly batches: AsyncIterable<readonly AuditEvent[]>
}

/** What a question needs beside its parameters. */
export interface Context {
  readonly trail: Trail
  readonly now: () => number
  /** Nothing older is ever shown; undefined keeps everything. Asked anew for each question. */
  readonly retentionMs: () => number | undefined
}

export function createReading(context: Context): Reading {
  return {
    query: (params, signal) => query(context, params, signal),
    count: (params, signal) => count(context, params, signal),
    facets: (params, signal) => facets(context, params, signal),
    histogram: (params, signal) => histogram(context, params, signal),
    scan: (params, signal) => scan(context, params, signal),
  }
}

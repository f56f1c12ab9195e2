import type { OnProgress } from '../../protocol/progress.js'
import type { Count, Facets, Histogram, Page, Params } from '../../protocol/request.js'
import type { Within } from './asked-filter.js'
import type { Context, Export, ExportParams, Scan, ScanParams, Verified } from './context.js'
import { count } from './count.js'
import { exportBytes } from './export.js'
import { facets } from './facets.js'
import { histogram } from './histogram.js'
import { query } from './page.js'
import { scan } from './scan.js'
import { verify } from './verify.js'

/**
 * Every question that can be asked of the whole trail, sealed and unsealed alike.
 * Each answer is as of one moment, and says what it leaves out because it cannot be
 * read; a stream throws `damaged` at its end then. Throws `invalid-filter`,
 * `unknown-cursor`; an aborted signal rejects with its reason.
 */
export interface Reading {
  query(params: Params<'query'> & Within, signal: AbortSignal, onProgress?: OnProgress): Promise<Page>
  count(params: Params<'count'> & Within, signal: AbortSignal, onProgress?: OnProgress): Promise<Count>
  facets(params: Params<'facets'> & Within, signal: AbortSignal, onProgress?: OnProgress): Promise<Facets>
  histogram(params: Params<'histogram'> & Within, signal: AbortSignal, onProgress?: OnProgress): Promise<Histogram>
  /** Every match in order, in batches, at the pace of who asks; memory stays flat. `total` counts all matches as of `asOf`, also those before `cursor`. */
  scan(params: ScanParams, signal: AbortSignal): Promise<Scan>
  /** The same as the bytes of a file: CSV (with a header row unless it goes on behind a cursor) or NDJSON. */
  export(params: ExportParams, signal: AbortSignal): Promise<Export>
  /** Reads the next segment at or behind a seq from the disk, to see whether it still can be. Damage is told as that of any question. */
  verify(params: { readonly from: number }, signal: AbortSignal): Promise<Verified>
}

export function createReading(context: Context): Reading {
  return {
    query: (params, signal, onProgress) => query(context, params, signal, onProgress),
    count: (params, signal, onProgress) => count(context, params, signal, onProgress),
    facets: (params, signal, onProgress) => facets(context, params, signal, onProgress),
    histogram: (params, signal, onProgress) => histogram(context, params, signal, onProgress),
    scan: (params, signal) => scan(context, params, signal),
    export: (params, signal) => exportBytes(context, params, signal),
    verify: (params) => verify(context, params.from),
  }
}

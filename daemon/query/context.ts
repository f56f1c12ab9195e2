import type { AuditEvent } from '../../protocol/event.js'
import type { Order } from '../../protocol/request.js'
import type { View } from '../store/trail.js'
import type { Within } from './asked-filter.js'

export interface Verified {
  /** Where to go on; absent behind the last segment. */
  readonly next?: number
  readonly bytes: number
  /** Events that cannot be read. */
  readonly damaged: number
}

export interface ScanParams extends Within {
  readonly filter?: string
  readonly timeZone?: string
  readonly order?: Order
  /** A page cursor: go on behind that row, as of the cursor's moment. */
  readonly cursor?: string
}

export interface ExportParams extends ScanParams {
  readonly format: 'csv' | 'ndjson'
  /** Without the guard against formulas. */
  readonly raw?: boolean
}

export interface Scan extends ScanHead {
  readonly batches: AsyncIterable<readonly AuditEvent[]>
}

export interface Export extends ScanHead {
  readonly chunks: AsyncIterable<Uint8Array>
}

export interface ScanHead {
  readonly asOf: number
  /** The instant at which the filter's relative times were fixed, ms. */
  readonly nowMs: number
  readonly total: number
}

/** What can be read: the trail itself, or its mirror in another thread. */
export interface Readable {
  readonly id: string
  readonly epoch: string
  readonly lastSeq: number
  view(): View | Promise<View>
}

/** What a question needs beside its parameters. */
export interface Context {
  readonly trail: Readable
  readonly now: () => number
  /** Nothing older is ever shown; undefined keeps everything. Asked anew for each question. */
  readonly retentionMs: () => number | undefined
  /** The folder to which retention moves events; undefined where there is none. */
  readonly archivePath?: () => string | undefined
}

import type { AuditEvent } from '../../../protocol/event.js'
import type { StoredRow, StoredRows } from '../../store/segment-reader.js'

/** Prints events in one format, from what they are stored as where that is quicker. */
export interface RowPrinter {
  /** The way of reference. */
  events(events: readonly AuditEvent[]): void
  /** The same bytes for rows of one segment; throws `AWKWARD` for one that is left to `events`. */
  rows(found: Pick<StoredRows, 'values'>): (row: StoredRow) => void
}

import type { AuditEvent } from '../../protocol/event.js'

/** What is known of an event's integrity: only what was checked, by this program. */
export type Integrity =
  | { readonly kind: 'not-checked' }
  /** The event is a leaf of the tree of that size and root. */
  | { readonly kind: 'in-tree'; readonly size: number; readonly root: string }

/** The daemon gives no proofs yet, so nothing can have been checked. */
export const integrityOf = (_event: AuditEvent): Integrity => ({ kind: 'not-checked' })

import type { AuditEvent } from '../../../protocol/event.js'
import type { BrowseName } from '../browse.js'
import type { RelatedQuestion } from '../related.js'

/** Single events are wanted, whatever the filter. */
export type InspectingEffect =
  /** Those that have something in common with one. */
  | {
      readonly type: 'fetch-related'
      readonly of: BrowseName
      readonly event: AuditEvent
      readonly questions: readonly RelatedQuestion[]
    }
  /** Those that were marked, by seq; `jump`: to go to the only one. */
  | { readonly type: 'fetch-marked'; readonly seqs: readonly number[]; readonly jump: boolean }

import type { AuditEvent } from '../../../protocol/event.js'
import type { BrowseName } from '../browse.js'
import type { Related } from '../related.js'

export type InspectingMessage =
  | { readonly type: 'related'; readonly of: BrowseName; readonly related: Related }
  | { readonly type: 'marked'; readonly events: readonly AuditEvent[]; readonly jump: boolean }
  | { readonly type: 'marked-failed'; readonly message: string }

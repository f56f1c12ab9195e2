import type { ConnectionState } from '../../../protocol/client.js'
import type { AuditEvent } from '../../../protocol/event.js'
import type { SubscribeFrame } from '../../../protocol/request.js'
import type { BrowseName } from '../browse.js'
import type { Place } from '../effect/rows.js'
import type { Window } from '../rows.js'
import type { Sought } from '../seek.js'

/** What comes of the trail, and of the link to it. */
export type RowsMessage =
  | { readonly type: 'connection'; readonly state: ConnectionState }
  | { readonly type: 'frame'; readonly frame: SubscribeFrame }
  /** The trail is another one than the one followed so far. */
  | { readonly type: 'another-trail' }
  | {
      readonly type: 'window'
      readonly of: BrowseName
      readonly filter: string
      readonly place: Place
      readonly window: Window
    }
  | {
      readonly type: 'more'
      readonly of: BrowseName
      readonly direction: 'older' | 'newer'
      readonly filter: string
      readonly events: Window['events']
      readonly edge: Window['older']
    }
  | { readonly type: 'found'; readonly of: BrowseName; readonly sought: Sought; readonly event?: AuditEvent }
  /** A request to the daemon failed; `passing`: it may be asked again by and by. */
  | {
      readonly type: 'failed'
      readonly asked: string
      readonly of?: BrowseName
      readonly message: string
      readonly passing: boolean
    }

import type { ConnectionState } from '../../../protocol/client.js'
import type { SubscribeFrame } from '../../../protocol/request.js'
import type { BrowseName } from '../browse.js'
import type { Window } from '../rows.js'

/** What comes of the trail, and of the link to it. */
export type RowsMessage =
  | { readonly type: 'connection'; readonly state: ConnectionState }
  | { readonly type: 'frame'; readonly frame: SubscribeFrame }
  /** The trail is another one than the one followed so far. */
  | { readonly type: 'another-trail' }
  | { readonly type: 'window'; readonly of: BrowseName; readonly filter: string; readonly window: Window }
  | {
      readonly type: 'more'
      readonly of: BrowseName
      readonly direction: 'older' | 'newer'
      readonly filter: string
      readonly events: Window['events']
      readonly edge: Window['older']
    }
  /** A request to the daemon failed; `passing`: it may be asked again by and by. */
  | {
      readonly type: 'failed'
      readonly asked: string
      readonly of?: BrowseName
      readonly message: string
      readonly passing: boolean
    }

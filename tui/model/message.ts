import type { ConnectionState } from '../../protocol/client.js'
import type { Facets, Histogram, SubscribeFrame } from '../../protocol/request.js'
import type { CountPurpose } from './effect.js'
import type { Window } from './rows.js'

/** Everything that can happen to the screen; only these change what it shows. */
export type Message =
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'paste'; readonly text: string }
  /** `click` is what the span under the pointer says. */
  | {
      readonly type: 'mouse'
      readonly action: 'press' | 'wheel-up' | 'wheel-down'
      readonly x: number
      readonly y: number
      readonly click?: string
    }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly type: 'tick' }
  | { readonly type: 'connection'; readonly state: ConnectionState }
  | { readonly type: 'frame'; readonly frame: SubscribeFrame }
  /** The trail is another one than the one followed so far. */
  | { readonly type: 'another-trail' }
  | { readonly type: 'window'; readonly filter: string; readonly window: Window }
  | {
      readonly type: 'more'
      readonly direction: 'older' | 'newer'
      readonly filter: string
      readonly events: Window['events']
      readonly edge: Window['older']
    }
  | {
      readonly type: 'counted'
      readonly purpose: CountPurpose
      readonly filter: string
      readonly count: number
      readonly asOf: number
    }
  | { readonly type: 'facets'; readonly facets: Facets['fields'] }
  | { readonly type: 'histogram'; readonly histogram: Histogram }
  | { readonly type: 'waited'; readonly purpose: 'preview' }
  | { readonly type: 'copied'; readonly what: string; readonly to: 'tmux' | 'terminal' | 'too-large' }
  | { readonly type: 'export-progress'; readonly rows: number; readonly total?: number }
  | { readonly type: 'exported'; readonly rows: number; readonly path: string }
  | { readonly type: 'export-failed'; readonly message: string; readonly cancelled: boolean }
  /** A request to the daemon failed; `passing`: it may be asked again by and by. */
  | { readonly type: 'failed'; readonly asked: string; readonly message: string; readonly passing: boolean }

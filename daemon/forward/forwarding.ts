import type { Author } from '../../protocol/event.js'
import type { CallMethod, Params, Result } from '../../protocol/request.js'

type ForwardMethod = Extract<CallMethod, `forward.${string}`>
/** `forward.create` is `create`. */
type Short<M extends string> = M extends `forward.${infer Name}` ? Name : never

/** All destinations: one method per request, each change on behalf of somebody and itself an event. */
export type Forwarding = {
  readonly [M in ForwardMethod as Short<M>]: (params: Params<M>, by: Author, signal: AbortSignal) => Promise<Result<M>>
}

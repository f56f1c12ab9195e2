import { ok, type Route } from './route.js'

export type State = 'starting' | 'ready' | 'read-only' | 'stopping'

/** Why no events can be brought now, without a path or a name: anybody may ask. */
const REASONS = {
  starting: 'The daemon is starting',
  'read-only': 'The disk is full: writes are refused, reads go on; they resume by themselves once there is room',
  stopping: 'The daemon is stopping',
} as const

/**
 * Liveness and readiness. An answer proves that the event loop turns, and what only a
 * restart could mend ends the process by itself, so whoever answers is alive. Ready is
 * who takes events: a disk that refuses writes is not, though reads go on.
 */
export function healthRoutes(state: () => State): readonly Route[] {
  return [
    { method: 'GET', path: '/healthz', roles: 'anyone', answer: () => ok({ state: state() }) },
    {
      method: 'GET',
      path: '/readyz',
      roles: 'anyone',
      answer() {
        const now = state()
        if (now === 'ready') return ok({ state: now })
        return { status: 503, headers: { 'retry-after': '1' }, body: { state: now, reason: REASONS[now] } }
      },
    },
  ]
}

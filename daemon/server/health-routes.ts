import { ok, type Route } from './route.js'

export type State = 'starting' | 'ready' | 'read-only' | 'stopping'

/** Liveness and readiness, for whoever asks: they tell the state and nothing else. Reads go on where the disk refuses writes, so that is ready, too. */
export function healthRoutes(state: () => State): readonly Route[] {
  return [
    { method: 'GET', path: '/healthz', roles: 'anyone', answer: () => ok({ state: state() }) },
    {
      method: 'GET',
      path: '/readyz',
      roles: 'anyone',
      answer() {
        const now = state()
        if (now === 'ready' || now === 'read-only') return ok({ state: now })
        return { status: 503, headers: { 'retry-after': '1' }, body: { state: now } }
      },
    },
  ]
}

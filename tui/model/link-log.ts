import type { ConnectionState } from '../../protocol/client.js'

/** What became of the link, and when. */
export interface LinkChange {
  readonly atMs: number
  readonly kind: ConnectionState['kind']
  readonly text: string
}

export interface LinkState {
  /** The oldest first. */
  linkLog: readonly LinkChange[]
}

const KEPT = 100

export const newLink = (): LinkState => ({ linkLog: [] })

/** Writes down what the link has become. */
export function logLink(model: LinkState, nowMs: number, state: ConnectionState): void {
  const text = linkText(state)
  model.linkLog = [...model.linkLog, { atMs: nowMs, kind: state.kind, text }].slice(-KEPT)
}

function linkText(state: ConnectionState): string {
  switch (state.kind) {
    case 'open':
      return `connected to daemon ${state.hello.daemon} as ${state.hello.role}, ${state.hello.events} events`
    case 'connecting':
      return state.attempt > 1 ? `trying again, attempt ${state.attempt}` : 'connecting'
    case 'waiting':
      return `lost: ${state.error.message}`
    case 'closed':
      return state.refused === undefined ? 'closed' : `refused: ${state.refused.message}`
  }
}

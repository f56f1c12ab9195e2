/**
 * What one client may use at once. A client is a token, however many connections it
 * opens; all owners of the Unix socket together; or an address that brings no token.
 */
export interface Limits {
  /** Open at once, in all. */
  readonly connections: number
  readonly connectionsPerAddress: number
  /** Under way at once on one connection. */
  readonly requestsPerConnection: number
  readonly requests: number
  /** Subscriptions and exports that are open at once. */
  readonly subscriptions: number
  /** Bodies that are being read, and answers that were not taken yet. */
  readonly bufferedBytes: number
  readonly requestsPerSecond: number
  /** Each KiB of a body that was begun counts as one, too. */
  readonly eventsPerSecond: number
}

type LimitName = `limits.${keyof Limits | 'bodyBytes'}`

export function limitsOf(setting: (name: LimitName) => number): Limits {
  return {
    connections: setting('limits.connections'),
    connectionsPerAddress: setting('limits.connectionsPerAddress'),
    requestsPerConnection: setting('limits.requestsPerConnection'),
    requests: setting('limits.requests'),
    subscriptions: setting('limits.subscriptions'),
    // One body at its longest, packed and unpacked, must always have room.
    bufferedBytes: Math.max(2 * setting('limits.bodyBytes'), setting('limits.bufferedBytes')),
    requestsPerSecond: setting('limits.requestsPerSecond'),
    eventsPerSecond: setting('limits.eventsPerSecond'),
  }
}

import { createClients } from '#daemon/server/clients.js'
import type { Limits } from '#daemon/server/limits.js'

const MANY = 1_000_000
/** More than any test uses. */
export const MANY_OF_ALL: Limits = {
  ...{ connections: MANY, connectionsPerAddress: MANY, requestsPerConnection: MANY, requests: MANY },
  ...{ subscriptions: MANY, bufferedBytes: 1024 * MANY, requestsPerSecond: MANY, eventsPerSecond: MANY },
}

/** What a server is given where its limits are not what is tested. */
export const unlimited = () => ({
  clients: createClients(
    () => 0,
    () => MANY_OF_ALL,
  ),
  connections: { refuse() {} },
  maxItems: () => 10_000,
})

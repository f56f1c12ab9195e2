import { type Client, connect } from '../../protocol/client.js'
import { findDaemon, type TargetValues } from './find-daemon.js'
import type { World } from './world.js'

/** Runs `use` with a connected client, and closes that whatever happens. Throws `unavailable`, `unauthorized`, `forbidden`. */
export async function withClient<T>(
  world: World,
  values: TargetValues,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const { target, token } = await findDaemon(world, values)
  const client = await connect({
    url: target,
    ...(token !== undefined && { token }),
    now: world.now,
    signal: world.signal,
  })
  try {
    return await use(client)
  } finally {
    await client.close()
  }
}

import { type Client, connect } from '../../protocol/client.js'
import { type Daemon, findDaemon, type TargetValues } from './find-daemon.js'
import type { World } from './world.js'

/** Runs `use` with a client of the daemon that is meant, and closes it whatever happens. Throws `unavailable`, `unauthorized`, `forbidden`. */
export async function withClient<T>(
  world: World,
  values: TargetValues,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  return withClientOf(world, await findDaemon(world, values), use)
}

export async function withClientOf<T>(
  { now, signal }: World,
  { target, token }: Daemon,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await connect({ url: target, ...(token !== undefined && { token }), now, signal })
  try {
    return await use(client)
  } finally {
    await client.close()
  }
}

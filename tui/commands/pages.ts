import type { Client } from '../../protocol/client.js'
import type { Order, Page } from '../../protocol/request.js'
import type { World } from './world.js'

const MAX_PAGE = 1000

/** Every page of one question, as of one moment, up to `limit` events. */
export async function* pages(
  world: World,
  client: Client,
  { filter, order, limit }: { readonly filter: string; readonly order: Order; readonly limit: number },
): AsyncGenerator<Page> {
  let left = limit
  let cursor: string | undefined
  do {
    const page = await client.call(
      'query',
      {
        filter,
        order,
        timeZone: world.timeZone,
        limit: Math.min(MAX_PAGE, left),
        ...(cursor !== undefined && { cursor }),
      },
      world.signal,
    )
    yield page
    left -= page.events.length
    cursor = page.next
  } while (cursor !== undefined && left > 0)
}

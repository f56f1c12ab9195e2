import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** Of `performance.now()`. */
  readonly atMs: number
}

export interface Answering extends AsyncDisposable {
  readonly url: string
  readonly asked: readonly Asked[]
}

/** A real HTTP server that is told what to answer to each request, and may take its time. */
export async function startAnswering(answer: (asked: Asked, response: ServerResponse) => void): Promise<Answering> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const one = { headers: request.headers, body: Buffer.concat(chunks).toString(), atMs: performance.now() }
    asked.push(one)
    answer(one, response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

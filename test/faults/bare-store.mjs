// The store in a process of its own, without the rest of the daemon, because it starts in a fraction of the time.
import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { createReading } from '#daemon/query/reading.js'
import { openReopeningTrail } from '#daemon/store/reopening-trail.js'

const [path, socket, retentionText] = process.argv.slice(2)
const retentionMs = retentionText === 'off' ? undefined : Number(retentionText)
const draft = (action, details) => ({
  ...{ id: crypto.randomUUID(), workspace: 'w', action, area: 'Audit Trail', outcome: 'success' },
  ...{ actor: { type: 'system', id: 'store' }, resource: {}, details },
})
const trail = await openReopeningTrail({
  path,
  now: Date.now,
  dedupeIds: 100_000,
  onProblem: (problem) => console.error(problem),
  lossDraft: (loss) => draft('Audit Events Lost', loss),
  outageDraft: (outage) => draft('Audit Writes Resumed', outage),
  onResume() {},
  onFatal: () => process.exit(1),
})
const reading = createReading({ trail, now: Date.now, retentionMs: () => retentionMs })
const { signal } = new AbortController()

const routes = {
  'GET /readyz': () => JSON.stringify({ state: trail.writable ? 'ready' : 'read-only' }),
  'POST /v1/events': async (request) => JSON.stringify(await trail.append(await json(request))),
  async 'GET /v1/export?format=ndjson'(_, response) {
    const { chunks } = await reading.export({ format: 'ndjson' }, signal)
    for await (const chunk of chunks) response.write(chunk)
    return ''
  },
}
rmSync(socket, { force: true })
createServer(async (request, response) => {
  try {
    response.end(await routes[`${request.method} ${request.url}`](request, response))
  } catch (error) {
    response.writeHead(503).end(String(error))
  }
}).listen(socket)

while (retentionMs !== undefined) {
  try {
    for await (const _ of trail.prune(Date.now() - retentionMs, signal));
    await trail.reclaim()
  } catch (error) {
    if (error.type !== 'cannot-write') console.error(`Cannot prune: ${error.stack}`)
  }
  await new Promise((resolve) => setTimeout(resolve, 20))
}

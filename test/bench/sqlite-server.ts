import { createServer } from 'node:http'
import { INDEXES, openSqlite } from './sqlite.js'

/** The least an HTTP server over SQLite has to do: parse a batch, store it, answer; and give what came after a seq. */
const [folder, socket] = process.argv.slice(2) as [string, string]
const trail = openSqlite(folder, INDEXES.every)

const server = createServer(async (request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify(trail.after(Number(request.url?.split('=')[1]))))
    return
  }
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  await trail.append(JSON.parse(Buffer.concat(chunks).toString()))
  response.end('{}')
})
server.listen(socket, () => process.stdout.write('ready\n'))
process.once('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
  void trail.close()
})

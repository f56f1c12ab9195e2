import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { OURS, SQLITE } from './contestants.js'

/** A process that stores what is posted to its Unix socket. */
export interface Server {
  readonly socket: string
  readonly agent: Agent
  readonly child: ChildProcess
}

const PROGRAMS: ReadonlyMap<string, (folder: string, socket: string) => string[]> = new Map([
  [
    OURS,
    (folder, socket) => [
      'dist/daemon/main.js',
      '--data',
      folder,
      '--socket',
      socket,
      '--listen',
      '127.0.0.1:0',
      '--log-level',
      'warn',
    ],
  ],
  [SQLITE, (folder, socket) => ['test/bench/dist/bench/sqlite-server.js', folder, socket]],
])
/** Kept connections to each server. */
export const IN_FLIGHT = 4
const START_MS = 10_000

/** Starts every contestant that is a server, each on an empty folder below `parent`; ready when it resolves. */
export async function startServers(parent: string): Promise<{ all: Map<string, Server> } & AsyncDisposable> {
  const all = new Map<string, Server>()
  for (const [name, command] of PROGRAMS) {
    const folder = join(parent, `server-${all.size}`)
    await mkdir(folder, { recursive: true })
    const socket = `${folder}.sock`
    const child = spawn(process.execPath, command(folder, socket), { stdio: ['ignore', 'ignore', 'inherit'] })
    all.set(name, { socket, agent: new Agent({ keepAlive: true, maxSockets: IN_FLIGHT }), child })
  }
  for (const server of all.values()) await untilItAnswers(server)
  return {
    all,
    async [Symbol.asyncDispose]() {
      for (const { child, agent } of all.values()) {
        agent.destroy()
        child.kill('SIGTERM')
        if (child.exitCode === null) await once(child, 'exit')
      }
    },
  }
}

/** Posts JSON, or asks where there is none to post; throws unless the answer is 200. */
export async function ask(
  { socket, agent }: Pick<Server, 'socket' | 'agent'>,
  path: string,
  body?: string,
): Promise<string> {
  const sent = request({
    socketPath: socket,
    agent,
    path,
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json' },
  })
  sent.end(body)
  const [response] = await once(sent, 'response')
  const answer = await text(response)
  if (response.statusCode !== 200) throw new Error(`Cannot use ${path}: ${response.statusCode} ${answer}`)
  return answer
}

async function untilItAnswers(server: Server): Promise<void> {
  for (const deadline = Date.now() + START_MS; ; await delay(50)) {
    try {
      await ask(server, '/readyz')
      return
    } catch (error) {
      if (Date.now() > deadline || server.child.exitCode !== null) throw error
    }
  }
}

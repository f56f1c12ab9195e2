import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { ATTACKS } from '../hostile/attacks.js'
import { honestClient } from '../hostile/honest.js'
import type { Target } from '../hostile/line.js'
import { senderTo } from '../support/post.js'
import type { SampleEvent } from '../support/sample-events.js'

const BATCH = 500
const RAMP_MS = 1000
const TAIL_P99_MS = 50
const HEAD = ['attack', 'tail p99, ms', 'longest', 'stored and seen, median', 'p99', 'memory, MiB', 'answers']
const LOWEST_PRIORITY = 19

/**
 * What one attacker of each kind costs somebody who stores 100 events a second and
 * tails them: how long an event takes from being acknowledged to having come by the
 * tail, and from being sent. The attacker is a process of the lowest priority, as it
 * would not run on this machine.
 */
export async function hostile(
  folder: string,
  events: number,
  next: () => SampleEvent,
  { seconds, only }: { readonly seconds: number; readonly only: string | undefined },
): Promise<string> {
  const socket = join(folder, 'hostile.sock')
  const daemon = spawn(
    process.execPath,
    ['dist/daemon/main.js', '--data', join(folder, 'hostile'), '--socket', socket, '--listen', '127.0.0.1:0'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const port = await portOf(daemon)
  const sender = senderTo(socket)
  for (let sent = 0; sent < events; sent += BATCH) {
    await sender.post('/v1/events', JSON.stringify(Array.from({ length: BATCH }, next)))
  }
  sender.close()
  const clients = await clientsOf(socket, port)
  const honest = await honestClient(await clients.create('honest'))
  const rows = [HEAD]
  let worst = { name: '', ms: 0 }
  const measure = async (name: string, answers: () => Promise<string>) => {
    const seen = await honest.work(seconds * 1000)
    const behind = inOrder(seen.map(({ behindMs }) => behindMs))
    const took = inOrder(seen.map(({ tookMs }) => tookMs))
    if (at(behind, 0.99) > worst.ms) worst = { name, ms: at(behind, 0.99) }
    const figures = [at(behind, 0.99), at(behind, 1), at(took, 0.5), at(took, 0.99)].map((ms) => ms.toFixed(1))
    const row = [name, ...figures, memoryOf(daemon), await answers()]
    console.error(row.join('  '))
    rows.push(row)
  }
  await measure('(nobody attacks)', async () => '')
  for (const name of Object.keys(ATTACKS).filter((name) => only === undefined || name.includes(only))) {
    const target = JSON.stringify(await clients.create(name))
    const attacker = spawn(process.execPath, [join(import.meta.dirname, 'attacker.js'), name, target], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    setPriority(attacker.pid!, LOWEST_PRIORITY)
    await sleep(RAMP_MS)
    await measure(name, async () => {
      attacker.stdin.end()
      return summary(JSON.parse(await text(attacker.stdout)) as Record<string, number>)
    })
    await sleep(RAMP_MS)
  }
  honest.close()
  clients.close()
  daemon.kill('SIGTERM')
  await once(daemon, 'exit')
  const [head, ...body] = rows.map((row) => `| ${row.join(' | ')} |`)
  const verdict = `The longest tail p99 is ${worst.ms.toFixed(1)} ms, beside ${worst.name}; it is to be below ${TAIL_P99_MS} ms.`
  return [head, '| --- | ---: | ---: | ---: | ---: | ---: | --- |', ...body, '', verdict].join('\n')
}

const inOrder = (figures: readonly number[]) => figures.toSorted((a, b) => a - b)
const at = (ordered: readonly number[], share: number) =>
  ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))]!

async function portOf(daemon: ChildProcess): Promise<number> {
  let log = ''
  daemon.stderr!.setEncoding('utf8')
  for await (const [chunk] of on(daemon.stderr!)) {
    log += chunk
    const [, port] = /http:\/\/127\.0\.0\.1:(\d+)/.exec(log) ?? []
    if (port !== undefined) {
      daemon.stderr!.on(
        'data',
        (text: string) => /"(warn|error)"/.test(text) && console.error(text.trim().slice(0, 300)),
      )
      return Number(port)
    }
  }
  throw new Error(log)
}

async function* on(stream: NodeJS.EventEmitter): AsyncGenerator<[string]> {
  for (;;) yield (await once(stream, 'data')) as [string]
}

interface NewClients {
  /** With tokens of its own, so that nobody pays for what another used up. */
  create(name: string): Promise<Target>
  close(): void
}

async function clientsOf(socket: string, port: number): Promise<NewClients> {
  const webSocket = new WebSocket(`ws+unix://${socket}:/ws`)
  await once(webSocket, 'message')
  let id = 0
  const token = async (params: { name: string; role: string }) => {
    webSocket.send(JSON.stringify({ id: ++id, method: 'tokens.create', params }))
    const [data] = await once(webSocket, 'message')
    return (JSON.parse(String(data)) as { result: { token: string } }).result.token
  }
  return {
    create: async (name) => ({
      port,
      ingest: await token({ name: `${name} (ingest)`, role: 'ingest' }),
      auditor: await token({ name: `${name} (auditor)`, role: 'auditor' }),
    }),
    close: () => webSocket.close(),
  }
}

const memoryOf = ({ pid }: ChildProcess) =>
  String(Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024))

const summary = (answers: Record<string, number>) =>
  Object.entries(answers)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 4)
    .map(([code, count]) => `${code} × ${count}`)
    .join(', ')

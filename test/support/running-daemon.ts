import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Config, readConfig } from '#daemon/config.js'
import { type Daemon, startDaemon } from '#daemon/daemon.js'
import type { Log } from '#daemon/log.js'
import type { AuditEvent } from '#protocol/event.js'
import type { Params } from '#protocol/request.js'
import type { Role } from '#protocol/role.js'
import { openWebSocket, type WsClient } from './web-socket-client.js'

export interface Reply {
  readonly status: number
  readonly body: {
    accepted?: number
    duplicates?: number
    success?: boolean
    rejected?: { index: number; error: { type: string; field?: string; message: string } }[]
    errors?: { type: string; message: string }[]
  }
}

export interface RunningDaemon extends AsyncDisposable {
  readonly daemon: Daemon
  /** `http://127.0.0.1:PORT`, or `https` where it has a certificate. */
  readonly url: string
  readonly socket: string
  /** What went wrong in the daemon itself. */
  readonly mistakes: string[]
  /** What it warned of. */
  readonly warnings: string[]
  /** Its configuration read again, with these changes. */
  reload(changes: Partial<Config>): void
  /** A new token of that role. */
  token(role: Role, name?: string, rest?: Omit<Params<'tokens.create'>, 'name' | 'role'>): Promise<string>
  revoke(name: string): Promise<void>
  /** With an ingest token, unless the headers bring another. */
  post(path: string, body: string | Uint8Array, headers?: Record<string, string>): Promise<Reply>
  /** Everything in the trail but the daemon's own events, oldest first. */
  events(): Promise<AuditEvent[]>
  webSocket(token: string): Promise<WsClient>
}

/** A whole daemon in this process, on a free port and a folder of its own. Reading it leaves no events unless a test asks for them. */
export async function runDaemon(changes: Partial<Config> = {}): Promise<RunningDaemon> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-trail-test-'))
  const socket = join(folder, 'd.sock')
  const flags = { data: join(folder, 'data'), listen: '127.0.0.1:0', socket }
  const defaults = readConfig({ flags, env: {}, file: undefined, home: folder, readText: () => '' })
  const config = { ...defaults, maxFailedAttempts: 1_000_000, auditReads: false, ...changes }
  const mistakes: string[] = []
  const warnings: string[] = []
  const daemon = await startDaemon({
    config,
    log: quiet(mistakes, warnings),
    now: Date.now,
    version: '0.0.0',
    memoryBytes: () => process.memoryUsage.rss(),
    platform: process.platform,
    passed: [],
    demo: false,
    onFatal: (cause) => mistakes.push(`fatal: ${String(cause)}`),
  }).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true })
    throw error
  })
  const url = daemon.addresses.find((address) => address.startsWith('http'))!
  const owner = await openWebSocket({ socket })
  const token: RunningDaemon['token'] = async (role, name = `${role}-${crypto.randomUUID()}`, rest = {}) =>
    ((await owner.call('tokens.create', { name, role, ...rest })) as { token: string }).token
  const sender = await token('ingest')
  return {
    daemon,
    reload: (next) => daemon.reload({ ...config, ...next }),
    url,
    socket,
    mistakes,
    warnings,
    token,
    revoke: async (name) => void (await owner.call('tokens.revoke', { name })),
    async post(path, body, headers = {}) {
      const response = await fetch(url + path, {
        method: 'POST',
        body: body as NonNullable<RequestInit['body']>,
        headers: { authorization: `Bearer ${sender}`, ...headers },
      })
      return { status: response.status, body: (await response.json()) as Reply['body'] }
    },
    async events() {
      const found: AuditEvent[] = []
      let cursor: string | undefined
      do {
        const page = (await owner.call('query', {
          order: 'oldest',
          limit: 1000,
          filter: '-actor:audit-traild -area:"Audit Trail"',
          ...(cursor && { cursor }),
        })) as { events: AuditEvent[]; next?: string }
        found.push(...page.events)
        cursor = page.next
      } while (cursor !== undefined)
      return found
    },
    webSocket: (token) => openWebSocket({ url, headers: { authorization: `Bearer ${token}` } }),
    async [Symbol.asyncDispose]() {
      owner.close()
      await daemon.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function quiet(mistakes: string[], warnings: string[]): Log {
  const nothing = () => {}
  return {
    debug: nothing,
    info: nothing,
    warn: (fields, message) => warnings.push(`${message}: ${JSON.stringify(fields)}`),
    error: (fields, message) => mistakes.push(`${message}: ${String((fields.err as Error | undefined)?.stack ?? '')}`),
    setLevel: nothing,
  }
}

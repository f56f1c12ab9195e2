import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Sender, senderTo } from '../support/post.js'
import { Program } from '../support/program.js'
import { openWebSocket, type WsClient } from '../support/web-socket-client.js'
import { type LyingDisk, openLyingDisk } from './lying-disk.js'

export interface VictimOptions {
  /** The store alone, which starts faster than a daemon. */
  readonly bare: boolean
  readonly lying: boolean
  readonly retentionMs: number | undefined
}

/** A daemon that is started again and again on the same data, on a disk that may lie. */
export class Victim implements AsyncDisposable {
  readonly sender: Sender
  readonly disk: LyingDisk | undefined
  readonly #folder: string
  readonly #socket: string
  readonly #bare: boolean
  readonly #args: readonly string[]
  #program: Program | undefined

  static async prepare(options: VictimOptions): Promise<Victim> {
    return new Victim(await realpath(await mkdtemp(join(tmpdir(), 'audit-trail-victim-'))), options)
  }

  private constructor(folder: string, { bare, lying, retentionMs }: VictimOptions) {
    const data = join(folder, 'data')
    this.#folder = folder
    this.#socket = join(folder, 'socket')
    const retention = retentionMs === undefined ? 'off' : `${retentionMs}ms`
    this.#bare = bare
    this.#args = bare
      ? [data, this.#socket, String(retentionMs ?? 'off')]
      : ['--data', data, '--listen', 'off', '--socket', this.#socket, '--retention', retention]
    this.disk = lying ? openLyingDisk(data) : undefined
    this.sender = senderTo(this.#socket)
  }

  /** Resolves when it is ready. */
  async start(): Promise<void> {
    const program = this.spawn()
    const ended = program.ended.then((code) => {
      throw new Error(`Cannot start: ended with ${code}\n${program.stderr.join('\n')}`)
    })
    ended.catch(() => {})
    while ((await this.state()) !== 'ready') await Promise.race([ended, delay(20)])
  }

  spawn(): Program {
    this.#program = new Program(this.#bare ? 'bare-store' : 'audit-traild', this.#args, this.disk?.environment)
    return this.#program
  }

  async state(): Promise<string | undefined> {
    const answer = await this.sender.get('/readyz').catch(() => undefined)
    return answer === undefined ? undefined : (JSON.parse(answer.body) as { state: string }).state
  }

  async until(state: string): Promise<void> {
    while ((await this.state()) !== state) await delay(20)
  }

  get program(): Program {
    if (this.#program === undefined) throw new TypeError('Cannot look at the daemon: it was never started')
    return this.#program
  }

  ask(): Promise<WsClient> {
    return openWebSocket({ socket: this.#socket })
  }

  export(): ReturnType<Sender['stream']> {
    return this.sender.stream('/v1/export?format=ndjson')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.sender.close()
    await this.#program?.kill('SIGKILL')
    this.disk?.[Symbol.dispose]()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

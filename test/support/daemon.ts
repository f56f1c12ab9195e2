import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Sender, senderTo } from './post.js'
import { Program } from './program.js'

/** A real daemon on a trail of its own; disposing it kills it and removes its folder. */
export interface TestDaemon extends AsyncDisposable {
  readonly folder: string
  readonly socket: string
  /** `ws://127.0.0.1:PORT`; another port after each start, as the settings are the same. */
  readonly url: string
  readonly sender: Sender
  readonly program: Program
  /** Ends it, and starts another on the same data and socket; `args` come on top of those it was started with. */
  restart(signal?: NodeJS.Signals, ...args: string[]): Promise<void>
}

/** Resolves when it is ready. Without a `--config` reading it leaves no events. `args` come on top of data, socket and a free port. */
export async function startDaemon(...args: string[]): Promise<TestDaemon> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-trail-test-'))
  const socket = join(folder, 'audit-trail.sock')
  const config = join(folder, 'config.yaml')
  await writeFile(config, 'audit: { reads: false }')
  const sender = senderTo(socket)
  let port = 0
  const start = async (...more: string[]) => {
    const places = ['--data', join(folder, 'data'), '--listen', '127.0.0.1:0', '--socket', socket]
    const configured = args.includes('--config') ? [] : ['--config', config]
    const started = new Program('audit-traild', [...places, ...configured, ...args, ...more])
    await started.until(() => listeningPort(started) !== undefined && existsSync(socket), 'the port')
    port = listeningPort(started)!
    for (let ready = false; !ready; ) ready = (await sender.get('/readyz').catch(() => undefined))?.status === 200
    return started
  }
  let program = await start()
  return {
    folder,
    socket,
    sender,
    get url() {
      return `ws://127.0.0.1:${port}`
    },
    get program() {
      return program
    },
    async restart(signal = 'SIGTERM', ...more) {
      await program.kill(signal)
      program = await start(...more)
    },
    async [Symbol.asyncDispose]() {
      sender.close()
      await program.kill('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** From the line in which the daemon logs where it listens. */
function listeningPort({ stderr }: Program): number | undefined {
  const found = stderr
    .map((line) => /127\.0\.0\.1:(\d+)/.exec(line)?.[1])
    .find((port) => port !== undefined && port !== '0')
  return found === undefined ? undefined : Number(found)
}

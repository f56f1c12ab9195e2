import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PROJECT } from './source-file.js'

export const hasProgram = (name: string): boolean => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0

/**
 * Opens two sockets and keeps a daemon running that is passed both, as systemd would:
 * when one has ended, another is started on the same sockets. Needs perl, for Node
 * cannot hold a listening socket without accepting on it.
 */
export class ServiceManager implements AsyncDisposable {
  readonly lines: string[] = []
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>
  #wake = () => {}

  constructor(socket: string, mode: string, args: readonly string[]) {
    const script = join(import.meta.dirname, 'socket-activation.pl')
    const daemon = [process.execPath, join(PROJECT, 'dist/daemon/main.js'), ...args]
    this.#child = spawn('perl', [script, socket, mode, ...daemon], { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line)
        this.#wake()
      })
    }
    this.#ended = once(this.#child, 'close').then(() => this.#wake())
  }

  /** Of the daemon that was started last. */
  get daemon(): { readonly pid: number; readonly port: number } {
    const [, pid, port] = /^started (\d+) on (\d+)/.exec(this.lines.findLast((line) => line.startsWith('started'))!)!
    return { pid: Number(pid), port: Number(port) }
  }

  count(pattern: RegExp): number {
    return this.lines.filter((line) => pattern.test(line)).length
  }

  /** Resolves when so many lines match. */
  async until(pattern: RegExp, times = 1): Promise<void> {
    while (this.count(pattern) < times) {
      if (this.#child.exitCode !== null)
        throw new Error(`Cannot wait for ${pattern}: it ended\n${this.lines.join('\n')}`)
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGTERM')
    await this.#ended
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PROJECT } from './source-file.js'

const PROGRAMS = {
  'audit-traild': 'dist/daemon/main.js',
  'audit-trail': 'dist/bin/audit-trail.js',
  'bare-store': 'test/faults/bare-store.mjs',
} as const

/** One of our programs as a real process. Disposing it kills it with -9, if it still runs. */
export class Program implements AsyncDisposable {
  readonly stdout: string[] = []
  readonly stderr: string[] = []
  readonly child: ChildProcess
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
  #wake: () => void = () => {}

  constructor(name: keyof typeof PROGRAMS, args: readonly string[], environment: Record<string, string> = {}) {
    this.child = spawn(process.execPath, [join(PROJECT, PROGRAMS[name]), ...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of ['stdout', 'stderr'] as const) {
      createInterface({ input: this.child[stream]! }).on('line', (line) => {
        this[stream].push(line)
        this.#wake()
      })
    }
    this.ended = once(this.child, 'close').then(([code, signal]) => {
      this.#wake()
      return code ?? signal
    })
  }

  /** Resolves once `holds`, looked at after each line of output; rejects when the program ends before. */
  async until(holds: () => boolean, what: string): Promise<void> {
    let over = false
    const ended = this.ended.then(() => {
      over = true
    })
    while (!holds()) {
      if (over) throw new Error(`Cannot wait for ${what}: ended with ${await this.ended}\n${this.stderr.join('\n')}`)
      await Promise.race([ended, new Promise<void>((resolve) => (this.#wake = resolve))])
    }
  }

  kill(signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
    this.child.kill(signal)
    return this.ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill('SIGKILL')
  }
}

/** Runs `audit-trail` to its end and returns its lines; throws what it said unless it ended with 0. */
export async function auditTrail(args: readonly string[], environment: Record<string, string>): Promise<string[]> {
  await using program = new Program('audit-trail', args, environment)
  const code = await program.ended
  if (code !== 0) throw new Error(`audit-trail ${args.join(' ')} ended with ${code}:\n${program.stderr.join('\n')}`)
  return program.stdout
}

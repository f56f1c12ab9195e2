import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { PROJECT } from './source-file.js'

export interface Ran {
  readonly code: number | NodeJS.Signals
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built `audit-trail` to its end; every byte of its output is kept. */
export async function run(
  args: readonly string[],
  {
    environment = {},
    input = '',
  }: { readonly environment?: Record<string, string>; readonly input?: string | Buffer } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [join(PROJECT, 'dist/bin/audit-trail.js'), ...args], {
    env: { ...process.env, ...environment },
  })
  // It may end without reading all of it.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [stdout, stderr, [code, signal]] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stderr),
    once(child, 'close'),
  ])
  return { code: code ?? signal, stdout: stdout.toString(), stderr: stderr.toString() }
}

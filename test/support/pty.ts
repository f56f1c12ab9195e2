import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from '@lydell/node-pty'
import { PROJECT } from './source-file.js'
import { Screen, type ScreenOptions } from './terminal.js'

/** A program on a pseudo-terminal of its own. Disposing it kills it with -9, if it still runs. */
export interface OnTerminal extends Disposable {
  readonly screen: Screen
  readonly pid: number
  readonly ended: Promise<number>
  press(keys: string): void
  resize(columns: number, rows: number): void
  signal(name: string): void
  /** Closes the window. */
  hangUp(): void
}

export interface OnTerminalOptions extends ScreenOptions {
  readonly environment?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  readonly folder?: string
}

export function spawnOnTerminal(
  file: string,
  args: readonly string[],
  { environment = {}, folder = PROJECT, ...size }: OnTerminalOptions = {},
): OnTerminal {
  const screen = new Screen(size)
  const { NO_COLOR: _, TMUX: __, ...inherited } = process.env
  // What is remembered and set on this machine is not for tests.
  const home = mkdtempSync(join(tmpdir(), 'audit-trail-home-'))
  const homes = { XDG_STATE_HOME: join(home, 'state'), XDG_CONFIG_HOME: join(home, 'config') }
  const child = spawn(file, [...args], {
    name: 'xterm-256color',
    cols: screen.terminal.cols,
    rows: screen.terminal.rows,
    cwd: folder,
    env: { ...inherited, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TZ: 'UTC', ...homes, ...environment },
  })
  child.onData((data) => screen.write(data))
  // The terminal answers what it is asked.
  screen.terminal.onData((answer) => child.write(answer))
  const ended = new Promise<number>((resolve) => child.onExit(({ exitCode }) => resolve(exitCode)))
  let over = false
  void ended.then(() => {
    over = true
    rmSync(home, { recursive: true, force: true })
  })
  return {
    screen,
    pid: child.pid,
    ended,
    press: (keys) => child.write(keys),
    resize(columns, rows) {
      screen.terminal.resize(columns, rows)
      child.resize(columns, rows)
    },
    signal: (name) => child.kill(name),
    // node-pty's types leave it out.
    hangUp: () => (child as unknown as { destroy(): void }).destroy(),
    [Symbol.dispose]() {
      if (!over) child.kill('SIGKILL')
    },
  }
}

export const AUDIT_TRAIL = join(PROJECT, 'dist/bin/audit-trail.js')

/** The real dashboard on a daemon's socket. */
export const openDashboardOn = (socket: string, options: OnTerminalOptions = {}): OnTerminal =>
  spawnOnTerminal(process.execPath, [AUDIT_TRAIL, '--connect', `unix:${socket}`, ...(options.args ?? [])], options)

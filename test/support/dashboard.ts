import type { AuditEvent } from '#protocol/event.js'
import type { Hello } from '#protocol/message.js'
import { runTui, type TuiOptions } from '#tui/app.js'
import { T0 } from './audit-event.js'
import { FakeDaemon } from './fake-daemon.js'
import { Screen, type ScreenOptions, tty } from './terminal.js'

export interface Dashboard extends AsyncDisposable {
  readonly screen: Screen
  readonly daemon: FakeDaemon
  /** The exit code. */
  readonly ended: Promise<number>
  /** Types keys as a terminal sends them. */
  press(keys: string): void
  /** A click on the first place where a text stands. */
  click(text: string): void
  resize(columns: number, rows: number): void
}

export type DashboardOptions = Partial<Omit<TuiOptions, 'client' | 'input' | 'output'>> &
  ScreenOptions & {
    /** What the daemon says of itself when it is connected to. */
    readonly hello?: Partial<Hello>
  }

/** The dashboard on a terminal in this process, at half past two, UTC, an hour after the first event. */
export async function openDashboard(
  events: readonly AuditEvent[],
  { columns, rows, unicode, hello, ...options }: DashboardOptions = {},
): Promise<Dashboard> {
  const now = options.now ?? (() => T0 + 3_600_000)
  const daemon = new FakeDaemon(events, now, hello)
  const screen = new Screen({
    ...(columns !== undefined && { columns }),
    ...(rows !== undefined && { rows }),
    ...(unicode !== undefined && { unicode }),
  })
  const { input, output, press, resize } = tty(screen)
  const stop = new AbortController()
  const ended = runTui({
    client: daemon,
    input,
    output,
    environment: { TERM: 'xterm-256color', LANG: 'C.UTF-8' },
    now,
    timeZone: 'UTC',
    demo: false,
    signal: stop.signal,
    folders: { home: '/root', current: '/' },
    exportEvents: () => Promise.reject(new TypeError('Cannot export here')),
    ...options,
  })
  const shown = events.length === 0 ? /FOLLOWING/ : /(?:\d\d:\d\d:\d\d|^.{3}\d+[smhdwy]) .*\n.*FOLLOWING/ms
  await screen.until(({ text }) => shown.test(text) && !/not connected|is empty|loading/.test(text), 'the events')
  return {
    screen,
    daemon,
    ended,
    press,
    resize,
    click(text) {
      const y = screen.lines.findIndex((line) => line.includes(text))
      const at = `${screen.columnOf(text, y) + 1};${y + 1}`
      press(`\x1b[<0;${at}M\x1b[<0;${at}m`)
    },
    async [Symbol.asyncDispose]() {
      stop.abort(LEFT)
      await ended.catch((error: unknown) => {
        if (error !== LEFT) throw error
      })
    },
  }
}

const LEFT = new Error('The test is over')

export const KEYS = {
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  enter: '\r',
  escape: '\x1b',
  tab: '\t',
  shiftTab: '\x1b[Z',
  pageUp: '\x1b[5~',
  pageDown: '\x1b[6~',
  ctrlC: '\x03',
} as const

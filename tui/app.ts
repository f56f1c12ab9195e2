import { performEffects } from './effects.js'
import { BINDINGS } from './keymap/keymap.js'
import { type Memory, noMemory } from './memory.js'
import type { Bindings } from './model/binding.js'
import type { Effect } from './model/effect.js'
import type { Message } from './model/message.js'
import { type Model, newModel } from './model/model.js'
import { applyFilter } from './model/narrowing.js'
import type { Notify } from './model/notify.js'
import { loadView } from './model/saved-views.js'
import type { ThemeName } from './model/theme-name.js'
import type { Folders } from './performers/file-path.js'
import type { Daemon, ExportEvents } from './performers/hands.js'
import { type Running, runProgram } from './program.js'
import { measure, viewScreen } from './screen.js'
import type { Environment, Wanted } from './terminal/capabilities.js'
import { openTerminal, type TerminalEvent, type TtyOutput } from './terminal/terminal.js'
import type { TtyInput } from './terminal/tokenizer.js'
import { update } from './update.js'
import { spanAt } from './view/compose.js'

export interface TuiOptions {
  /** Connected, or trying to be (`firstAttempt: 'retry'`); who made it closes it. */
  readonly client: Daemon
  readonly input: TtyInput
  readonly output: TtyOutput
  /** Tells what the terminal can do: TERM, COLORTERM, NO_COLOR, TMUX, the locale. */
  readonly environment: Environment
  /** What was asked for against what the environment tells. */
  readonly wanted?: Wanted
  /** Default: the one remembered, else `dark`. */
  readonly theme?: ThemeName
  /** How one is called where failures come unseen; default: not at all. */
  readonly notify?: Notify | undefined
  /** Keys as the user wants them, of every mode; default: as the tables have them. */
  readonly bindings?: Bindings | undefined
  /** Who made it closes it. Default: nothing is remembered. */
  readonly memory?: Memory
  /** ms since the Unix epoch. */
  readonly now: () => number
  /** IANA zone in which people read and write times here. */
  readonly timeZone: string
  /** What is shown is invented, also where the daemon does not say so. */
  readonly demo: boolean
  /** Leaves the dashboard. */
  readonly signal: AbortSignal
  readonly exportEvents: ExportEvents
  /** Where paths of exports begin. */
  readonly folders: Folders
  /** How the daemon was named, for commands that are copied. */
  readonly connect?: string
  /** The filter to begin with; it must be readable. */
  readonly filter?: string
  /** How many events are kept at hand; default 100,000. */
  readonly maxEvents?: number
}

/**
 * The dashboard, until it is left. Resolves with an exit code, the terminal as it
 * was found: 0 after q, 128 and the signal's number after a signal, 70 after a
 * crash. Rejects with the signal's reason, or with a mistake of our own. It never ends because the daemon has gone.
 */
export function runTui(options: TuiOptions): Promise<number> {
  const { client, exportEvents, folders, now, timeZone, demo, signal, filter = '', maxEvents = 100_000 } = options
  const { memory = noMemory(), bindings = BINDINGS } = options
  const remembered = memory.read()
  const theme = options.theme ?? remembered.theme ?? 'dark'
  return new Promise((resolve, reject) => {
    const over = new AbortController()
    const closers: (() => void)[] = []
    const close = () => {
      for (const closer of closers.splice(0).reverse()) closer()
    }
    const end = (code: number) => {
      close()
      resolve(code)
    }
    const fail = (error: unknown) => {
      close()
      reject(error)
    }

    const terminal = openTerminal({ ...options, theme, onEvent: (event) => receive(event), onEnd: end })
    closers.push(() => terminal.close())
    const model = newModel({
      now,
      timeZone,
      ...terminal.size(),
      connection: client.state,
      demo,
      ...(options.notify && { notify: options.notify }),
      ...{ mouse: true, theme, bindings, remembered, history: memory.history },
      maxEvents,
    })
    model.connect = options.connect
    measure(model)
    const begun = model.savedViews.find((view) => view.default)
    if (filter !== '') applyFilter(model, filter)
    else if (begun !== undefined) loadView(model, begun)
    terminal.setMouse(model.mouse)

    const send = (message: Message) => running.send(message)
    const perform = performEffects({
      ...{ daemon: client, terminal, memory, exportEvents, folders, timeZone },
      ...{ signal: over.signal, send, end, onMistake: fail },
    })
    const running: Running<Message> = runProgram<Model, Message, Effect>(
      { model, update, view: viewScreen },
      { draw: terminal.draw, perform, onMistake: fail },
    )
    const receive = (event: TerminalEvent) => running.send(toMessage(event, running), 'now')
    closers.push(
      () => running.stop(),
      () => over.abort(),
      client.onState((state) => send({ type: 'connection', state })),
    )
    const ticks = setInterval(() => send({ type: 'tick' }), 1000)
    closers.push(() => clearInterval(ticks))
    const aborted = () => fail(signal.reason)
    signal.addEventListener('abort', aborted)
    closers.push(() => signal.removeEventListener('abort', aborted))

    if (signal.aborted) aborted()
    else send({ type: 'connection', state: client.state })
    memory.onTrouble((message) => send({ type: 'memory-trouble', message }))
  })
}

/** What happened at the terminal; of a click, what was drawn where it went. */
function toMessage(event: TerminalEvent, { drawn }: Running<Message>): Message {
  switch (event.type) {
    case 'resize':
      return { type: 'resize', ...event.size }
    case 'mouse': {
      const click = spanAt(drawn[event.y] ?? [], event.x)?.click
      return { type: 'mouse', action: event.action, x: event.x, y: event.y, ...(click !== undefined && { click }) }
    }
    default:
      return event
  }
}

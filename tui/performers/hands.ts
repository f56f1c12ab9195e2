import type { Client } from '../../protocol/client.js'
import type { ExportRequest } from '../model/effect/files.js'
import type { Message } from '../model/message.js'
import type { Change } from '../model/remembered.js'
import type { Terminal } from '../terminal/terminal.js'
import type { Asking } from './asking.js'
import type { Folders } from './file-path.js'

/** What of a client the screen uses. */
export type Daemon = Pick<Client, 'state' | 'onState' | 'call' | 'subscribe' | 'reconnectNow'>

/** Writes every match to a file of its own; rejects with the signal's reason where it was aborted. */
export type ExportEvents = (
  request: ExportRequest,
  onProgress: (rows: number, total?: number) => void,
  signal: AbortSignal,
) => Promise<{ readonly rows: number; readonly path: string /** Hex. */; readonly sha256: string }>

/** What of the memory effects use. */
export interface Remembering {
  remember(change: Change): void
  addToHistory(line: string): void
}

/** What effects are performed with. */
export interface Hands {
  readonly daemon: Daemon
  readonly terminal: Pick<Terminal, 'copy' | 'setMouse' | 'setTheme' | 'notify' | 'forget' | 'suspend'>
  readonly memory: Remembering
  readonly exportEvents: ExportEvents
  readonly folders: Folders
  readonly timeZone: string
  readonly asking: Asking
  send(message: Message): void
  /** A mistake of ours in what runs beside the loop. */
  onMistake(error: unknown): void
  /** Leaves the dashboard. */
  end(code: number): void
}

/** How each effect of a kind is performed. */
export type Performers<E extends { readonly type: string }> = {
  readonly [T in E['type']]: (effect: Extract<E, { readonly type: T }>) => void
}

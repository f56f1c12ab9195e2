import type { CountsMessage } from './message/counts.js'
import type { DaemonMessage } from './message/daemon.js'
import type { FilesMessage } from './message/files.js'
import type { ForwardingMessage } from './message/forwarding.js'
import type { InputMessage } from './message/input.js'
import type { InspectingMessage } from './message/inspecting.js'
import type { MemoryMessage } from './message/memory.js'
import type { RowsMessage } from './message/rows.js'

/** Everything that can happen to the screen; only these change what it shows. */
export type Message =
  | InputMessage
  | RowsMessage
  | CountsMessage
  | InspectingMessage
  | FilesMessage
  | MemoryMessage
  | DaemonMessage
  | ForwardingMessage

import type { CountsEffect } from './effect/counts.js'
import type { DaemonEffect } from './effect/daemon.js'
import type { FilesEffect } from './effect/files.js'
import type { ForwardingEffect } from './effect/forwarding.js'
import type { InspectingEffect } from './effect/inspecting.js'
import type { MemoryEffect } from './effect/memory.js'
import type { RowsEffect } from './effect/rows.js'
import type { TerminalEffect } from './effect/terminal.js'

/** What `update` asks of the world. Doing it answers with messages; what is asked again replaces what was asked before. */
export type Effect =
  | RowsEffect
  | CountsEffect
  | InspectingEffect
  | FilesEffect
  | MemoryEffect
  | DaemonEffect
  | ForwardingEffect
  | TerminalEffect

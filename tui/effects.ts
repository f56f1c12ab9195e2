import type { Effect } from './model/effect.js'
import { type AskingOptions, newAsking } from './performers/asking.js'
import { countsPerformers } from './performers/counts.js'
import { daemonPerformers } from './performers/daemon.js'
import { filesPerformers } from './performers/files.js'
import { forwardingPerformers } from './performers/forwarding.js'
import type { Hands, Performers } from './performers/hands.js'
import { inspectingPerformers } from './performers/inspecting.js'
import { memoryPerformers } from './performers/memory.js'
import { rowsPerformers } from './performers/rows.js'
import { terminalPerformers } from './performers/terminal.js'

/** Does what `update` asks of the world, and answers with messages. */
export function performEffects(options: Omit<Hands, 'asking'> & AskingOptions): (effect: Effect) => void {
  const hands: Hands = { ...options, asking: newAsking(options) }
  const performers: Performers<Effect> = {
    ...terminalPerformers(hands),
    ...rowsPerformers(hands),
    ...countsPerformers(hands),
    ...inspectingPerformers(hands),
    ...filesPerformers(hands),
    ...memoryPerformers(hands),
    ...daemonPerformers(hands),
    ...forwardingPerformers(hands),
  }
  return (effect) => performers[effect.type](effect as never)
}

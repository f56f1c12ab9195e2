import type { MemoryMessage } from '../model/message/memory.js'
import { note } from '../model/toast.js'
import { quietly, type Reactions } from './reaction.js'

export const MEMORY_REACTIONS: Reactions<MemoryMessage> = {
  'memory-trouble': quietly((model, { message }) => note(model, message, 'error')),
}

import type { MemoryEffect } from '../model/effect/memory.js'
import type { Hands, Performers } from './hands.js'

export function memoryPerformers({ memory }: Hands): Performers<MemoryEffect> {
  return {
    remember: ({ change }) => memory.remember(change),
    'add-to-history': ({ line }) => memory.addToHistory(line),
  }
}

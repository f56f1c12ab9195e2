import type { Change } from '../remembered.js'

/** What is to be known the next time. */
export type MemoryEffect =
  | { readonly type: 'remember'; readonly change: Change }
  | { readonly type: 'add-to-history'; readonly line: string }

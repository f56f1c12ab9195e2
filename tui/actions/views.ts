import type { Command } from '../keymap/keymap.js'
import { openSearch } from '../model/search.js'
import type { Action } from './action.js'

export const VIEWS_ACTIONS = {
  'view-search': openSearch,
} as const satisfies Partial<Record<Command, Action>>

import { bashCompletion } from './bash.js'
import { fishCompletion } from './fish.js'
import type { Program } from './program.js'
import { zshCompletion } from './zsh.js'

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** What a shell sources to complete the program's command line. */
export const completionFor = (shell: Shell, program: Program): string =>
  ({ bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion })[shell](program)

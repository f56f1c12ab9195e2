import { BODIES } from './bodies.js'
import { CONNECTIONS } from './connections.js'
import { FRAMES } from './frames.js'
import type { Attacking } from './line.js'
import { QUESTIONS } from './questions.js'

/** By what each is called in tables. */
export const ATTACKS: Readonly<Record<string, Attacking>> = { ...CONNECTIONS, ...FRAMES, ...BODIES, ...QUESTIONS }

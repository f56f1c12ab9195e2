import type { World } from './world.js'

/** Tells people something, on stderr. */
export const say = (world: World, message: string) => world.stderr.write(`audit-trail: ${message}\n`)

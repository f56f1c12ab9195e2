import { show } from '../../protocol/show.js'
import type { World } from './world.js'

/** Tells people something, in one line on stderr; what it quotes of events is made harmless. */
export const say = ({ stderr }: World, message: string) => stderr.write(`audit-trail: ${show(message)}\n`)

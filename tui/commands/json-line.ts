import { showJson } from '../../protocol/show.js'
import type { Output } from './world.js'

/** A line of JSON as it may be written: on a terminal what is not seen as `\u` escapes; elsewhere as it is. */
export const jsonLine = (json: string, { isTTY }: Output): string => `${isTTY ? showJson(json) : json}\n`

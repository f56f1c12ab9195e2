import type { Output } from './world.js'

/** What a terminal would obey, hide or turn around; JSON writes C0 and lone surrogates as `\u` by itself. */
const UNSEEN = /[\u007f-\u009f\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu

/** A line of JSON as it may be written: on a terminal what is not seen as `\u` escapes, which mean the same; elsewhere as it is. */
export function jsonLine(json: string, { isTTY }: Output): string {
  return `${isTTY ? json.replace(UNSEEN, escaped) : json}\n`
}

const escaped = (character: string) =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')

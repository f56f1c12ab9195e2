import type { Look } from './look.js'

const NARROW = 40
export const isNarrow = ({ lines }: Look): boolean => Math.max(...lines.map((line) => line.length)) < NARROW

/** The list with the keys, without a filter, following, and nothing over it. */
export function atHome(look: Look): boolean {
  const { lines, text, chosenAt, isAlternate } = look
  if (!isAlternate || !lines[chosenAt]?.includes('▌') || /^[▌ ][ *✗⚠]*m\d/m.test(text)) return false
  if (!isNarrow(look)) return /filter none.* ([\d,]+) loaded · \1 in trail.*▶ FOLLOWING.*Space pause/s.test(text)
  return chosenAt === lines.length - 2 && (/^ ?▶(?!.*\bf\b)/.test(lines.at(-1)!) || isTold(look))
}

/** Where there is no more room, a message has the line of the state for some seconds. */
export const isTold = ({ lines }: Look): boolean => /^ ?[✓·]/.test(lines.at(-1)!)

/** A filter is on. */
export const filtered = (look: Look): boolean =>
  isNarrow(look)
    ? /^(⇣ )? ?([▶⏸?].*(\bf\b|filter on)|(?!○)(\S*acme|actor:|resource:))/.test(look.lines.at(-1)!)
    : /^ filter (?!none|off|▏)\S/m.test(look.text)

/** The list stands still. */
export const PAUSED = /⏸/
/** The list follows the newest event. */
export const FOLLOWS = /▶/

/** The row under the cursor reads otherwise, apart from how long ago it was. */
const other = (now: Look, before: Look): boolean => ageless(now.row) !== ageless(before.row)
const ageless = (text: string): string => text.replace(/\b\d+[smhdwy]\b */g, '')

/** The cursor is on something else. */
export const moved = (now: Look, before: Look): boolean =>
  ageless(now.chosen) !== ageless(before.chosen) || now.chosenAt !== before.chosenAt

/** The cursor is on something further up, or what is there came from further up. */
export const higher = (now: Look, before: Look): boolean =>
  now.chosenAt < before.chosenAt || (now.chosenAt === before.chosenAt && other(now, before))

/** The cursor is on something further down. */
export const lower = (now: Look, before: Look): boolean =>
  now.chosenAt > before.chosenAt || (now.chosenAt === before.chosenAt && other(now, before))

/** What is said is something else, apart from numbers, times and charts, which change by themselves. */
export const changed = (now: Look, before: Look): boolean => said(now) !== said(before)

const said = ({ lines }: Look): string =>
  lines
    .slice(lines.length > 5 ? 1 : 0)
    .join('\n')
    .replace(/[\d▁-█✗─]+/g, '')
    .replace(/ +/g, ' ')

/** It is told now, and was not before. */
export const tells =
  (what: RegExp) =>
  (now: Look, before: Look): boolean =>
    what.test(now.text) && !what.test(before.text)

/** A text is gone. */
export const gone =
  (what: string | RegExp) =>
  ({ text }: Look): boolean =>
    typeof what === 'string' ? !text.includes(what) : !what.test(text)

/** The row under the cursor holds it. */
export const on =
  (what: RegExp) =>
  ({ chosen }: Look): boolean =>
    what.test(chosen)

export const both =
  (...sights: readonly ((now: Look, before: Look) => boolean)[]) =>
  (now: Look, before: Look): boolean =>
    sights.every((sight) => sight(now, before))

/** The cursor is on an earlier event; while the list follows, it is on the newest. */
export const earlier = (now: Look, before: Look): boolean =>
  now.position === undefined || before.position === undefined
    ? higher(now, before) || (now.position !== undefined && now.position < now.listed!)
    : now.position < before.position

/** The cursor is on a later event. Where a message has hidden on which it was, it is on one that is told. */
export const later = (now: Look, before: Look): boolean =>
  now.position === undefined || before.position === undefined
    ? lower(now, before) || (now.position !== undefined && isTold(before))
    : now.position > before.position

/** The cell under the cursor is further left. */
export const further = (columns: number) => (now: Look, before: Look) =>
  columns < 0 ? now.cellX < before.cellX : now.cellX > before.cellX

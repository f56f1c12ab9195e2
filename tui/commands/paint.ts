import type { Line, Style } from '../view/text.js'

/** SGR parameters (ECMA-48) of each style; colours of the terminal's own palette. */
const SGR: Readonly<Record<Style, string>> = {
  plain: '',
  dim: '2',
  strong: '1',
  title: '1',
  good: '32',
  bad: '31',
  warn: '33',
  accent: '36',
  added: '32',
  removed: '31',
}

/** A line as text for a terminal, or for a file where no colour is wanted. */
export function paint(line: Line, colour: boolean): string {
  return line
    .map(({ text, style = 'plain' }) => (colour && SGR[style] && text ? `\x1b[${SGR[style]}m${text}\x1b[0m` : text))
    .join('')
}

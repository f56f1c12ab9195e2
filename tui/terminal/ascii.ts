import { clustersOf } from '../view/width.js'

/** What our own signs are for a terminal that knows ASCII alone; each takes one column, as its sign does. */
const SIGNS: Readonly<Record<string, string>> = {
  '│': '|',
  '┤': '|',
  '▏': '|',
  '▕': '|',
  '─': '-',
  '┄': '-',
  '—': '-',
  '┌': '+',
  '┐': '+',
  '└': '+',
  '┘': '+',
  '…': '~',
  '·': '.',
  '•': '*',
  '●': '*',
  '○': 'o',
  '◐': '%',
  '◌': 'o',
  '✓': 'v',
  '✗': 'x',
  '⚠': '!',
  '⏸': '=',
  '▶': '>',
  '▼': 'v',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '⇣': 'v',
  '“': '"',
  '”': '"',
  '‹': '<',
  '›': '>',
  '▁': '.',
  '▂': '.',
  '▃': ':',
  '▄': ':',
  '▅': '|',
  '▆': '|',
  '▇': '#',
  '█': '#',
  '░': '.',
  '▒': 'x',
  '▌': '|',
  '▎': '|',
  '▍': '|',
  '▋': '#',
  '▊': '#',
  '▉': '#',
}
const ASCII = /^[\x20-\x7e]*$/

/** Text in ASCII and as wide; of what cannot be spelled so, its places are seen. */
export function asciiText(text: string): string {
  if (ASCII.test(text)) return text
  let spelled = ''
  for (const { text: cluster, columns } of clustersOf(text))
    spelled += ASCII.test(cluster) ? cluster : (SIGNS[cluster] ?? dots(cluster) ?? '?').padEnd(columns, '?')
  return spelled
}

/** Lines of charts are drawn in dots. */
const dots = (cluster: string): string | undefined => (/^[\u2800-\u28ff]$/.test(cluster) ? '*' : undefined)

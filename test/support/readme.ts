import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { PROJECT } from './source-file.js'

const PATH = join(PROJECT, 'README.md')

export const readme = () => readFileSync(PATH, 'utf8')

/**
 * The README says what the code says: the text between `<!-- name -->` and
 * `<!-- /name -->` is `expected`. With UPDATE_README=1 in the environment it is
 * written there instead.
 */
export function expectSection(name: string, expected: string): void {
  const text = readme()
  const [open, close] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`]
  const start = text.indexOf(open) + open.length
  const end = text.indexOf(close)
  if (start < open.length || end < start) throw new Error(`Cannot find the section '${name}' in README.md`)
  if (process.env.UPDATE_README === '1') {
    writeFileSync(PATH, text.slice(0, start) + expected + text.slice(end))
    return
  }
  expect(text.slice(start, end), `README.md, ${name}; UPDATE_README=1 npm run check rewrites it`).toBe(expected)
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

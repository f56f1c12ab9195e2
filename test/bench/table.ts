import type { Row } from './measure.js'

/** A Markdown table. Behind each figure of another contestant stands how many times better the first one is. */
export function printTable(rows: readonly Row[], names: readonly string[]): string {
  const [ours, ...others] = names as [string, ...string[]]
  const cells = [
    ['', ours, ...others.flatMap((name) => [name, 'ratio'])],
    ...rows.map((row) => [
      `${row.what}, ${row.unit}`,
      figure(row.values.get(ours)),
      ...others.flatMap((name) => [figure(row.values.get(name)), ratio(row, ours, name)]),
    ]),
  ]
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' | ')} |`
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [line(cells[0]!), rule, ...cells.slice(1).map(line)].join('\n')
}

function figure(value: number | undefined): string {
  if (value === undefined) return '–'
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 })
}

function ratio({ better, values }: Row, ours: string, other: string): string {
  const [a, b] = [values.get(ours), values.get(other)]
  if (a === undefined || b === undefined) return '–'
  return `${(better === 'more' ? a / b : b / a).toFixed(2)} ×`
}

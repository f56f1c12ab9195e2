const EIGHTHS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** One character a value, the largest the highest. Anything above 0 shows at least the lowest block; `none` stands for 0. */
export function sparkline(values: readonly number[], none = ' '): string {
  const highest = Math.max(0, ...values)
  return values.map((value) => (value > 0 ? EIGHTHS[Math.ceil((value / highest) * 8) - 1]! : none)).join('')
}

/** The same over several rows, the top one first. */
export function columnChart(values: readonly number[], rows: number, highest = Math.max(0, ...values)): string[] {
  const steps = values.map((value) => (value > 0 ? Math.max(1, Math.round((value / highest) * rows * 8)) : 0))
  return Array.from({ length: rows }, (_, row) => {
    const below = (rows - 1 - row) * 8
    return steps.map((step) => (step > below ? EIGHTHS[Math.min(8, step - below) - 1]! : ' ')).join('')
  })
}

const LEFT_EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const

/** A horizontal bar of at most `columns`, in eighths of a column; anything above 0 shows. */
export function bar(value: number, highest: number, columns: number): string {
  if (value <= 0 || highest <= 0) return ''
  const eighths = Math.max(1, Math.round((value / highest) * columns * 8))
  return '█'.repeat(Math.floor(eighths / 8)) + LEFT_EIGHTHS[eighths % 8]!
}

/** `counts` summed into `columns` equal stretches. */
export function resample(counts: readonly number[], columns: number): number[] {
  const out = new Array<number>(columns).fill(0)
  for (const [i, value] of counts.entries()) out[Math.floor((i * columns) / counts.length)]! += value
  return out
}

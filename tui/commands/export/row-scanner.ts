export type ExportFormat = 'csv' | 'ndjson'

/** How far into an export whole rows reach. */
export interface RowScanner {
  /** Events, without the header row of CSV. */
  readonly rows: number
  /** Bytes up to the end of the last whole row. */
  readonly end: number
  /** Where that row begins. */
  readonly start: number
  scan(chunk: Uint8Array): void
  /** Forgets what follows the last whole row, as the file is cut there. */
  rewind(): void
}

const LINE_FEED = 0x0a
const QUOTE = 0x22

/** Counts rows and finds their ends as the bytes go by. A line feed inside the quotes of a CSV cell ends no row. */
export function rowScanner(format: ExportFormat): RowScanner {
  const csv = format === 'csv'
  let lines = 0
  let at = 0
  let start = 0
  let end = 0
  let quoted = false
  return {
    get rows() {
      return csv ? Math.max(0, lines - 1) : lines
    },
    get end() {
      return end
    },
    get start() {
      return start
    },
    scan(chunk) {
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i]
        if (byte === QUOTE) {
          quoted = csv && !quoted
        } else if (byte === LINE_FEED && !quoted) {
          lines++
          start = end
          end = at + i + 1
        }
      }
      at += chunk.length
    },
    rewind() {
      at = end
      quoted = false
    },
  }
}

/** Where an exported row stands in the trail; undefined for a row that is none. */
export function placeOf(row: string, format: ExportFormat): { seq: number; timestamp: string } | undefined {
  if (format === 'csv') {
    const [, seq, timestamp] = /^(\d+),([^,]+),/.exec(row) ?? []
    return seq !== undefined && timestamp !== undefined ? { seq: Number(seq), timestamp } : undefined
  }
  try {
    const { seq, timestamp } = JSON.parse(row)
    return typeof seq === 'number' && typeof timestamp === 'string' ? { seq, timestamp } : undefined
  } catch {
    return undefined
  }
}

import { FAULTS, type Fault } from './fault.js'
import type { Count } from './trial.js'

const HEAD = `# What the fault tests counted

\`npm run test:faults\` writes this page. Real daemons take events from four senders at once while something goes
wrong, again and again; after each time the whole trail is compared with what was acknowledged, event by event, by a
witness outside the daemon. Where it says "store", the process is the store alone, without HTTP and jobs, as it starts
faster. The witness sends batches of unknown outcome again, and some that were answered, too.

The disk of the power cuts, failing writes and failing fsyncs is \`test/faults/disk.c\`, loaded into the daemon: a power
cut keeps what was fsynced and, at random, none or a torn part of the rest; names of files change in order and are on
disk by the next fsync of anything, as on ext4, XFS and Btrfs. Writes that fail leave half of their bytes behind. A
clock is wrong by up to a day, either way.
`

const COLUMNS = ['faults', 'acknowledged', 'lost', 'repeated', 'gaps', 'changed', 'undetected', 'falseAlarms'] as const
const TITLES = { falseAlarms: 'false alarms', acknowledged: 'events acknowledged' } as Record<string, string>

export function report(counts: ReadonlyMap<Fault, Count>, seed: number, date: Date): string {
  const row = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en') : cell)).join(' | ')} |`
  const sum = (column: (typeof COLUMNS)[number]) => [...counts.values()].reduce((all, count) => all + count[column], 0)
  const table = [
    row(['fault', ...COLUMNS.map((column) => TITLES[column] ?? column)]),
    row(['---', ...COLUMNS.map(() => '--:')]),
    ...FAULTS.flatMap((fault) => {
      const count = counts.get(fault)
      return count === undefined ? [] : [row([fault.name, ...COLUMNS.map((column) => count[column])])]
    }),
    row(['all', ...COLUMNS.map(sum)]),
  ]
  return `${HEAD}\nLast run: ${date.toISOString().slice(0, 10)}, seed ${seed}.\n\n${table.join('\n')}\n`
}

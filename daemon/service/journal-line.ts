import { fstatSync } from 'node:fs'

/** Levels of the log as priorities of syslog(3), which journald reads from the front of a line (sd-daemon(3)). */
const PRIORITY: Readonly<Record<string, number>> = { debug: 7, info: 6, warn: 4, error: 3 }

/** Whether the file descriptor leads to the journal: the service manager says which one it connected to it. */
export function isJournal(fd: number, { JOURNAL_STREAM }: Readonly<Record<string, string | undefined>>): boolean {
  if (JOURNAL_STREAM === undefined) return false
  const { dev, ino } = fstatSync(fd)
  return JOURNAL_STREAM === `${dev}:${ino}`
}

/**
 * A log line in JSON as the journal takes it: the message, then its fields as
 * `name=value`; a stack follows, one frame a line. Each line has its priority, as
 * each becomes an entry; the time is the journal's own.
 */
export function journalLine(json: string): string {
  const { level, time: _, msg, err, ...fields } = JSON.parse(json) as Record<string, unknown>
  const { stack, ...error } = (err ?? {}) as { stack?: string; message?: string }
  const words = [msg, ...pairs(fields), ...(err === undefined ? [] : pairs({ err: error.message }))]
  const text = [words.join(' '), ...(stack === undefined ? [] : [stack])].join('\n')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `<${PRIORITY[String(level)] ?? 6}>${line}\n`)
    .join('')
}

const pairs = (fields: Readonly<Record<string, unknown>>) =>
  Object.entries(fields).map(([name, value]) => `${name}=${shown(value)}`)

/** In quotes where it would not be told apart from what follows, or could do something to a terminal. */
function shown(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=\p{C}]+$/u.test(value) ? value : JSON.stringify(value)
}

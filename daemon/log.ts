import { destination, type Level, pino } from 'pino'
import { prettyFactory } from 'pino-pretty'
import { show, showLines } from '../protocol/show.js'
import { journalLine } from './service/journal-line.js'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const satisfies readonly Level[]
export type LogLevel = (typeof LOG_LEVELS)[number]

type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void

/** The daemon's own messages. An error goes under the key `err`. */
export interface Log {
  readonly debug: Write
  readonly info: Write
  readonly warn: Write
  readonly error: Write
  setLevel(level: LogLevel): void
}

/** For programs, for the journal of systemd, for people at a terminal. */
export type LogForm = 'json' | 'journal' | 'pretty'

/**
 * Lines to the file descriptor. Written at once, so that the last words of a process
 * that crashes are not lost.
 */
export function createLog({
  level,
  form,
  fd,
}: {
  readonly level: LogLevel
  readonly form: LogForm
  readonly fd: number
}): Log {
  const out = destination({ dest: fd, sync: true })
  // Nobody reads any more; the daemon goes on.
  out.on('error', () => {})
  const pretty = prettyFactory({ colorize: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss.l' })
  const format = {
    json: (line: string) => line,
    journal: journalLine,
    pretty: (line: string) => pretty(harmless(JSON.parse(line))),
  }[form]
  const logger = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => void out.write(format(line)) },
  )
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    setLevel(next) {
      logger.level = next
    },
  }
}

/** What is logged quotes clients; on a terminal none of it may steer. */
function harmless(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return key === 'stack' ? showLines(value) : show(value)
  if (Array.isArray(value)) return value.map((element) => harmless(element))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [show(name), harmless(member, name)]))
}

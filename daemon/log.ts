import { destination, type Level, pino } from 'pino'
import { prettyFactory } from 'pino-pretty'
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
  const format = {
    json: (line: string) => line,
    journal: journalLine,
    pretty: prettyFactory({ colorize: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss.l' }),
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

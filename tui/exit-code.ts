import { TrailError } from '../protocol/error.js'
import { Failed, Stopped, UsageError } from './commands/world.js'

/** What the process tells who started it. A signal ends it with 128 and its number; a closed pipe with 0. */
export const EXIT_CODES = {
  done: { code: 0, meaning: 'Done; also when the reader of a pipe has seen enough' },
  failed: { code: 1, meaning: 'Failed; the message says what to do' },
  usage: { code: 2, meaning: 'Wrong usage: an option, argument or filter that cannot be read' },
  unreachable: { code: 3, meaning: 'No daemon answers' },
  forbidden: { code: 4, meaning: 'Not allowed: no valid token, or its role may not do this' },
  crashed: { code: 70, meaning: 'A mistake in the program' },
  hangup: { code: 129, meaning: 'Ended by SIGHUP' },
  interrupted: { code: 130, meaning: 'Ended by SIGINT' },
  terminated: { code: 143, meaning: 'Ended by SIGTERM' },
} as const

const BY = {
  SIGHUP: EXIT_CODES.hangup.code,
  SIGINT: EXIT_CODES.interrupted.code,
  SIGTERM: EXIT_CODES.terminated.code,
  EPIPE: EXIT_CODES.done.code,
} as const

/** The exit code of what a command threw. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Stopped) return BY[error.by]
  if (error instanceof UsageError) return EXIT_CODES.usage.code
  if (error instanceof Failed || isSystemError(error)) return EXIT_CODES.failed.code
  if (!(error instanceof TrailError)) return EXIT_CODES.crashed.code
  switch (error.type) {
    case 'invalid-filter':
    case 'invalid-request':
      return EXIT_CODES.usage.code
    case 'unauthorized':
    case 'forbidden':
      return EXIT_CODES.forbidden.code
    case 'unavailable':
      return EXIT_CODES.unreachable.code
    default:
      return EXIT_CODES.failed.code
  }
}

/** A file that is not there, a full disk: the message says which. */
const isSystemError = (error: unknown) => error instanceof Error && 'syscall' in error

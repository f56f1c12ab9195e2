const CODES = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
/** LevelDB passes on the words of strerror(3) only; those of glibc, musl and macOS. */
const WORDS = /no space left on device|(disk |disc )?quota exceeded|file too large/i

/**
 * Whether a failed write may succeed once somebody makes room. Whatever else fails,
 * an fsync above all, leaves unknown what the disk holds: after it no write may
 * follow.
 */
export function isDiskFull(cause: unknown): boolean {
  for (let error = cause; error instanceof Error; error = error.cause) {
    if (CODES.has((error as NodeJS.ErrnoException).code ?? '') || WORDS.test(error.message)) return true
  }
  return false
}

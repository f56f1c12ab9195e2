/** Resolves with what asked for the end: a signal or, for a child, its parent's end, which closes standard input. */
export function whenToStop(withStdin: boolean): Promise<string> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve('SIGTERM'))
    process.once('SIGINT', () => resolve('SIGINT'))
    if (withStdin) process.stdin.on('close', () => resolve('standard input was closed')).resume()
  })
}

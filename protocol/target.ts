import { TrailError } from './error.js'

/** Where a daemon listens. */
export type Target = { readonly kind: 'unix'; readonly path: string } | { readonly kind: 'tcp'; readonly url: URL }

/**
 * `unix:PATH`, `ws://HOST:PORT` or `wss://HOST:PORT`; a path given in the URL is
 * kept, for a proxy in front. Throws `invalid-request` for anything else, and for a
 * URL that holds a password: it would be seen in the process list.
 */
export function parseTarget(text: string): Target {
  if (/^unix:./s.test(text)) return { kind: 'unix', path: text.slice('unix:'.length) }
  const url = /^wss?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) throw refused(`expected unix:PATH, ws://HOST:PORT or wss://HOST:PORT, got "${text}"`)
  if (url.username !== '' || url.password !== '') throw refused('a token never stands in an address')
  if (url.pathname === '/') url.pathname = '/ws'
  return { kind: 'tcp', url }
}

/** For messages: what `parseTarget` reads. */
export function printTarget(target: Target): string {
  return target.kind === 'unix' ? `unix:${target.path}` : target.url.href
}

function refused(problem: string): TrailError {
  return new TrailError('invalid-request', `Cannot connect: ${problem}`)
}

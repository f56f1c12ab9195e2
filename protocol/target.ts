import { TrailError } from './error.js'
import type { ClientTls } from './tls.js'

/** Where a daemon listens. */
export type Target =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly url: URL; readonly tls?: ClientTls }

/**
 * `unix:PATH`, `ws://HOST:PORT` or `wss://HOST:PORT`, `http` and `https` meaning the
 * same; a path given in the URL is kept, for a proxy in front. `tls` is for `wss`. Throws `invalid-request` for anything else, and for a
 * URL that holds a password: it would be seen in the process list.
 */
export function parseTarget(text: string, tls?: ClientTls): Target {
  if (/^unix:./s.test(text)) return { kind: 'unix', path: text.slice('unix:'.length) }
  const webSocketUrl = text.replace(/^http(?=s?:)/i, 'ws')
  const url = /^wss?:\/\//i.test(webSocketUrl) && URL.canParse(webSocketUrl) ? new URL(webSocketUrl) : undefined
  if (url === undefined) throw refused(`expected unix:PATH, ws://HOST:PORT or wss://HOST:PORT, got "${text}"`)
  if (url.username !== '' || url.password !== '') throw refused('a token never stands in an address')
  if (url.pathname === '/') url.pathname = '/ws'
  return { kind: 'tcp', url, ...(tls !== undefined && { tls }) }
}

/** For messages: what `parseTarget` reads. */
export function printTarget(target: Target): string {
  return target.kind === 'unix' ? `unix:${target.path}` : target.url.href
}

function refused(problem: string): TrailError {
  return new TrailError('invalid-request', `Cannot connect: ${problem}`)
}

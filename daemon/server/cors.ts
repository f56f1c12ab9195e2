/** The methods and headers that a page of a listed origin may use. */
const PREFLIGHT = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'authorization, content-type, content-encoding',
  'access-control-max-age': '86400',
}

/** The headers by which a browser lets a page read the answer (Fetch, section 3.2); undefined where it must not. */
export function corsHeaders(
  path: string,
  origin: string | undefined,
  origins: readonly string[],
): Record<string, string> | undefined {
  if (origin === undefined || !path.startsWith('/v1/') || !origins.includes(origin)) return undefined
  return { 'access-control-allow-origin': origin, vary: 'Origin' }
}

/** What the browser asks before it sends such a request. It brings no token. */
export function preflightHeaders(allowed: Record<string, string>): Record<string, string> {
  return { ...allowed, ...PREFLIGHT }
}

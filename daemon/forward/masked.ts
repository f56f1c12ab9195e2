import type { Destination } from '../../protocol/destination.js'

/** For those who may look but not change: the query of a URL may hold a token. */
export function masked(destination: Destination): Destination {
  const { settings } = destination
  if (settings.url === undefined) return destination
  return { ...destination, settings: { ...settings, url: settings.url.replace(/\?.*$/s, '?…') } }
}

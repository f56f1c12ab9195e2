import type { Destination } from '../../protocol/destination.js'

/** For those who may look but not change. */
export function masked(destination: Destination): Destination {
  const { settings } = destination
  if (settings.url === undefined) return destination
  return { ...destination, settings: { ...settings, url: maskedUrl(settings.url) } }
}

/** Where it leads: path, query and what stands before the host may each hold a token, as those of chat webhooks do. */
export const maskedUrl = (url: string): string =>
  url.replace(/^([a-z][a-z0-9+.-]*:\/\/)?(?:[^/?#]*@)?([^/?#]*)\/?(.*)$/is, (_, scheme = '', host, rest) =>
    rest === '' ? scheme + host : `${scheme}${host}/…`,
  )

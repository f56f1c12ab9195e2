import type { DestinationTypeName } from './destination.js'

/** What the URL of each type is, for who is asked for it. */
export const URL_OF_TYPE: { readonly [T in DestinationTypeName]: string } = {
  segment: 'URL (empty for https://api.segment.io)',
  webhook: 'URL',
  splunk: 'URL of the collector',
  syslog: 'tls://host:port or tcp://host:port',
  otlp: 'URL of the collector',
  file: 'file:///path (empty for one in the data folder)',
}

/** What the secret of each type is; of the others there is none. */
export const SECRET_OF_TYPE: { readonly [T in DestinationTypeName]: string | undefined } = {
  segment: 'write key of the source',
  webhook: 'secret to sign with (whsec_… or any text; empty for none)',
  splunk: 'HEC token',
  syslog: undefined,
  otlp: 'bearer token, or "Header-Name: value" (empty for none)',
  file: undefined,
}

import { X509Certificate } from 'node:crypto'
import type { DestinationSettings } from '../../../protocol/destination.js'
import type { Mistake } from '../destinations/destination.js'
import { networkMistake, refusal } from './guard.js'

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** A receiver's URL with the path of its protocol, which is added where the URL does not end in it. */
export function endpointOf(url: string, path: string): URL {
  const endpoint = new URL(url)
  const bare = endpoint.pathname.replace(/\/+$/, '')
  if (!bare.endsWith(path)) endpoint.pathname = bare + path
  return endpoint
}

/**
 * What is wrong with where an HTTP destination goes. A name is not looked up: where
 * it leads is judged when it is connected to, and unencrypted it may lead only to
 * what `allowPrivate` lists.
 */
export function endpointMistake({ url, allowPrivate = [], ca }: DestinationSettings): Mistake | undefined {
  for (const network of allowPrivate) {
    const problem = networkMistake(network)
    if (problem !== undefined) return { field: 'allowPrivate', problem }
  }
  if (ca !== undefined && !holdsCertificates(ca)) return { field: 'ca', problem: 'must be certificates in PEM' }
  const problem = url === undefined ? undefined : urlProblem(url, allowPrivate)
  return problem === undefined ? undefined : { field: 'url', problem }
}

function urlProblem(text: string, allowPrivate: readonly string[]): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) return 'must be an address as https://host/path'
  if (url.username !== '' || url.password !== '') return 'must hold no user or password; the secret is kept apart'
  if (url.hash !== '') return 'must hold no #fragment'
  const plain = url.protocol === 'http:'
  if (plain && allowPrivate.length === 0) return 'must be https: unless its host is within allowPrivate'
  const hosts = /(^|\.)localhost\.?$/.test(url.hostname) ? ['127.0.0.1', '::1'] : [url.hostname]
  const refusals = hosts.map((host) => refusal(host, allowPrivate, { privateOnly: plain }))
  return refusals.includes(undefined) ? undefined : `must not lead there: ${refusals[0]}`
}

function holdsCertificates(pem: string): boolean {
  const found = pem.match(PEM) ?? []
  try {
    for (const one of found) new X509Certificate(one)
    return found.length > 0
  } catch {
    return false
  }
}

import { X509Certificate } from 'node:crypto'
import type { DestinationSettings } from '../../../protocol/destination-settings.js'
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

/** What an address of a protocol begins with, encrypted and not. */
export interface Schemes {
  readonly secure: string
  readonly plain: string
  readonly example: string
}

const HTTP: Schemes = { secure: 'https:', plain: 'http:', example: 'https://host/path' }

/**
 * What is wrong with where a destination goes. A name is not looked up: where
 * it leads is judged when it is connected to, and unencrypted it may lead only to
 * what `allowPrivate` lists.
 */
export function endpointMistake(
  { url, allowPrivate = [], ca }: DestinationSettings,
  schemes: Schemes = HTTP,
): Mistake | undefined {
  for (const network of allowPrivate) {
    const problem = networkMistake(network)
    if (problem !== undefined) return { field: 'allowPrivate', problem }
  }
  if (ca !== undefined && !holdsCertificates(ca)) return { field: 'ca', problem: 'must be certificates in PEM' }
  const problem = url === undefined ? undefined : urlProblem(url, allowPrivate, schemes)
  return problem === undefined ? undefined : { field: 'url', problem }
}

/** The host of an address of any protocol, spelled as that of an HTTP one: 127.1 is 127.0.0.1. Undefined where it is none. */
export function hostOf(text: string): string | undefined {
  const alike = text.replace(/^[a-z]+:/i, 'https:')
  return URL.canParse(alike) ? new URL(alike).hostname : undefined
}

function urlProblem(text: string, allowPrivate: readonly string[], schemes: Schemes): string | undefined {
  const { secure, plain: unencrypted, example } = schemes
  const url = URL.canParse(text) ? new URL(text) : undefined
  const host = hostOf(text)
  if (url === undefined || host === undefined || ![secure, unencrypted].includes(url.protocol))
    return `must be an address as ${example}`
  if (url.username !== '' || url.password !== '') return 'must hold no user or password; the secret is kept apart'
  if (url.hash !== '') return 'must hold no #fragment'
  const plain = url.protocol === unencrypted
  if (plain && allowPrivate.length === 0) return `must be ${secure} unless its host is within allowPrivate`
  const hosts = /(^|\.)localhost\.?$/.test(host) ? ['127.0.0.1', '::1'] : [host]
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

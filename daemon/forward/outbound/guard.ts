import { lookup as systemLookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** What is not global unicast in IPv4: IANA's special-purpose registry, multicast and what is reserved. */
const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]

/** All of global unicast IPv6; loopback, fc00::/7, fe80::/10, ::ffff:0:0/96, 64:ff9b::/96, ff00::/8 and their like lie outside. */
const GLOBAL_IPV6 = networks(['2000::/3'])

/** Inside it, what is not a host's own address: protocol assignments with Teredo, documentation, 6to4 (an IPv4 address within). */
const SPECIAL = networks([...SPECIAL_IPV4, '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])

/** The `code` of the error with which a guarded lookup refuses. */
export const ADDRESS_REFUSED = 'ADDRESS_REFUSED'

export interface GuardOptions {
  /** Only addresses within `allowPrivate` will do: for what travels unencrypted. */
  readonly privateOnly?: boolean
  /** Instead of the system's resolver. */
  readonly resolve?: LookupFunction
}

/**
 * The `lookup` of a socket that may reach only global unicast addresses and those
 * within `allowPrivate`. It hands on no address that it has not checked, and the
 * socket connects to what it was handed, so a name that answers differently the next
 * time changes nothing. Fails with ADDRESS_REFUSED where no address is left. A host
 * that is an address is never looked up: ask `refusal`.
 */
export function guardedLookup(allowPrivate: readonly string[], options: GuardOptions = {}): LookupFunction {
  const { privateOnly = false, resolve = systemLookup as LookupFunction } = options
  const allowed = networks(allowPrivate)
  return (hostname, asked, callback) => {
    resolve(hostname, { ...asked, all: true }, (error, answer) => {
      if (error !== null) return callback(error, asked.all ? [] : '', 0)
      const found = Array.isArray(answer) ? answer : [{ address: answer, family: isIP(answer) }]
      const open = found.filter(({ address }) => mayReach(address, allowed, privateOnly))
      const [first] = open
      if (first === undefined) return callback(refused(hostname, found, privateOnly), asked.all ? [] : '', 0)
      if (asked.all) callback(null, open)
      else callback(null, first.address, first.family)
    })
  }
}

/** Why a host that is an address (an IPv6 one with or without brackets) may not be reached; undefined where it may, and for names. */
export function refusal(
  host: string,
  allowPrivate: readonly string[],
  { privateOnly = false }: Pick<GuardOptions, 'privateOnly'> = {},
): string | undefined {
  const address = host.replace(/^\[(.*)\]$/, '$1')
  if (isIP(address) === 0 || mayReach(address, networks(allowPrivate), privateOnly)) return undefined
  return problem(address, privateOnly)
}

/** What is wrong with an entry of `allowPrivate`; undefined where nothing is. */
export function networkMistake(text: string): string | undefined {
  return parseNetwork(text) === undefined ? `must be networks as 10.0.0.0/8 or fd00::/8, not "${text}"` : undefined
}

function mayReach(address: string, allowed: BlockList, privateOnly: boolean): boolean {
  const bare = address.replace(/%.*$/, '')
  const family = isIP(bare)
  if (family === 0) return false
  if (isIn(allowed, bare, family)) return true
  return !privateOnly && !isIn(SPECIAL, bare, family) && (family === 4 || isIn(GLOBAL_IPV6, bare, family))
}

function refused(hostname: string, found: readonly { address: string }[], privateOnly: boolean): Error {
  const addresses = found.map(({ address }) => address)
  const why = addresses.length === 0 ? 'it has no address' : problem(addresses.join(', '), privateOnly)
  return Object.assign(new Error(`Cannot connect to ${hostname}: ${why}`), { code: ADDRESS_REFUSED })
}

const problem = (addresses: string, privateOnly: boolean) =>
  privateOnly
    ? `${addresses} is not within allowPrivate, and only there may events travel unencrypted`
    : `${addresses} is a private or special address that allowPrivate does not list`

const isIn = (list: BlockList, address: string, family: number) => list.check(address, family === 4 ? 'ipv4' : 'ipv6')

function networks(texts: readonly string[]): BlockList {
  const list = new BlockList()
  for (const text of texts) {
    const network = parseNetwork(text)
    if (network === undefined) throw new RangeError(`"${text}" is not a network`)
    list.addSubnet(network.address, network.prefix, network.family)
  }
  return list
}

/** An address alone is a network of one. */
function parseNetwork(text: string) {
  const [, address = '', bits] = /^([^/%]*)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const family = isIP(address)
  const most = family === 4 ? 32 : 128
  const prefix = bits === undefined ? most : Number(bits)
  if (family === 0 || prefix > most) return undefined
  return { address, prefix, family: family === 4 ? ('ipv4' as const) : ('ipv6' as const) }
}

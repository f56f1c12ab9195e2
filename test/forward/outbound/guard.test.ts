import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type LookupFunction } from 'node:net'
import { expect, test } from 'vitest'
import { ADDRESS_REFUSED, guardedLookup, networkMistake, refusal } from '#daemon/forward/outbound/guard.js'

const OPEN = ['8.8.8.8', '1.1.1.1', '99.255.255.255', '100.128.0.1', '172.15.0.1', '172.32.0.1', '192.167.0.1']
const OPEN_V6 = ['2a00:1450:4001::1', '2600::1', '2001:200::1', '2003::1', '3fff:1000::1']
const SPECIAL = {
  'this host': ['0.0.0.0', '0.1.2.3', '::'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  'RFC 1918': ['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1'],
  'link-local and metadata services': ['169.254.0.1', '169.254.169.254', 'fe80::1', 'febf::1', 'fd00:ec2::254'],
  'carrier-grade NAT': ['100.64.0.1', '100.127.255.255'],
  'unique local': ['fc00::1', 'fdff:ffff::1'],
  'site-local, deprecated': ['fec0::1'],
  'IPv4 written as IPv6': ['::ffff:127.0.0.1', '::ffff:a00:1', '::ffff:8.8.8.8', '::127.0.0.1', '::ffff:0:127.0.0.1'],
  NAT64: ['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::1'],
  '6to4 and Teredo': ['2002:7f00:1::', '2002:808:808::', '192.88.99.1', '2001::1', '2001:0:7f00:1::'],
  'protocol assignments': ['192.0.0.8', '2001:2::1', '2001:1ff::1'],
  documentation: ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  benchmarks: ['198.18.0.1', '198.19.255.255'],
  'discard and unassigned': ['100::1', '4000::1', 'e000::1', '5f00::1'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1', 'ff0e::1'],
  'reserved and broadcast': ['240.0.0.1', '255.255.255.255'],
}

const familyOf = (address: string) => (address.includes(':') ? 6 : 4)

/** A resolver that gives one answer after the other. */
function answering(...answers: readonly (readonly string[])[]) {
  const asked: string[] = []
  const resolve: LookupFunction = (hostname, _options, callback) => {
    const addresses = answers[Math.min(asked.push(hostname), answers.length) - 1]!
    setImmediate(() =>
      callback(
        null,
        addresses.map((address) => ({ address, family: familyOf(address) })),
      ),
    )
  }
  return { asked, resolve }
}

const lookUp = (lookup: LookupFunction, all = true) =>
  new Promise<unknown>((resolve, reject) =>
    lookup('receiver.example', { all }, (error, address) => (error === null ? resolve(address) : reject(error))),
  )

const namesIn = async (lookup: LookupFunction) =>
  ((await lookUp(lookup)) as { address: string }[]).map(({ address }) => address)

test.each([...OPEN, ...OPEN_V6])('%s is open, as an address and behind a name', async (address) => {
  expect(refusal(address, [])).toBeUndefined()
  expect(await namesIn(guardedLookup([], answering([address])))).toEqual([address])
})

for (const [kind, addresses] of Object.entries(SPECIAL)) {
  test.each(addresses)(`${kind}: %s is refused, as an address and behind a name`, async (address) => {
    expect(refusal(address, [])).toContain(address)
    if (address.includes(':')) expect(refusal(`[${address}]`, [])).toContain(address)
    await expect(lookUp(guardedLookup([], answering([address])))).rejects.toMatchObject({ code: ADDRESS_REFUSED })
    await expect(lookUp(guardedLookup([], answering([address])), false)).rejects.toMatchObject({
      code: ADDRESS_REFUSED,
    })
  })
}

test('an address with a zone is judged without it', async () => {
  await expect(lookUp(guardedLookup([], answering(['fe80::1%eth0'])))).rejects.toMatchObject({ code: ADDRESS_REFUSED })
  expect(await namesIn(guardedLookup(['fe80::/10'], answering(['fe80::1%eth0'])))).toEqual(['fe80::1%eth0'])
})

test('what a URL makes of odd spellings of an address is refused', () => {
  for (const host of ['0x7f.1', '2130706433', '127.1', '0177.0.0.1', '[::ffff:7f00:1]', '①②⑦.0.0.1', '127。0。0。1']) {
    expect(refusal(new URL(`http://${host}/`).hostname, []), host).toBeDefined()
  }
})

test('only what allowPrivate lists is open besides', async () => {
  const allowed = ['10.1.0.0/16', '127.0.0.1', 'fd00:1::/32']
  for (const address of ['10.1.2.3', '127.0.0.1', 'fd00:1::5', '::ffff:10.1.2.3']) {
    expect(refusal(address, allowed), address).toBeUndefined()
    expect(await namesIn(guardedLookup(allowed, answering([address])))).toEqual([address])
  }
  for (const address of ['10.2.0.1', '127.0.0.2', 'fd00:2::1', '::1', '::ffff:10.2.0.1']) {
    expect(refusal(address, allowed), address).toBeDefined()
  }
})

test('of a name that has both kinds of addresses the open ones are left, whatever the order', async () => {
  const mixed = ['169.254.169.254', '8.8.8.8', '::1', '2600::1', '::ffff:10.0.0.1']
  expect(await namesIn(guardedLookup([], answering(mixed)))).toEqual(['8.8.8.8', '2600::1'])
  expect(await lookUp(guardedLookup([], answering(mixed)), false)).toBe('8.8.8.8')
  expect(await namesIn(guardedLookup([], answering([...mixed].reverse())))).toEqual(['2600::1', '8.8.8.8'])
})

test('unencrypted, public addresses are refused too', async () => {
  const guard = { privateOnly: true, ...answering(['8.8.8.8', '10.0.0.1']) }
  expect(await namesIn(guardedLookup(['10.0.0.0/8'], guard))).toEqual(['10.0.0.1'])
  await expect(lookUp(guardedLookup(['192.168.0.0/16'], guard))).rejects.toMatchObject({ code: ADDRESS_REFUSED })
  expect(refusal('8.8.8.8', ['10.0.0.0/8'], { privateOnly: true })).toContain('unencrypted')
  expect(refusal('10.0.0.1', ['10.0.0.0/8'], { privateOnly: true })).toBeUndefined()
})

test('a name that turns private after it was public is refused from then on', async () => {
  const lookup = guardedLookup([], answering(['8.8.8.8'], ['127.0.0.1'], ['8.8.4.4']))
  expect(await namesIn(lookup)).toEqual(['8.8.8.8'])
  await expect(lookUp(lookup)).rejects.toThrow(
    'Cannot connect to receiver.example: 127.0.0.1 is a private or special address that allowPrivate does not list',
  )
  expect(await namesIn(lookup)).toEqual(['8.8.4.4'])
})

test('a socket connects to the address that was checked, which is asked for once', async () => {
  await using server = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const names = answering(['127.0.0.2', '127.0.0.1'], ['127.0.0.2'])
  const reach = (allowPrivate: readonly string[]) =>
    connect({ host: 'receiver.example', port, lookup: guardedLookup(allowPrivate, names) })

  const socket = reach(['127.0.0.1/32'])
  await once(socket, 'connect')
  expect(socket.remoteAddress).toBe('127.0.0.1')
  expect(names.asked).toHaveLength(1)
  socket.destroy()

  const [error] = (await once(reach(['127.0.0.1/32']), 'close').then(
    () => [undefined],
    (cause: unknown) => [cause],
  )) as [NodeJS.ErrnoException | undefined]
  expect(error?.code).toBe(ADDRESS_REFUSED)
})

test('localhost, asked of the real resolver, is refused', async () => {
  const lookup = guardedLookup([])
  await expect(
    new Promise((resolve, reject) =>
      lookup('localhost', { all: true }, (error, found) => (error === null ? resolve(found) : reject(error))),
    ),
  ).rejects.toMatchObject({ code: ADDRESS_REFUSED })
})

test("a resolver's own failure is passed on as it is", async () => {
  const failure = Object.assign(new Error('getaddrinfo EAI_AGAIN'), { code: 'EAI_AGAIN' })
  const lookup = guardedLookup([], { resolve: (_host, _options, callback) => callback(failure, [], 0) })
  await expect(lookUp(lookup)).rejects.toBe(failure)
})

test('a name without any address is refused in words', async () => {
  await expect(lookUp(guardedLookup([], answering([])))).rejects.toThrow('it has no address')
})

test('an entry of allowPrivate that is no network is named', () => {
  for (const text of ['10.0.0.0/8', '10.0.0.1', '::1', 'fd00::/8', '0.0.0.0/0']) {
    expect(networkMistake(text), text).toBeUndefined()
  }
  for (const text of [
    '',
    '10.0.0.0/33',
    '::/129',
    '10.0.0/8',
    'localhost',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    'fe80::1%e/64',
  ]) {
    expect(networkMistake(text), text).toContain(`"${text}"`)
    expect(() => guardedLookup([text])).toThrow(RangeError)
  }
})

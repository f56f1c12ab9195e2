import { once } from 'node:events'
import { appendFile, copyFile, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openCertificates } from '#daemon/server/certificates.js'
import { connect } from '#protocol/client.js'
import { parseTarget } from '#protocol/target.js'
import { type Certificate, selfSigned } from '../support/certificate.js'
import { run } from '../support/run.js'
import { type RunningDaemon, runDaemon } from '../support/running-daemon.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-trail-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** For longer than what is a problem. */
const made = () => selfSigned(30)
const files = () => ({
  certFile: join(folder, 'cert.pem'),
  keyFile: join(folder, 'key.pem'),
  clientCaFile: undefined as string | undefined,
})
async function put({ cert, key }: Certificate): Promise<void> {
  await writeFile(join(folder, 'cert.pem'), cert)
  await writeFile(join(folder, 'key.pem'), key)
}
async function shown(place: string): Promise<string> {
  const socket = connectTls({ port: Number(new URL(place).port), host: '127.0.0.1', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const { fingerprint256 } = socket.getPeerCertificate()
  socket.destroy()
  return fingerprint256
}
const placeOf = ({ daemon }: RunningDaemon) => daemon.addresses.find((address) => address.startsWith('https:'))!

test('HTTP and WebSocket share the port; who does not trust the certificate does not connect', async () => {
  const certificate = made()
  await put(certificate)
  await using running = await runDaemon({ tls: files() })
  const place = placeOf(running)
  const token = await running.token('owner')
  const ca = certificate.cert
  const sent = request(`${place}/v1/events`, { ca, method: 'POST', headers: { authorization: `Bearer ${token}` } })
  sent.end('{"action":"a","actor":{"id":"b"}}')
  const [response] = await once(sent, 'response')
  expect([response.statusCode, JSON.parse(await text(response))]).toMatchObject([200, { accepted: 1 }])

  const url = parseTarget(place, { ca })
  await using client = await connect({ url, token, now: Date.now })
  expect((await client.call('count', { filter: 'action:a' })).count).toBe(1)
  for (const tls of [undefined, { ca: made().cert }])
    await expect(connect({ url: parseTarget(place, tls), token, now: Date.now })).rejects.toMatchObject({
      type: 'unavailable',
      message: expect.stringMatching(/certificate/) as string,
    })
  const plain = place.replace('https', 'http')
  await expect(fetch(`${plain}/healthz`)).rejects.toThrow()
  expect(running.mistakes).toEqual([])
})

test('nothing older than TLS 1.2 is spoken', async () => {
  await put(made())
  await using running = await runDaemon({ tls: files() })
  const port = Number(new URL(placeOf(running)).port)
  const offer = (version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3') => {
    const ciphers = 'ALL:@SECLEVEL=0'
    const range = { minVersion: version, maxVersion: version }
    const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ciphers, ...range })
    return new Promise<string>((resolve) => {
      socket.once('secureConnect', () => resolve(String(socket.getProtocol())))
      socket.once('error', ({ message }) => resolve(message))
    }).finally(() => socket.destroy())
  }
  expect(await offer('TLSv1.1')).toMatch(/version|alert/i)
  expect([await offer('TLSv1.2'), await offer('TLSv1.3')]).toEqual(['TLSv1.2', 'TLSv1.3'])
})

test('a new certificate counts at a reload, and what is open goes on', async () => {
  const first = made()
  await put(first)
  const tls = files()
  await using running = await runDaemon({ tls })
  const place = placeOf(running)
  const before = await shown(place)
  const token = await running.token('auditor')
  await using client = await connect({ url: parseTarget(place, { ca: first.cert }), token, now: Date.now })
  const states: string[] = []
  client.onState(({ kind }) => states.push(kind))
  const kept: TLSSocket = connectTls({ port: Number(new URL(place).port), host: '127.0.0.1', ca: first.cert })
  await once(kept, 'secureConnect')

  await put(made())
  running.reload({ tls })
  await expect.poll(() => shown(place)).not.toBe(before)
  expect((await client.call('count', {})).count).toBeGreaterThan(0)
  kept.write('GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n')
  expect(String(await once(kept, 'data'))).toContain('200 OK')
  kept.destroy()
  expect(states).toEqual([])

  const second = await shown(place)
  await writeFile(join(folder, 'key.pem'), made().key)
  running.reload({ tls })
  await expect.poll(() => running.warnings.join()).toMatch(/Cannot use the certificate .* going on with the/)
  expect(await shown(place)).toBe(second)
  expect((await client.call('status', {})).problems.join()).toMatch(/Cannot use the certificate/)
  await put(first)
  running.reload({ tls })
  await expect.poll(async () => (await client.call('status', {})).problems).toEqual([])
})

test('a file that changes is noticed without a signal, also behind a link that is put in its place', async () => {
  const [real, other] = [made(), made()]
  for (const [name, { cert, key }] of [
    ['a', real],
    ['b', other],
  ] as const) {
    await writeFile(join(folder, `${name}.cert`), cert)
    await writeFile(join(folder, `${name}.key`), key)
  }
  const lead = async (name: string) => {
    for (const [kind, place] of [
      ['cert', files().certFile],
      ['key', files().keyFile],
    ] as const) {
      await symlink(join(folder, `${name}.${kind}`), `${place}.new`)
      await rename(`${place}.new`, place)
    }
  }
  await lead('a')
  const problems: string[] = []
  let reloads = 0
  const certificates = await openCertificates(files(), {
    now: Date.now,
    onReload: () => reloads++,
    onProblem: (problem) => problems.push(problem),
    pollMs: 20,
  })
  const contexts: unknown[] = []
  certificates.onChange(({ cert }) => contexts.push(String(cert)))
  await lead('b')
  await expect.poll(() => contexts.at(-1)).toBe(other.cert)
  expect(certificates.problems()).toEqual([])

  await writeFile(join(folder, 'b.cert'), 'no certificate')
  await expect.poll(() => certificates.problems()).toMatchObject([expect.stringMatching(/Cannot use/)])
  expect(String(certificates.current().cert)).toBe(other.cert)
  await copyFile(join(folder, 'a.cert'), join(folder, 'b.cert'))
  await copyFile(join(folder, 'a.key'), join(folder, 'b.key'))
  await expect.poll(() => contexts.at(-1)).toBe(real.cert)
  await expect.poll(() => certificates.problems()).toEqual([])
  certificates.close()
  const known = reloads
  await appendFile(join(folder, 'b.cert'), '\n')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(reloads).toBe(known)
})

test('a certificate that ends soon, or has ended, is a problem that status tells', async () => {
  await put(selfSigned(30))
  const clock = { nowMs: Date.now() }
  const certificates = await openCertificates(files(), { now: () => clock.nowMs, onReload() {}, onProblem() {} })
  expect(certificates.problems()).toEqual([])
  clock.nowMs += 25 * 86_400_000
  expect(certificates.problems().join()).toMatch(/expires at 20/)
  clock.nowMs += 10 * 86_400_000
  expect(certificates.problems().join()).toMatch(/expired at 20/)
  certificates.close()
})

test.each([
  ['no files', undefined, undefined],
  ['a certificate that is none', 'nonsense', undefined],
  ["another's key", undefined, 'other'],
])('a daemon does not start with %s, and says so', async (name, cert, key) => {
  const certificate = made()
  if (name !== 'no files')
    await put({ cert: cert ?? certificate.cert, key: key === undefined ? certificate.key : made().key })
  await expect(runDaemon({ tls: files() })).rejects.toMatchObject({
    type: 'invalid-request',
    message: expect.stringMatching(/^Cannot use the certificate of .*cert\.pem/) as string,
  })
})

test('where client certificates are asked for nobody comes in without one, and a token is needed as ever', async () => {
  const [server, friend, stranger] = [made(), made(), made()]
  await put(server)
  const clientCaFile = join(folder, 'clients.pem')
  await writeFile(clientCaFile, friend.cert)
  await using running = await runDaemon({ tls: { ...files(), clientCaFile } })
  const place = placeOf(running)
  const status = async (client: Partial<Certificate>, headers = {}) => {
    const sent = request(`${place}/v1/search`, { ca: server.cert, ...client, headers, agent: false })
    sent.end()
    const [response] = await once(sent, 'response')
    return response.statusCode as number
  }
  const token = await running.token('auditor')
  expect(await status(friend, { authorization: `Bearer ${token}` })).toBe(200)
  expect(await status(friend)).toBe(401)
  for (const client of [{}, stranger])
    await expect(status(client, { authorization: `Bearer ${token}` })).rejects.toThrow(
      /alert|ECONNRESET|hang up|certificate/i,
    )

  const [ca, cert, key] = ['ca', 'c', 'k'].map((name) => join(folder, `client-${name}.pem`)) as [string, string, string]
  await writeFile(ca, server.cert)
  await writeFile(cert, friend.cert)
  await writeFile(key, friend.key)
  const environment = { AUDIT_TRAIL_TOKEN: token }
  const flags = ['--connect', place, '--tls-ca', ca]
  expect(await run(['export', ...flags, '--tls-cert', cert, '--tls-key', key], { environment })).toMatchObject({
    code: 0,
  })
  const named = { AUDIT_TRAIL_CA: ca, AUDIT_TRAIL_CERT: cert, AUDIT_TRAIL_KEY: key, AUDIT_TRAIL_URL: place }
  expect(await run(['search'], { environment: { ...environment, ...named } })).toMatchObject({ code: 0 })
  expect(await run(['search', ...flags], { environment })).toMatchObject({ code: 3 })
  expect(await run(['search', ...flags, '--tls-key', join(folder, 'none')], { environment })).toMatchObject({ code: 2 })
})

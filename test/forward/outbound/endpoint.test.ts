import { expect, test } from 'vitest'
import { endpointMistake } from '#daemon/forward/outbound/endpoint.js'
import type { DestinationSettings } from '#protocol/destination-settings.js'
import { selfSigned } from '../../support/certificate.js'

const mistake = (settings: Partial<DestinationSettings>) =>
  endpointMistake({ name: 'a', type: 'webhook', url: 'https://receiver.example/hook', ...settings })

test('an https address anywhere will do', () => {
  for (const url of [
    'https://receiver.example',
    'https://receiver.example:8443/a?b=c',
    'https://8.8.8.8/',
    'https://[2600::1]/',
  ]) {
    expect(mistake({ url }), url).toBeUndefined()
  }
})

test('an http address will do only where allowPrivate says so', () => {
  const internal = ['10.0.0.0/8', '127.0.0.1', '::1']
  for (const url of ['http://10.1.2.3:4318', 'http://localhost:4318', 'http://[::1]:1', 'http://collector.internal']) {
    expect(mistake({ url, allowPrivate: internal }), url).toBeUndefined()
    expect(mistake({ url }), url).toMatchObject({ field: 'url', problem: expect.stringContaining('https:') })
  }
  expect(mistake({ url: 'http://8.8.8.8', allowPrivate: internal })).toMatchObject({ field: 'url' })
  expect(mistake({ url: 'http://localhost', allowPrivate: ['10.0.0.0/8'] })).toMatchObject({ field: 'url' })
})

test('a private address has to be listed, however it is written', () => {
  for (const host of [
    '127.0.0.1',
    '0x7f.1',
    '169.254.169.254',
    '[::1]',
    '[::ffff:10.0.0.1]',
    'localhost',
    'a.localhost.',
  ]) {
    expect(mistake({ url: `https://${host}/` }), host).toMatchObject({ field: 'url' })
  }
})

test.each([
  ['no URL', 'receiver.example'],
  ['another scheme', 'ftp://receiver.example'],
  ['a file', 'file:///etc/passwd'],
  ['no host', 'https://'],
  ['a user', 'https://user@receiver.example'],
  ['a password', 'https://user:pass@receiver.example'],
  ['a fragment', 'https://receiver.example/#a'],
])('%s will not do', (_, url) => {
  const found = mistake({ url })
  expect(found).toMatchObject({ field: 'url' })
  expect(found!.problem).not.toContain('pass@')
})

test('certificates and networks that cannot be read are told', () => {
  const { cert } = selfSigned()
  expect(mistake({ ca: cert })).toBeUndefined()
  expect(mistake({ ca: `${cert}\n${cert}` })).toBeUndefined()
  const broken = cert.replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA')
  for (const ca of ['', 'no certificate', broken, `${cert}\n${broken}`])
    expect(mistake({ ca })).toMatchObject({ field: 'ca' })
  expect(mistake({ allowPrivate: ['10.0.0.0/8', '10.0.0.0/99'] })).toMatchObject({
    field: 'allowPrivate',
    problem: expect.stringContaining('10.0.0.0/99'),
  })
})

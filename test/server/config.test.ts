import { expect, test } from 'vitest'
import { configPath, readConfig } from '#daemon/config.js'
import { CONFIG } from '#daemon/settings.js'

type Sources = Parameters<typeof readConfig>[0]
const read = (changes: Partial<Omit<Sources, 'file'>> & { file?: string } = {}) => {
  const { file, ...rest } = changes
  return readConfig({
    flags: {},
    env: {},
    home: '/home/ada',
    readText: (path) => ({ '/secret': 's3cret\n', '/empty': ' \n' })[path] ?? fail(path),
    ...rest,
    file: file === undefined ? undefined : { path: '/etc/c.yaml', text: file },
  })
}
function fail(path: string): never {
  throw new Error(`ENOENT: ${path}`)
}
const socketOf = (config: ReturnType<typeof read>) => config.endpoints.find(({ kind }) => kind === 'unix')

test('without any setting everything has its default', () => {
  expect(read()).toEqual({
    settings: {},
    dataPath: '/home/ada/.local/state/audit-trail',
    endpoints: [
      { kind: 'tcp', host: '127.0.0.1', port: 4780 },
      { kind: 'unix', path: '/home/ada/.local/state/audit-trail/audit-trail.sock', group: undefined },
    ],
    tls: undefined,
    workspace: 'default',
    retentionMs: 90 * 86_400_000,
    logLevel: 'info',
    dedupeIds: 2_000_000,
    maxBodyBytes: 16 * 1024 * 1024,
    maxItems: 10_000,
    maxFailedAttempts: 60,
    maxFrameBytes: 1024 * 1024,
    limits: {
      ...{ connections: 1024, connectionsPerAddress: 256, requestsPerConnection: 64, requests: 256, subscriptions: 64 },
      ...{ bufferedBytes: 64 * 1024 * 1024, requestsPerSecond: 1000, eventsPerSecond: 20_000 },
    },
    corsOrigins: [],
    metricsPublic: false,
    auditReads: true,
    hipaa: false,
    redaction: ['pem', 'jwt', 'cloud-key', 'service-token'].map((detector) => ({ detector, action: 'mask' })),
    forwardFolders: ['/home/ada/.local/state/audit-trail/forward'],
    webhookSecret: undefined,
  })
})

test('the command line goes before the environment, that before the file', () => {
  const file = 'workspace: file\nretention: 1d\nlogLevel: debug'
  const env = { AUDIT_TRAIL_WORKSPACE: 'env', AUDIT_TRAIL_RETENTION: '2d' }
  expect(read({ file, env, flags: { workspace: 'flag' } })).toMatchObject({
    workspace: 'flag',
    retentionMs: 2 * 86_400_000,
    logLevel: 'debug',
  })
})

test.each([
  [{ STATE_DIRECTORY: '/var/lib/at', XDG_STATE_HOME: '/s' }, {}, '/var/lib/at', '/var/lib/at/audit-trail.sock'],
  [{ XDG_STATE_HOME: '/s', XDG_RUNTIME_DIR: '/run/user/1' }, {}, '/s/audit-trail', '/run/user/1/audit-trail.sock'],
  [{ XDG_RUNTIME_DIR: '/run/user/1' }, { data: '/d' }, '/d', '/d/audit-trail.sock'],
  [{ RUNTIME_DIRECTORY: '/run/at', XDG_RUNTIME_DIR: '/run/user/1' }, { data: '/d' }, '/d', '/run/at/audit-trail.sock'],
  [{ RUNTIME_DIRECTORY: '/run/at' }, { socket: '/x.sock' }, '/home/ada/.local/state/audit-trail', '/x.sock'],
])('with %o and %o the places are %s and %s', (env, flags, data, socket) => {
  const config = read({ env, flags })
  expect([config.dataPath, socketOf(config)]).toEqual([data, { kind: 'unix', path: socket, group: undefined }])
})

test.each([
  ['shoe: 1', 'shoe'],
  ['limits: {shoe: 1}', 'limits.shoe'],
  ['limits: 7', 'limits'],
  ['- a', ''],
  ['limits: {items: many}', 'limits.items'],
  ['limits: {items: 0}', 'limits.items'],
  ['cors: {origins: https://a}', 'cors.origins'],
  ['metrics: {public: "yes"}', 'metrics.public'],
  ['audit: {reads: "yes"}', 'audit.reads'],
  ['hipaa: 1', 'hipaa'],
  ['logLevel: loud', 'logLevel'],
  ['retention: forever', 'retention'],
  ['retention: 0d', 'retention'],
  ['listen: 4780', 'listen'],
  ['listen: localhost', 'listen'],
  ['listen: 127.0.0.1:99999', 'listen'],
  ['redaction: [{path: id, action: drop}]', 'redaction.0'],
  ['redaction: [{detector: shoe, action: drop}]', 'redaction'],
  ['redaction: [{detector: jwt, action: mask}, {path: properties.a, action: mask}]', 'redaction.1'],
  ['__proto__: {a: 1}', '__proto__'],
  ['a: [', undefined],
])('the file %j is refused, naming the key and the file', (file, field) => {
  expect(() => read({ file })).toThrow(
    expect.objectContaining({
      type: 'invalid-request',
      message: expect.stringContaining('/etc/c.yaml') as string,
      ...(field !== undefined && field !== '' && { options: expect.objectContaining({ field }) as object }),
    }),
  )
})

test('a mistake on the command line or in the environment names the flag or the variable', () => {
  expect(() => read({ flags: { retention: 'ever' } })).toThrow(
    /--retention must be a duration, as 90d, or off, not "ever"/,
  )
  expect(() => read({ env: { AUDIT_TRAIL_LOG_LEVEL: 'loud' } })).toThrow(
    /AUDIT_TRAIL_LOG_LEVEL must be debug or info or warn or error, not "loud"/,
  )
})

test('an empty file, empty keys and empty variables say nothing', () => {
  expect(read({ file: '' })).toEqual(read())
  expect(read({ file: 'limits:\nworkspace:\n', env: { AUDIT_TRAIL_WORKSPACE: '' } })).toEqual(read())
})

test('addresses of every form, and none', () => {
  const tcp = (listen: string) => read({ flags: { listen } }).endpoints.find(({ kind }) => kind === 'tcp')
  expect(tcp('[::1]:80')).toEqual({ kind: 'tcp', host: '::1', port: 80 })
  expect(tcp('localhost:0')).toEqual({ kind: 'tcp', host: 'localhost', port: 0 })
  expect(tcp('off')).toBeUndefined()
  expect(read({ flags: { retention: 'off' } }).retentionMs).toBeUndefined()
})

test.each([
  '0.0.0.0:0',
  '[::]:4780',
  '192.0.2.7:80',
  'audit.example.com:443',
  '127.example.com:80',
  '[::ffff:10.0.0.1]:80',
])('to listen on %s without TLS is refused, unless somebody insists in so many words', (listen) => {
  expect(() => read({ flags: { listen } })).toThrow(/without TLS .* tls\.certFile .* listenWithoutTls: true/)
  const insisting = [
    read({ file: `listen: "${listen}"\nlistenWithoutTls: true` }),
    read({ flags: { listen }, env: { AUDIT_TRAIL_LISTEN_WITHOUT_TLS: 'true' } }),
    read({ flags: { listen, 'tls.certFile': '/c', 'tls.keyFile': '/k' } }),
  ]
  for (const { endpoints } of insisting) expect(endpoints[0]).toMatchObject({ kind: 'tcp' })
  expect(() => read({ flags: { listen }, env: { AUDIT_TRAIL_LISTEN_WITHOUT_TLS: 'false' } })).toThrow(/without TLS/)
})

test('TLS needs both its certificate and its key', () => {
  expect(read({ file: 'tls: {certFile: /c, keyFile: /k, clientCaFile: /a}' }).tls).toEqual({
    certFile: '/c',
    keyFile: '/k',
    clientCaFile: '/a',
  })
  expect(read({ file: 'tls: {certFile: /c, keyFile: /k}' }).tls?.clientCaFile).toBeUndefined()
  for (const [file, field] of [
    ['tls: {certFile: /c}', 'tls.keyFile'],
    ['tls: {keyFile: /k}', 'tls.certFile'],
    ['tls: {clientCaFile: /a}', 'tls.certFile'],
  ] as const)
    expect(() => read({ file })).toThrow(expect.objectContaining({ options: expect.objectContaining({ field }) }))
})

test('a secret stands in a file of its own, which must hold one', () => {
  const secret = (path: string) => read({ file: `webhooks: {segment: {secretFile: ${path}}}` }).webhookSecret
  expect(secret('/secret')).toBe('s3cret')
  for (const path of ['/empty', '/missing'])
    expect(() => secret(path)).toThrow(/webhooks\.segment\.secretFile: .*(is empty|ENOENT)/)
})

test('the file lies where it should', () => {
  expect(configPath('/x', { CONFIGURATION_DIRECTORY: '/etc/at' }, '/h')).toBe('/x')
  expect(configPath(undefined, { CONFIGURATION_DIRECTORY: '/etc/at' }, '/h')).toBe('/etc/at/config.yaml')
  expect(configPath(undefined, { XDG_CONFIG_HOME: '/c' }, '/h')).toBe('/c/audit-trail/config.yaml')
  expect(configPath(undefined, {}, '/h')).toBe('/h/.config/audit-trail/config.yaml')
})

test('every setting can stand in the file, and those for people on the command line and in the environment', () => {
  for (const [name, setting] of Object.entries(CONFIG)) {
    if ('flag' in setting)
      expect(setting.env).toBe(`AUDIT_TRAIL_${name.replace(/[A-Z]/g, '_$&').replaceAll('.', '_').toUpperCase()}`)
    expect(setting.meaning).not.toBe('')
  }
})

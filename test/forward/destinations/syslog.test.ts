import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DESTINATIONS_BY_NAME } from '#daemon/forward/destinations/by-name.js'
import { payloadOf } from '#daemon/forward/payload.js'
import type { DestinationSettings } from '#protocol/destination-settings.js'
import type { AuditEvent } from '#protocol/event.js'
import { auditEvent } from '../../support/audit-event.js'
import { parseSyslog } from '../../support/syslog-parse.js'
import { type SyslogBehaviour, startSyslogReceiver } from '../../support/syslog-receiver.js'
import { conforms } from './conformance.js'
import { itemsOf } from './items.js'

const { syslog } = DESTINATIONS_BY_NAME
const never = new AbortController().signal

const settingsFor = (url: string, more: Partial<DestinationSettings> = {}): DestinationSettings => ({
  name: 'here',
  type: 'syslog',
  url,
  allowPrivate: ['127.0.0.0/8'],
  ...more,
})

conforms({
  name: 'syslog',
  type: syslog,
  secrets: [],
  connectionPerBatch: true,
  async start(tls) {
    const receiver = await startSyslogReceiver(tls)
    return {
      url: receiver.url,
      arrivals: () =>
        receiver.received.map((frames) => ({ messageIds: frames.map((text) => parseSyslog(text).params.messageId!) })),
      get connections() {
        return receiver.connections
      },
      faults: {
        hang: () => receiver.will('hang'),
        answerLate: (lateMs) => receiver.will({ lateMs }),
        reset: () => receiver.will('reset'),
        breakOff: () => receiver.will('read-little'),
      },
      [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
    }
  },
})

async function sendTo(behaviour: SyslogBehaviour, events: number) {
  await using receiver = await startSyslogReceiver()
  receiver.will(behaviour)
  const settings = settingsFor(receiver.url, { timeoutMs: 1000 })
  const sender = syslog.open({ settings, secrets: [], folders: [], now: Date.now })
  const outcome = await sender.send({ id: 'b', items: itemsOf(syslog, settings, events) }, never)
  await sender.close()
  return outcome
}

describe('what a receiver did not read is not delivered', () => {
  for (const events of [1, 3000]) {
    for (const far of ['turn-away', 'turn-away-afar'] as const)
      test(`a receiver with no place for one more turns it away (${far}, ${events} events)`, async () => {
        expect(await sendTo(far, events)).toMatchObject({ result: 'retry', code: 'ECONNRESET' })
      })
    test(`a receiver accepts and never reads (${events} events)`, async () => {
      expect(await sendTo('deaf', events)).toMatchObject({ result: 'retry', code: 'ETIMEDOUT' })
    })
  }
  test('a receiver goes away in the middle', async () => {
    expect(await sendTo('read-little', 3000)).toMatchObject({ result: 'retry', code: 'ECONNRESET' })
  })
})

describe('a message', () => {
  const messageOf = (changes: Partial<AuditEvent> = {}, more: Partial<DestinationSettings> = {}) => {
    const payload = payloadOf(auditEvent(3, changes), 'audit')
    const text = syslog.encode(payload, settingsFor('tls://siem.example', more))
    return { payload, text, parsed: parseSyslog(text) }
  }

  test('says who did what, how it went and where, before its JSON', () => {
    const { parsed, payload } = messageOf()
    expect(parsed).toMatchObject({
      facility: 13,
      severity: 4,
      timestamp: '2026-11-20T14:30:03.000Z',
      app: 'audit-traild',
      procId: '-',
      msgId: 'Warehouse_Run_Failed',
      id: 'audit@32473',
      params: {
        actor: 'u-alice',
        action: 'Warehouse Run Failed',
        outcome: 'failure',
        workspace: 'acme',
        resourceType: 'warehouse',
        resourceId: 'r-3',
        resourceName: 'Thing 3',
        seq: '3',
        messageId: 'event-3',
      },
    })
    expect(JSON.parse(parsed.msg)).toEqual(payload)
    expect(messageOf({ outcome: 'success' }, { facility: 4 }).parsed).toMatchObject({ facility: 4, severity: 6 })
  })

  test('a hostile name stays within its quotes and its line', () => {
    const name = 'x"] [forged@1 a="b\\\r\n<0>1 - - - - - -\u0000\u0085\u2028\ud800 é 💥 end\\'
    const { parsed, text, payload } = messageOf({ resource: { name, id: name }, actor: { type: 'user', id: name } })
    expect(parsed.params.resourceName).toBe('x"] [forged@1 a="b\\  <0>1 - - - - - -  \u2028\ufffd é 💥 end\\')
    expect(text).not.toMatch(/\p{Cc}/u)
    expect(JSON.parse(parsed.msg)).toEqual(payload)
  })

  test('its JSON needs no byte order mark, as it is ASCII', () => {
    const { parsed, payload } = messageOf({ details: { text: 'žluťoučký 馬 💥 \u007f\ufeff' } })
    expect(parsed.msg).toMatch(/^\{[ -~]*\}$/)
    expect(JSON.parse(parsed.msg)).toEqual(payload)
  })

  test('an action of any name is a MSGID', () => {
    for (const [action, msgId] of [
      ['Zdroj vytvořen', 'Zdroj_vytvo_en'],
      ['馬', '_'],
      ['x'.repeat(512), 'x'.repeat(32)],
    ] as const)
      expect(messageOf({ action }).parsed.msgId).toBe(msgId)
  })

  test('what a filter took out is absent, and the message still one', () => {
    const bare = { type: 'track', event: 'Audit', messageId: 'm', properties: {} } as never
    const parsed = parseSyslog(syslog.encode(bare, settingsFor('tls://siem.example')))
    expect(parsed).toMatchObject({ timestamp: '-', severity: 6, params: { action: 'Audit', messageId: 'm' } })
  })
})

test('names what is wrong with its settings', () => {
  const mistake = (url: string | undefined, allowPrivate: string[] = [], secrets: string[] = []) =>
    syslog.mistake({ name: 'here', type: 'syslog', allowPrivate, ...(url !== undefined && { url }) }, secrets, [])
  expect(mistake(undefined)).toMatchObject({ field: 'url' })
  for (const url of [
    'https://siem.example',
    'tls:',
    'tls://',
    'tls://siem.example/path',
    'tls://siem.example?a=b',
    'tls://user@siem.example',
    'tls://127.0.0.1:6514',
    'tls://127.1:6514',
    'tls://[::1]:6514',
    'tls://0x7f000001',
    'tls://LocalHost:6514',
    'tcp://siem.example:601',
  ])
    expect(mistake(url), url).toMatchObject({ field: 'url' })
  for (const url of ['tls://siem.example', 'tls://siem.example:443/', 'tls://[2606:4700::1111]:6514'])
    expect(mistake(url), url).toBeUndefined()
  expect(mistake('tcp://10.1.2.3', ['10.0.0.0/8'])).toBeUndefined()
  expect(mistake('tls://siem.example', [], ['s'])).toMatchObject({ field: 'secret' })
})

const RSYSLOGD = ['/usr/sbin/rsyslogd', '/sbin/rsyslogd'].find(existsSync)

test.skipIf(RSYSLOGD === undefined)(
  'rsyslogd, where the machine has it, takes 3000 events and confirms them',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'audit-trail-rsyslog-'))
    const port = await freePort()
    writeFileSync(
      join(folder, 'conf'),
      `global(workDirectory="${folder}" maxMessageSize="256k")
     module(load="imtcp")
     template(name="all" type="string" string="%structured-data% %msg%\\n")
     input(type="imtcp" address="127.0.0.1" port="${port}")
     action(type="omfile" file="${join(folder, 'out')}" template="all")`,
    )
    execFileSync(RSYSLOGD!, ['-N1', '-f', join(folder, 'conf')], { stdio: 'pipe' })
    const daemon = spawn(RSYSLOGD!, ['-n', '-f', join(folder, 'conf'), '-i', join(folder, 'pid')], { stdio: 'ignore' })
    try {
      const settings = settingsFor(`tcp://127.0.0.1:${port}`)
      const items = itemsOf(syslog, settings, 3000)
      const sender = syslog.open({ settings, secrets: [], folders: [], now: Date.now })
      await expect
        .poll(() => sender.send({ id: 'b', items: items.slice(0, 1) }, never))
        .toEqual({ result: 'delivered' })
      expect(await sender.send({ id: 'b', items: items.slice(1) }, never)).toEqual({ result: 'delivered' })
      const ids = () => readFileSync(join(folder, 'out'), 'utf8').match(/(?<=messageId=")[^"]+/g) ?? []
      await expect.poll(() => new Set(ids()).size).toBe(3000)
      await sender.close()
    } finally {
      daemon.kill()
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

import { describe, expect, test } from 'vitest'
import type { Batch, DestinationType, Outcome, Sender } from '#daemon/forward/destinations/destination.js'
import type { DestinationSettings } from '#protocol/destination-settings.js'
import { type Certificate, selfSigned } from '../../support/certificate.js'
import { itemsOf } from './items.js'

/** What arrived in one batch. */
export interface Arrival {
  /** Where the protocol has one. */
  readonly batchId?: string
  readonly messageIds: readonly string[]
}

/** What a receiver can be told to do with the next batch; those a protocol has no word for are absent. */
export interface Faults {
  refuse?(): void
  /** With this many seconds to wait. */
  retryAfter?(seconds: number): void
  gone?(): void
  unauthorized?(): void
  redirect?(to: string): void
  hang?(): void
  answerLate?(ms: number): void
  reset?(): void
  /** Says that it took it, but not to the end. */
  breakOff?(): void
  stall?(): void
  /** Refuses for now, and says this. */
  say?(body: string | Buffer): void
}

export interface TestReceiver extends AsyncDisposable {
  readonly url: string
  /** With TLS, and a certificate nobody knows, where one was given. */
  arrivals(): readonly Arrival[]
  readonly connections: number
  readonly faults: Faults
}

export interface Subject {
  readonly name: DestinationSettings['type']
  readonly type: DestinationType
  readonly secrets: readonly string[]
  readonly settings?: Partial<DestinationSettings>
  /** Texts that must not be seen: the secrets as they travel. */
  readonly hidden?: readonly string[]
  start(tls?: Certificate): Promise<TestReceiver>
  /** It has no network between: no addresses, certificates or connections. */
  readonly local?: boolean
  /** Where it may write files. */
  readonly folders?: readonly string[]
  /** It ends each batch by ending its connection. */
  readonly connectionPerBatch?: boolean
}

const LOCAL = ['127.0.0.0/8']
const never = new AbortController().signal

/** What every type of destination promises, tried with a real receiver of its protocol. */
export function conforms(subject: Subject): void {
  const { name, type, secrets, folders = [] } = subject

  const open = (
    settings: Partial<DestinationSettings>,
  ): { sender: Sender; batch: Batch; settings: DestinationSettings } => {
    const all: DestinationSettings = { name: 'here', type: name, allowPrivate: LOCAL, ...subject.settings, ...settings }
    const items = itemsOf(type, all, Math.min(3, type.limits(all).maxEvents))
    const sender = type.open({ settings: all, secrets, folders, now: Date.now })
    return { sender, batch: { id: 'batch-1', items }, settings: all }
  }

  /** One batch to a receiver that was told what to do with it. */
  const outcomeWith = async (tell: (faults: Faults) => void, settings: Partial<DestinationSettings> = {}) => {
    await using receiver = await subject.start()
    const { sender, batch } = open({ url: receiver.url, ...settings })
    tell(receiver.faults)
    try {
      return await sender.send(batch, never)
    } finally {
      await sender.close()
    }
  }

  const networkTest = test.skipIf(subject.local ?? false)

  const faultTest = (fault: keyof Faults, title: string, run: () => Promise<void>) =>
    test(title, async ({ skip }) => {
      await using receiver = await subject.start()
      if (receiver.faults[fault] === undefined) skip()
      await run()
    })

  describe(`a destination of type ${name}`, () => {
    test('delivers every event of a batch in order, with its message id', async () => {
      await using receiver = await subject.start()
      const { sender, batch, settings } = open({ url: receiver.url })
      expect(type.mistake(settings, secrets, folders)).toBeUndefined()
      expect(await sender.send(batch, never)).toEqual({ result: 'delivered' })
      expect(receiver.arrivals().map(({ messageIds }) => messageIds)).toEqual([
        batch.items.map(({ messageId }) => messageId),
      ])
      await sender.close()
    })

    faultTest('reset', 'sends the same again, under the same ids, and in between says what went wrong', async () => {
      await using receiver = await subject.start()
      const { sender, batch } = open({ url: receiver.url })
      receiver.faults.reset!()
      expect(await sender.send(batch, never)).toMatchObject({ result: 'retry', code: 'ECONNRESET' })
      expect(await sender.send(batch, never)).toEqual({ result: 'delivered' })
      const arrivals = receiver.arrivals()
      expect(new Set(arrivals.map(({ batchId }) => batchId)).size).toBe(1)
      expect(arrivals.at(-1)!.messageIds).toEqual(batch.items.map(({ messageId }) => messageId))
      await sender.close()
    })

    faultTest('refuse', 'tells what will never be taken', async () => {
      expect(await outcomeWith((faults) => faults.refuse!())).toMatchObject({ result: 'refused' })
    })

    faultTest('retryAfter', 'tells what may be taken later, and when', async () => {
      const outcome = await outcomeWith((faults) => faults.retryAfter!(7))
      expect(outcome).toMatchObject({ result: 'retry', retryAfterMs: 7000 })
    })

    faultTest('gone', 'tells that nothing is wanted any more', async () => {
      expect(await outcomeWith((faults) => faults.gone!())).toMatchObject({ result: 'gone' })
    })

    faultTest('unauthorized', 'holds on to its events where the secret is wrong', async () => {
      expect(await outcomeWith((faults) => faults.unauthorized!())).toMatchObject({ result: 'retry' })
    })

    faultTest('redirect', 'follows no redirect', async () => {
      await using elsewhere = await subject.start()
      const outcome = await outcomeWith((faults) => faults.redirect!(elsewhere.url))
      expect(outcome).toMatchObject({ result: 'retry', code: '307', message: expect.stringContaining('not followed') })
      expect(elsewhere.arrivals()).toEqual([])
    })

    for (const fault of ['hang', 'stall'] as const) {
      faultTest(fault, `gives up on a receiver that does not end its answer (${fault}), at timeoutMs`, async () => {
        expect(await outcomeWith((faults) => faults[fault]!(), { timeoutMs: 200 })).toMatchObject({
          result: 'retry',
          code: 'ETIMEDOUT',
        })
      })
    }

    faultTest('answerLate', 'does not count an answer that comes too late', async () => {
      const late = await outcomeWith((faults) => faults.answerLate!(1000), { timeoutMs: 200 })
      expect(late).toMatchObject({ result: 'retry', code: 'ETIMEDOUT' })
    })

    faultTest('breakOff', 'does not count an answer that breaks off', async () => {
      expect(await outcomeWith((faults) => faults.breakOff!())).toMatchObject({ result: 'retry', code: 'ECONNRESET' })
    })

    faultTest('hang', 'ends with the reason of its signal', async () => {
      await using receiver = await subject.start()
      const { sender, batch } = open({ url: receiver.url })
      receiver.faults.hang!()
      const stop = new AbortController()
      const sent = sender.send(batch, stop.signal)
      await expect.poll(() => receiver.arrivals().length).toBe(1)
      stop.abort(new Error('enough'))
      await expect(sent).rejects.toThrow('enough')
      await expect(sender.send(batch, stop.signal)).rejects.toThrow('enough')
      await expect.poll(() => receiver.connections).toBe(0)
      await sender.close()
    })

    networkTest('says why nobody is there', async () => {
      const receiver = await subject.start()
      await receiver[Symbol.asyncDispose]()
      const { sender, batch } = open({ url: receiver.url })
      expect(await sender.send(batch, never)).toMatchObject({
        result: 'retry',
        code: 'ECONNREFUSED',
        message: expect.stringContaining('127.0.0.1'),
      })
      await sender.close()
    })

    networkTest('goes to no private address that is not allowed', async () => {
      await using receiver = await subject.start(selfSigned())
      for (const url of [receiver.url, receiver.url.replace('127.0.0.1', 'localhost')]) {
        const { sender, batch, settings } = open({ url, allowPrivate: ['10.0.0.0/8'] })
        expect(type.mistake(settings, secrets, folders)).toMatchObject({ field: 'url' })
        expect(await sender.send(batch, never)).toMatchObject({ result: 'retry', code: 'ADDRESS_REFUSED' })
        await sender.close()
      }
      expect(receiver.connections).toBe(0)
    })

    networkTest('trusts a certificate only where somebody vouches for it', async () => {
      const tls = selfSigned()
      await using receiver = await subject.start(tls)
      const stranger = open({ url: receiver.url })
      expect(await stranger.sender.send(stranger.batch, never)).toMatchObject({
        result: 'retry',
        code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      })
      const other = open({ url: receiver.url, ca: selfSigned().cert })
      expect(await other.sender.send(other.batch, never)).toMatchObject({ result: 'retry' })
      expect(receiver.arrivals()).toEqual([])
      const known = open({ url: receiver.url, ca: tls.cert })
      expect(type.mistake(known.settings, secrets, folders)).toBeUndefined()
      expect(await known.sender.send(known.batch, never)).toEqual({ result: 'delivered' })
      for (const { sender } of [stranger, other, known]) await sender.close()
    })

    faultTest('say', 'repeats a hostile answer only as a short clean line', async () => {
      const hostile = [
        '\u001b[31mred\u001b[0m \u0000\u0007\u202Egnp.exe\u200b\r\n\tend',
        'x'.repeat(10 << 20),
        '\ufeff',
      ]
      for (const body of [...hostile, Buffer.from([0xff, 0xfe, 0x00, 0x9b, 0x33, 0x31, 0x6d])]) {
        const outcome = await outcomeWith((faults) => faults.say!(body))
        const message = messageOf(outcome)
        expect(message.length).toBeLessThanOrEqual(256)
        expect(message).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
      }
      expect(messageOf(await outcomeWith((faults) => faults.say!(hostile[0]!)))).toContain('red gnp.exe end')
    })

    faultTest('say', 'says no secret, whatever the answer repeats', async () => {
      for (const hidden of [...secrets, ...(subject.hidden ?? [])]) {
        for (const echo of [`bad ${hidden}!`, `${'y'.repeat(245)} ${hidden}`, JSON.stringify({ got: hidden })]) {
          const message = messageOf(await outcomeWith((faults) => faults.say!(echo)))
          expect(message).not.toContain(hidden)
          expect(message).not.toContain(hidden.slice(0, 8))
        }
      }
    })

    networkTest('closes as often as it is told, and leaves no connection', async () => {
      await using receiver = await subject.start()
      const { sender, batch } = open({ url: receiver.url })
      for (let i = 0; i < 3; i++) await sender.send(batch, never)
      await expect.poll(() => receiver.connections).toBe(subject.connectionPerBatch ? 0 : 1)
      await Promise.all([sender.close(), sender.close()])
      await sender.close()
      await expect.poll(() => receiver.connections).toBe(0)
    })
  })
}

const messageOf = (outcome: Outcome) => ('message' in outcome ? outcome.message : '')

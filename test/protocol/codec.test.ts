import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codecFor } from '#protocol/codec.js'
import { TrailError } from '#protocol/error.js'
import { SUBPROTOCOLS } from '#protocol/message.js'

const msgpack = codecFor(SUBPROTOCOLS.msgpack)
const json = codecFor(SUBPROTOCOLS.json)
const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')
const MAX = 1 << 20

describe('MessagePack', () => {
  test.each([
    ['82 a26964 01 a66d6574686f64 a6737461747573', { id: 1, method: 'status' }],
    ['81 a568656c6c6f 81 a776657273696f6e 01', { hello: { version: 1 } }],
    ['93 c0 c3 cb3ff8000000000000', [null, true, 1.5]],
    ['91 ce ffffffff', [4294967295]],
    ['91 cb 4279a6dbb3000000', [1762777575424]],
    ['91 d1 ff00', [-256]],
    ['91 d9 03 616263', ['abc']],
  ])('%s is what other clients may send', (hex, message) => {
    expect(msgpack.decode(bytes(hex), MAX)).toEqual(message)
  })

  test('a message is these bytes', () => {
    expect(
      Buffer.from(msgpack.encode({ id: 7, result: { asOf: 300, next: undefined } }) as Uint8Array).toString('hex'),
    ).toBe('82a2696407a6726573756c7481a461734f66cd012c')
  })

  test.each([
    ['', 'it ends early'],
    ['82 a26964', 'it ends early'],
    ['a5 6869', 'it ends early'],
    ['cb 3ff8', 'it ends early'],
    ['d9', 'it ends early'],
    ['dd ffffffff', 'it ends early'],
    ['df ffffffff', 'it ends early'],
    ['db ffffffff', 'it ends early'],
    ['01 02', '1 bytes follow its end'],
    ['c1', 'byte 0 begins an extension, binary or reserved type'],
    ['d4 00 00', 'byte 0 begins an extension, binary or reserved type'],
    ['91 d6 ff 00000000', 'byte 1 begins an extension, binary or reserved type'],
    ['c7 00 01', 'byte 0 begins an extension, binary or reserved type'],
    ['c4 01 00', 'byte 0 begins an extension, binary or reserved type'],
    ['81 01 c0', 'byte 1 begins a map key that is no text'],
    ['81 a0 81 a9 5f5f70726f746f5f5f c0', 'it has a key __proto__'],
    ['81 d9 09 5f5f70726f746f5f5f c0', 'it has a key __proto__'],
    [`${'91'.repeat(33)}c0`, 'it is nested more than 32 deep'],
    ['91'.repeat(500_000), 'it is nested more than 32 deep'],
    ['81a161'.repeat(300_000), 'it is nested more than 32 deep'],
  ])('%s is refused', (hex, problem) => {
    expectRefusal(() => msgpack.decode(bytes(hex), MAX), 'invalid-request', problem)
  })

  test('a value __proto__ is harmless text', () => {
    expect(msgpack.decode(bytes('81 a161 a9 5f5f70726f746f5f5f'), MAX)).toEqual({ a: '__proto__' })
  })

  test('any bytes are read or refused, never worse', () => {
    const unit = fc.oneof(
      fc.constantFrom(0x01, 0x81, 0x91, 0xa1, 0xc0, 0xd9, 0xdc, 0xde, 0xca, 0xcf, 0xd3),
      fc.integer({ min: 0, max: 255 }),
    )
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 20 }), (array) => {
        try {
          msgpack.decode(Uint8Array.from(array), MAX)
        } catch (error) {
          expect(error).toBeInstanceOf(TrailError)
        }
      }),
      { numRuns: 5000 },
    )
  })
})

describe('JSON', () => {
  test('a message is its JSON text', () => {
    expect(json.encode({ id: 7, result: { next: undefined } })).toBe('{"id":7,"result":{}}')
    expect(json.decode('{"id":1,"method":"status"}', MAX)).toEqual({ id: 1, method: 'status' })
  })

  test.each([
    ['', 'it is not JSON'],
    ['{"id":1}}', 'it is not JSON'],
    ['{"a":{"__pr\\u006fto__":1}}', 'it has a key __proto__'],
    [`${'['.repeat(33)}${']'.repeat(33)}`, 'it is nested more than 32 deep'],
    [`${'['.repeat(400_000)}${']'.repeat(400_000)}`, 'it is nested more than 32 deep'],
  ])('%s is refused', (text, problem) => {
    expectRefusal(() => json.decode(text, MAX), 'invalid-request', problem)
  })
})

test('a frame of the other kind is refused', () => {
  expectRefusal(() => msgpack.decode('{}', MAX), 'invalid-request', 'expected a binary frame')
  expectRefusal(() => json.decode(Buffer.from('{}'), MAX), 'invalid-request', 'expected a text frame')
})

test('a frame above the limit is refused before it is read', () => {
  expectRefusal(() => msgpack.decode(bytes('93 01 02 03'), 3), 'too-large', '4 bytes, at most 3 are taken')
  expectRefusal(() => json.decode('"é"', 3), 'too-large', '4 bytes, at most 3 are taken')
})

test('without a subprotocol messages are JSON; one we do not speak is our mistake', () => {
  expect(codecFor('').subprotocol).toBe(SUBPROTOCOLS.json)
  expect(() => codecFor('audit-trail.v2.json')).toThrow(RangeError)
})

test('any message arrives as it was sent, by either', () => {
  const message = fc.jsonValue({ maxDepth: 5 }).filter((value) => !JSON.stringify(value).includes('__proto__'))
  fc.assert(
    fc.property(message, (message) => {
      for (const codec of [msgpack, json])
        expect(codec.decode(codec.encode(message), MAX)).toEqual(JSON.parse(JSON.stringify(message)))
    }),
  )
})

test.each(['constructor', 'toString', 'hasOwnProperty', 'toJSON', 'length', 'then'])(
  'a key %s is a key like any other',
  (key) => {
    for (const codec of [msgpack, json]) expect(codec.decode(codec.encode({ [key]: 'x' }), MAX)).toEqual({ [key]: 'x' })
  },
)

test('who keeps one text of a message does not keep the message', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const events = Array.from({ length: 100 }, (_, i) => ({ id: `018f-0000-0000-${1000 + i}`, note: 'n'.repeat(60) }))
  const message = msgpack.encode({ events })
  const firstId = () => (msgpack.decode(message, MAX) as { events: { id: string }[] }).events[0]!.id
  firstId()
  collect()
  const before = process.memoryUsage().heapUsed
  const ids = Array.from({ length: 2000 }, firstId)
  collect()
  expect((process.memoryUsage().heapUsed - before) / ids.length).toBeLessThan(1000)
})

function expectRefusal(decode: () => unknown, type: string, problem: string): void {
  let caught: unknown
  try {
    decode()
  } catch (error) {
    caught = error
  }
  expect(caught).toBeInstanceOf(TrailError)
  expect(caught).toMatchObject({ type })
  expect((caught as TrailError).message).toContain(`Cannot read the message: ${problem}`)
}

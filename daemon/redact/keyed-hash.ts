import { createHmac, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'

/** HMAC-SHA256 of a text, in hexadecimal. */
export type KeyedHash = (text: string) => string

const KEY_BYTES = 32

/**
 * Hashes with the key in a file (mode 0600), which is read, or made, when it is first
 * needed. Without the key no hash can be tried against guesses; with another key
 * the same value has another hash.
 */
export function keyedHash(path: string): KeyedHash {
  let key: Buffer | undefined
  return (text) => {
    key ??= readKey(path) ?? makeKey(path)
    return createHmac('sha256', key).update(text).digest('hex')
  }
}

function readKey(path: string): Buffer | undefined {
  try {
    const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex')
    if (key.length !== KEY_BYTES) throw new Error(`Cannot hash: ${path} holds no key of ${KEY_BYTES} bytes`)
    return key
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function makeKey(path: string): Buffer {
  const key = randomBytes(KEY_BYTES)
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, `${key.toString('hex')}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return key
}

import { hash } from 'node:crypto'
import { TrailError } from '../../../protocol/error.js'
import { readerOf, splitPath } from './path.js'

export interface Sample {
  /** From 0 to 1. */
  readonly percent: number
  readonly path?: string
}

/**
 * Whether a payload belongs to the sample, decided by a hash and so the same each
 * time it is asked: of the value at `path`, the same in every filter, or of the
 * `messageId` and the filter's title, so that one filter's sample says nothing about
 * another's. Throws `invalid-filter` for a path with an empty name.
 */
export function compileSample({ percent, path }: Sample, title: string): (payload: unknown) => boolean {
  if (path === undefined) {
    const messageId = readerOf(['messageId'])
    return (payload) => fractionOf([title, messageId(payload) ?? payload]) < percent
  }
  const names = splitPath(path)
  if (names === undefined) {
    throw new TrailError('invalid-filter', `Cannot read the path of the sample: "${path}" has an empty name`, {
      field: 'path',
    })
  }
  const valueAt = readerOf(names)
  return (payload) => fractionOf(valueAt(payload)) < percent
}

/** The MD5 of a value's JSON as a fraction, from 0 to below 1. */
function fractionOf(value: unknown): number {
  // 48 bits are all a number can hold without rounding up to 1.
  return hash('md5', JSON.stringify(value), 'buffer').readUIntBE(0, 6) / 2 ** 48
}

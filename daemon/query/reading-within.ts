import type { Filter } from '../../protocol/filter/filter.js'
import type { Reading } from './reading.js'

/** The same reading for somebody who may see these events only: the one place where a caller's limits are put on. */
export function readingWithin(reading: Reading, within: Filter | undefined): Reading {
  if (within === undefined) return reading
  return {
    query: (params, signal, onProgress) => reading.query({ ...params, within }, signal, onProgress),
    count: (params, signal, onProgress) => reading.count({ ...params, within }, signal, onProgress),
    facets: (params, signal, onProgress) => reading.facets({ ...params, within }, signal, onProgress),
    histogram: (params, signal, onProgress) => reading.histogram({ ...params, within }, signal, onProgress),
    scan: (params, signal) => reading.scan({ ...params, within }, signal),
    export: (params, signal) => reading.export({ ...params, within }, signal),
    verify: reading.verify,
  }
}

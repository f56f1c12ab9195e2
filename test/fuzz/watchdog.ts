import { Worker } from 'node:worker_threads'

/** Watches from another thread that inputs follow one another; where one does not end it names it, and ends the process. */
export interface Watchdog {
  begins(input: Uint8Array): void
  close(): Promise<number>
}

const MAX_INPUT_BYTES = 8192
const PATIENCE_MS = 10_000

const WATCHING = `
const { workerData } = require('node:worker_threads')
const { writeSync } = require('node:fs')
const [count, length] = [new Int32Array(workerData.shared, 0, 1), new Int32Array(workerData.shared, 4, 1)]
let before = -1
setInterval(() => {
  const now = Atomics.load(count, 0)
  if (now === before && now > 0) {
    const input = Buffer.from(new Uint8Array(workerData.shared, 8, Atomics.load(length, 0)))
    writeSync(2, 'An input does not end, base64: ' + input.toString('base64') + '\\n')
    process.kill(process.pid, 'SIGKILL')
  }
  before = now
}, workerData.patienceMs)`

export function startWatchdog(): Watchdog {
  const shared = new SharedArrayBuffer(8 + MAX_INPUT_BYTES)
  const [count, length, bytes] = [new Int32Array(shared, 0, 1), new Int32Array(shared, 4, 1), new Uint8Array(shared, 8)]
  const worker = new Worker(WATCHING, { eval: true, workerData: { shared, patienceMs: PATIENCE_MS } })
  worker.unref()
  return {
    begins(input) {
      bytes.set(input.subarray(0, MAX_INPUT_BYTES))
      Atomics.store(length, 0, Math.min(input.length, MAX_INPUT_BYTES))
      Atomics.add(count, 0, 1)
    },
    close: () => worker.terminate(),
  }
}

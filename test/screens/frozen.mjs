// Loaded before the program: one moment for ever, in which nothing new happens.
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'

const NOW_MS = Date.parse(process.env.FROZEN_AT)
const RealDate = Date
globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [NOW_MS] : args))
  }
  static now = () => NOW_MS
}

// The demo tells what goes on with pauses of up to a second between; here nothing goes on. Its daemon may sleep.
if (process.argv[1]?.endsWith('bin/audit-trail.js')) {
  const sleep = timers.setTimeout
  const READINESS_MS = 20
  timers.setTimeout = (ms, value, options) => sleep(ms > READINESS_MS ? 2 ** 31 - 1 : ms, value, options)
  syncBuiltinESMExports()
}

import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { TestResult } from '../../protocol/destination.js'
import type { AuditEvent } from '../../protocol/event.js'
import { formatTime } from '../../protocol/time.js'
import { createAlarm } from './alarm.js'
import { type AttemptsOptions, type Failure, Gone } from './attempts.js'
import { batchOf } from './batch.js'
import { createCircuit, DOWN_AFTER } from './circuit.js'
import type { Delivery, DeliveryOptions, Standing } from './delivery.js'
import { openDiscards } from './discards.js'
import { type FormOptions, form, itemOf } from './forming.js'
import { payloadOf } from './payload.js'
import { createPipeline } from './pipeline.js'
import { createProgress, type Flight } from './progress.js'
import { redeliver } from './redelivery.js'
import { settle } from './settle.js'
import { type Down, openStanding } from './standing-record.js'

const MISTAKE_PAUSE_MS = 5000
const KEEP_DISCARDS_MS = 5000
const CLOSE_MS = 900

export async function openDelivery(options: DeliveryOptions): Promise<Delivery> {
  const { settings, type, trail, records, deadLetters, now, random, onIncident, onMistake } = options
  const { name: destination, inFlight = 1, eventNames = 'audit', maxBatchEvents = Number.POSITIVE_INFINITY } = settings
  const stopping = new AbortController()
  const { signal } = stopping
  const limits = type.limits(settings)
  const forming: FormOptions = {
    trail,
    pipeline: createPipeline(settings),
    eventNames,
    encode: (payload) => type.encode(payload, settings),
    limits: { ...limits, maxEvents: Math.min(limits.maxEvents, maxBatchEvents) },
  }
  const begin = await openStanding(records, settings, trail, options.after)
  const progress = createProgress({ destination, begin, records, trail, now, onError: onMistake })
  const discards = await openDiscards(records, destination, now)
  const down = options.enabled ? begin.down : undefined
  const circuit = createCircuit(inFlight, now, random, down === undefined ? 0 : DOWN_AFTER)
  const alarm = createAlarm({ progress, now, onIncident, onMistake })
  const sender = type.open({ settings, secrets: options.secrets, folders: options.folders, now })

  let failure: Down | undefined = down
  /** Of our own, until a stretch is settled. */
  let mistake: Down | undefined
  let [isGone, isFull, isClosed] = [false, false, false]
  const failed = ({ code, message }: Pick<Failure, 'code' | 'message'>): Down => {
    failure = { code, message, sinceMs: failure?.sinceMs ?? now() }
    return failure
  }
  const attempts: AttemptsOptions = {
    ...{ destination, sender, circuit, deadLetters, now },
    onFailure(outcome, isNew) {
      progress.retried()
      const down = failed(outcome)
      if (isNew) alarm.failed(circuit.failures, down)
    },
    onSuccess() {
      failure = undefined
      alarm.succeeded()
    },
    onFull: (full) => {
      isFull = full
    },
  }

  /** Whoever meets it first tells; every batch on the way is told so. */
  async function end({ failure: { code, message } }: Gone): Promise<void> {
    if (isGone) return
    isGone = true
    failed({ code, message })
    await onIncident({ kind: 'gone', code, message }).catch(onMistake)
  }

  const again = [...begin.onTheWay]
  let position = begin.cursor
  let turn: Promise<unknown> = Promise.resolve()
  /** The next stretch, on disk as being on its way. One is formed at a time, in the order of the trail. */
  const next = (): Promise<Flight> => {
    const formed = turn.then(async () => {
      const { beyond } = progress.record
      if (beyond !== undefined) {
        await onIncident({ kind: 'gap', ...beyond, count: beyond.to - beyond.from + 1, reason: 'rewound' })
        progress.toldBeyond()
      }
      await trail.past(position, signal)
      while (again[0] !== undefined && again[0] <= position) again.shift()
      const through = again[0]
      const batch = await form(forming, position, through, signal)
      if (batch.through <= position) throw new TypeError(`Cannot form a batch behind ${position}`)
      for (const gap of batch.gaps) if (gap.reason !== 'erased') await onIncident({ kind: 'gap', ...gap })
      const flight = await progress.takeOff(batch)
      if (through !== undefined) again.shift()
      position = batch.through
      return flight
    })
    turn = formed.catch(() => {})
    return formed
  }

  /** Goes on until it is stopped; what fails for another reason than the receiver is tried again. */
  async function work(): Promise<void> {
    let flight: Flight | undefined
    while (!signal.aborted && !isGone) {
      try {
        flight ??= await next()
        const settled = await settle(attempts, flight.formed, forming.limits, signal)
        // Too late: whoever is opened after it has read its place already.
        if (isClosed) return
        discards.note([...flight.formed.discarded, ...settled.discarded])
        progress.land(flight, settled)
        flight = undefined
        mistake = undefined
      } catch (error) {
        if (signal.aborted) return
        if (error instanceof Gone) return end(error)
        onMistake(error)
        mistake ??= { code: 'INTERNAL', message: 'The daemon could not go on; it is in its log', sinceMs: now() }
        await setTimeout(MISTAKE_PAUSE_MS, undefined, { signal }).catch(() => {})
      }
    }
  }

  const keeping = setInterval(() => discards.keep().catch(onMistake), KEEP_DISCARDS_MS).unref()
  const workers = options.enabled ? Array.from({ length: inFlight }, work) : []

  const state = (): Standing['state'] => {
    if (isGone) return 'gone'
    if (!options.enabled) return 'disabled'
    if (isFull) return 'full'
    if (circuit.failures >= DOWN_AFTER) return 'down'
    if ((failure ?? mistake) !== undefined) return 'retrying'
    return progress.record.cursor < trail.lastSeq ? 'delivering' : 'idle'
  }

  const shownFailure = (): Standing['failure'] => {
    const shown = failure ?? mistake
    if (shown === undefined) return undefined
    const { code, message, sinceMs } = shown
    const { failures: attempts, nextAtMs } = circuit
    const next = nextAtMs === undefined ? {} : { nextAt: formatTime(nextAtMs) }
    return { code, message, since: formatTime(sinceMs), attempts, ...next }
  }

  return {
    standing() {
      const failure = shownFailure()
      return { state: state(), ...progress.figures, ...(failure && { failure }) }
    },
    discards: () => discards.list(),
    async scrub(without) {
      failure = without(failure) as typeof failure
      progress.scrub(without)
      discards.scrub(without)
      await progress.keep()
      await discards.keep()
    },
    async test(asked) {
      const item = itemOf(payloadOf(testEvent(now()), eventNames), 0, forming.encode)
      const startMs = performance.now()
      const outcome = await sender.send(batchOf(destination, [item]), AbortSignal.any([asked, signal]))
      const tookMs = Math.round(performance.now() - startMs)
      const { result } = outcome
      const answer: TestResult = { delivered: result === 'delivered', tookMs }
      return result === 'delivered' ? answer : { ...answer, code: outcome.code, message: outcome.message }
    },
    async *redeliver(events, asked) {
      const until = AbortSignal.any([asked, signal])
      try {
        yield* redeliver(events, forming, attempts, discards, until)
      } catch (error) {
        if (error instanceof Gone) await end(error)
        throw error
      }
    },
    async close() {
      stopping.abort()
      clearInterval(keeping)
      // A receiver that does not let go must not hold up the daemon's end.
      const ended = Promise.all([...workers, alarm.settled()])
      await Promise.race([ended, setTimeout(CLOSE_MS, undefined, { ref: false })])
      isClosed = true
      await sender.close()
      await progress.keep()
      await discards.keep()
    },
  }
}

function testEvent(atMs: number): AuditEvent {
  const at = formatTime(atMs)
  return {
    id: `test-${randomUUID()}`,
    seq: 0,
    timestamp: at,
    receivedAt: at,
    workspace: 'default',
    action: 'Audit Forwarding Test',
    area: 'Audit Forwarding',
    outcome: 'success',
    actor: { type: 'system', id: 'audit-traild' },
    resource: {},
    details: {},
  }
}

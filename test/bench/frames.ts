import { PassThrough, Writable } from 'node:stream'
import type { AuditEvent } from '#protocol/event.js'
import type { Hello } from '#protocol/message.js'
import { BINDINGS } from '#tui/keymap/keymap.js'
import { newModel } from '#tui/model/model.js'
import { measure, viewScreen } from '#tui/screen.js'
import { openTerminal } from '#tui/terminal/terminal.js'
import { update } from '#tui/update.js'
import type { SampleEvent } from '../support/sample-events.js'

const SIZE = { columns: 200, rows: 50 }
const AT_HAND = 100_000
const FRAMES = 600
/** Events between two frames: 5,000 a second, 15 frames of them. */
const BETWEEN = 333

/** How long each of many frames takes to be made and drawn, in ms, following a busy trail with all the events at hand that are ever kept. */
export function frameTimes(next: () => SampleEvent): number[] {
  const output = Object.assign(new Writable({ write: (_, __, done) => done() }), { isTTY: true, ...SIZE })
  const input = Object.assign(new PassThrough(), { isTTY: true, isRaw: false, setRawMode() {} })
  const environment = { TERM: 'xterm-256color', LANG: 'C.UTF-8' }
  const terminal = openTerminal({ input, output, environment, onEvent() {}, onEnd() {} })
  let seq = 0
  const take = (count: number): AuditEvent[] =>
    Array.from({ length: count }, () => {
      const event = next()
      return { ...event, seq: ++seq, id: `018f-${seq}`, receivedAt: event.timestamp } as AuditEvent
    })
  const hello = { version: 1, daemon: '0', trail: 't', epoch: 'e', role: 'owner', workspace: 'acme' } as const
  const open = { kind: 'open', hello: { ...hello, first: 0, last: 0, events: 0 } as Hello } as const
  const model = newModel({
    bindings: BINDINGS,
    ...{ now: Date.now, timeZone: 'UTC', ...SIZE },
    ...{ connection: open, demo: false, mouse: true, maxEvents: AT_HAND },
  })
  measure(model)
  update(model, { type: 'connection', state: open })
  const arrive = (count: number) => update(model, { type: 'frame', frame: { events: take(count), cursor: '' } })
  for (let i = 0; i < AT_HAND; i += 1000) arrive(1000)
  const values = Array.from({ length: 200 }, (_, i) => ({ value: `value ${i}`, count: 9000 - 40 * i }))
  const counted = { values, distinct: values.length }
  update(model, { type: 'facets', of: 'live', facets: { area: counted, action: counted, actor: counted } })
  const counts = Array.from({ length: 193 }, (_, i) => 400 + ((i * 37) % 211))
  const time = { from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date().toISOString() }
  const by = { failure: counts.map((count) => count >> 4) }
  update(model, { type: 'histogram', of: 'live', histogram: { ...time, intervalMs: 18_000, counts, by, asOf: seq } })

  const times: number[] = []
  for (let i = 0; i < FRAMES; i++) {
    arrive(BETWEEN)
    const start = performance.now()
    terminal.draw(viewScreen(model))
    times.push(performance.now() - start)
  }
  terminal.close()
  return times
}

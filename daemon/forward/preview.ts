import type { Preview } from '../../protocol/destination.js'
import type { DestinationSettings } from '../../protocol/destination-settings.js'
import type { AuditEvent } from '../../protocol/event.js'
import type { DestinationType } from './destinations/destination.js'
import { compileFilters, type Verdict } from './filter/filters.js'
import { type Payload, payloadOf } from './payload.js'
import { createPipeline } from './pipeline.js'

/** What would become of an event, step by step. Throws what settings that cannot be used throw. */
export function previewOf(event: AuditEvent, settings: DestinationSettings, type: DestinationType): Preview {
  const { filters = [], eventNames = 'audit' } = settings
  const original = payloadOf(event, eventNames)
  const { payloads, dropped, steps } = createPipeline(settings, { explain: true })(original)
  const texts = payloads.map((payload) => type.encode(payload, settings))
  const most = type.limits(settings).maxEventBytes
  const sizes = texts.map((text) => Buffer.byteLength(text))
  const sending =
    texts.length === 0
      ? 'nothing is sent'
      : sizes.some((bytes) => bytes > most)
        ? `not sent, ${Math.max(...sizes).toLocaleString('en')} bytes are more than the receiver takes`
        : `sent, ${sizes.reduce((sum, bytes) => sum + bytes, 0).toLocaleString('en')} bytes`
  return {
    steps: [
      { name: 'event', outcome: `named "${original.event}", seq ${event.seq}` },
      // Conditions are asked about the event as it came, so each filter can be asked alone.
      ...filters.map((filter) => ({
        name: `filter "${filter.title}"`,
        outcome: filter.enabled === false ? 'disabled' : wordsFor(compileFilters([filter])(original), original),
      })),
      ...steps.filter(({ name }) => name !== 'filters'),
      { name: settings.type, outcome: sending },
    ],
    ...(dropped === undefined && { payload: payloads[0]! }),
    ...(texts.length > 0 && { sent: texts.join('\n') }),
  }
}

function wordsFor(verdict: Verdict, original: Payload): string {
  if ('dropped' in verdict)
    return verdict.error === undefined ? 'dropped' : `dropped, it has no answer: ${verdict.error}`
  if (verdict.payload === original) return 'passed unchanged'
  return 'passed, with less in it'
}

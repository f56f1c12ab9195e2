import fc from 'fast-check'
import type { Draft } from '#protocol/event.js'

/** The clock of the random log; its events lie around it. */
export const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z')

/** Few values, so that filters match, of characters on which parsing, folding and ordering break. */
export const VALUES = {
  actor: ['ada', 'Ada', 'a,b', 'a b', '"ada"', 'a*', 'Åse', '-ada', 'ada:x', '\\', '王小明', 'a\u0000'],
  action: ['Alpha Made', 'alpha made', 'Alpha, Made', 'Beta *', 'Beta Gone', 'Gamma "Failed"'],
  area: ['Sources', 'sources', 'Users', 'Ünits'],
  resource: ['r1', 'R1', 'r 2', 'r*', 'r,3'],
  workspace: ['acme', 'Acme', 'beta'],
  ip: ['10.0.0.1', '10.0.0.2', '::1'],
  note: ['zebra', 'Zebra crossing', 'ze*bra', 'quagga'],
} as const

const one = <T>(values: readonly T[]) => fc.constantFrom(...values)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

/** Most happen within the same few milliseconds; where there are late ones, some days before and some hours after. */
const offsetMs = (late: boolean) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 40 }) },
    { weight: late ? 2 : 0, arbitrary: fc.integer({ min: -10 * 86_400_000, max: 7_200_000 }) },
  )

/** Everything of a draft but its id, `aroundMs` after the clock. */
export const randomDraft = (aroundMs: number, late: boolean): fc.Arbitrary<Omit<Draft, 'id'>> =>
  fc
    .record({
      offsetMs: offsetMs(late),
      actorId: one(VALUES.actor),
      name: maybe(one(VALUES.actor)),
      email: maybe(one(VALUES.actor)),
      actorType: one(['user', 'token', 'system'] as const),
      action: one(VALUES.action),
      area: one(VALUES.area),
      outcome: one(['success', 'failure'] as const),
      workspace: one(VALUES.workspace),
      resourceId: maybe(one(VALUES.resource)),
      resourceName: maybe(one(VALUES.resource)),
      resourceType: maybe(one(VALUES.resource)),
      ip: maybe(one(VALUES.ip)),
      notes: fc.array(one(VALUES.note), { maxLength: 2 }),
      changed: fc.boolean(),
    })
    .map((raw) => ({
      timestamp: new Date(NOW_MS + aroundMs + raw.offsetMs).toISOString(),
      workspace: raw.workspace,
      action: raw.action,
      area: raw.area,
      outcome: raw.outcome,
      actor: { type: raw.actorType, id: raw.actorId, ...present({ name: raw.name, email: raw.email }) },
      resource: present({ type: raw.resourceType, id: raw.resourceId, name: raw.resourceName }),
      ...(raw.changed && { changes: [{ path: '/a', before: 1 }] }),
      ...(raw.ip !== undefined && { context: { ip: raw.ip } }),
      details: { notes: raw.notes },
    }))

const present = <T extends Record<string, string | undefined>>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: string }

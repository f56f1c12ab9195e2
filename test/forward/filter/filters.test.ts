import { Compile } from 'typebox/compile'
import { expect, test } from 'vitest'
import { checkFilters, compileFilters } from '#daemon/forward/filter/filters.js'
import { type DestinationFilter, DestinationFiltersSchema, type FilterAction } from '#protocol/destination-filter.js'
import { forwardedEvent } from './forwarded-event.js'

const filter = (fql: string, ...actions: FilterAction[]): DestinationFilter => ({
  title: `when ${fql}`.slice(0, 64),
  if: fql,
  actions,
  enabled: true,
})
const DROP = { type: 'DROP' } as const
const drop = (fields: Record<string, string[]>): FilterAction => ({ type: 'DROP_PROPERTIES', fields })
const allow = (fields: Record<string, string[]>): FilterAction => ({ type: 'ALLOW_PROPERTIES', fields })
const sample = (percent: number, path?: string): FilterAction => ({
  type: 'SAMPLE',
  percent,
  ...(path !== undefined && { path }),
})

const EVENT = forwardedEvent('Source Deleted', {
  email: 'ann@example.com',
  members: [{ name: 'b', ip: '1' }, 'x', { ip: '2' }],
})
const after = (filters: DestinationFilter[], payload: Record<string, unknown> = EVENT) =>
  compileFilters(filters)(payload)
const sent = (filters: DestinationFilter[], payload: Record<string, unknown> = EVENT) => {
  const verdict = after(filters, payload)
  return 'payload' in verdict ? verdict.payload : verdict
}
const droppedBy = (title: string) => ({ dropped: 'FILTERED_BY_RULES', by: title })

test('DROP holds back what the condition holds for', () => {
  const noise = filter("properties.type = 'Permission Check'", DROP)
  expect(after([noise], forwardedEvent('Permission Check'))).toEqual(droppedBy(noise.title))
  expect(sent([noise])).toBe(EVENT)
})

test('ONLY_SEND holds back what it does not hold for', () => {
  const deletions = filter("match(properties.type, '* Deleted')", { type: 'ONLY_SEND' })
  expect(after([deletions], forwardedEvent('Source Created'))).toEqual(droppedBy(deletions.title))
  expect(sent([deletions])).toBe(EVENT)
})

test('without filters, and with those that are disabled, an event goes on as it is', () => {
  expect(sent([])).toBe(EVENT)
  expect(sent([{ ...filter('all', DROP), enabled: false }])).toBe(EVENT)
  expect(sent([{ ...filter('no FQL at all', DROP), enabled: false }])).toBe(EVENT)
})

test('DROP_PROPERTIES takes properties out, in lists out of each object', () => {
  const fields = { '': ['userId', 'absent'], 'properties.details': ['email'], 'properties.details.members': ['ip'] }
  const before = structuredClone(EVENT)
  const payload = sent([filter('all', drop(fields))]) as unknown as Partial<typeof EVENT>
  expect(payload).not.toHaveProperty('userId')
  expect(payload.properties?.details).toEqual({
    subject: 'users/MNxxtIRCbe',
    resource_type: 'source',
    resource_id: 'k2',
    target: 'iOS',
    members: [{ name: 'b' }, 'x', {}],
  })
  expect(payload.context).toBe(EVENT.context)
  expect(EVENT).toEqual(before)
})

test('DROP_PROPERTIES goes through lists on the way, and lists of lists', () => {
  const payload = { a: [{ b: { c: 1, d: 2 } }, [{ b: [{ c: 3 }, 4] }], { b: 5 }] }
  expect(sent([filter('all', drop({ 'a.b': ['c'] }))], payload)).toEqual({
    a: [{ b: { d: 2 } }, [{ b: [{}, 4] }], { b: 5 }],
  })
})

test('ALLOW_PROPERTIES leaves of the objects it names these properties alone', () => {
  const only = allow({ 'properties.details': ['resource_id', 'members'], 'properties.details.members': ['name'] })
  expect(sent([filter('all', only)])).toEqual({
    ...EVENT,
    properties: { ...EVENT.properties, details: { resource_id: 'k2', members: [{ name: 'b' }, 'x', {}] } },
  })
  expect(sent([filter('all', allow({ '': ['event'] }))])).toEqual({ event: 'Audit' })
})

test('where nothing has to change nothing is copied', () => {
  expect(sent([filter('all', drop({ properties: ['absent'], nowhere: ['x'] }))])).toBe(EVENT)
  expect(sent([filter("type = 'page'", drop({ '': ['userId'] }))])).toBe(EVENT)
  expect(sent([filter('all', allow({ context: ['library'] }))])).toBe(EVENT)
})

test('a dot in a name is written with a backslash', () => {
  const payload = { 'a.b': { 'c.d': 1, e: 2 }, 'x\\': 1 }
  expect(sent([filter('all', drop({ 'a\\.b': ['c\\.d'] }))], payload)).toEqual({ 'a.b': { e: 2 }, 'x\\': 1 })
  expect(sent([filter('all', drop({ '': ['x\\\\'] }))], payload)).toEqual({ 'a.b': { 'c.d': 1, e: 2 } })
})

test('samples come first, then drops, then properties dropped, then allowed', () => {
  const all = [
    filter('event = 1', allow({ '': ['never'] })),
    filter("typeof(userId) = 'string'", allow({ properties: ['type'] })),
    filter('userId != null', drop({ '': ['userId'], properties: ['type'] })),
    filter("properties.type = 'Source Deleted'", DROP),
    filter("event = 'Audit'", sample(0)),
  ]
  const titles = all.map(({ title }) => title)
  expect(after(all)).toEqual(droppedBy(titles[4]!))
  expect(after(all.slice(0, 4))).toEqual(droppedBy(titles[3]!))
  // The conditions are about the event as it came: it had a userId.
  const { userId, ...rest } = EVENT
  expect(sent(all.slice(0, 3))).toEqual({ ...rest, properties: {} })
})

test('several actions of one filter are in that order too', () => {
  const both = filter('all', drop({ '': ['userId'] }), sample(0))
  expect(after([both])).toEqual(droppedBy(both.title))
})

const events = Array.from({ length: 4000 }, (_, i) => ({ ...EVENT, messageId: `m${i}`, userId: `u${i % 400}` }))
const kept = (filters: DestinationFilter[]) => {
  const run = compileFilters(filters)
  return events.filter((event) => 'payload' in run(event))
}

test('SAMPLE sends that part of the events, and the same ones when asked again', () => {
  expect(kept([filter('all', sample(0))])).toHaveLength(0)
  expect(kept([filter('all', sample(1))])).toHaveLength(4000)
  const quarter = kept([filter('all', sample(0.25))])
  // Four standard deviations of a fair sample.
  expect(Math.abs(quarter.length - 1000)).toBeLessThan(110)
  expect(kept([filter('all', sample(0.25))])).toEqual(quarter)
  const larger = new Set(kept([filter('all', sample(0.5))]))
  expect(quarter.every((event) => larger.has(event))).toBe(true)
})

test('samples of two filters are independent', () => {
  const twice = kept([filter('all', sample(0.5)), { ...filter('all', sample(0.5)), title: 'again' }])
  expect(Math.abs(twice.length - 1000)).toBeLessThan(110)
})

test('SAMPLE by a path sends all or nothing of each value', () => {
  const users = new Map<string, number>()
  for (const { userId } of kept([filter('all', sample(0.5, 'userId'))])) users.set(userId, (users.get(userId) ?? 0) + 1)
  expect(new Set(users.values())).toEqual(new Set([10]))
  expect(Math.abs(users.size - 200)).toBeLessThan(40)
})

test('SAMPLE by a path goes by the MD5 of the JSON, as anybody can calculate it', () => {
  // md5('"a"') begins with 6067, which is 0.377 of all.
  const run = (percent: number) => sent([filter('all', sample(percent, 'x'))], { x: 'a' })
  expect(run(0x6066 / 0x10000)).toMatchObject({ dropped: 'FILTERED_BY_RULES' })
  expect(run(0x6068 / 0x10000)).toEqual({ x: 'a' })
})

test('SAMPLE takes an event without messageId, and a path that is absent', () => {
  const payload = { type: 'track' }
  expect(after([filter('all', sample(0.5))], payload)).toEqual(after([filter('all', sample(0.5))], { ...payload }))
  expect(sent([filter('all', sample(1, 'no.where'))], payload)).toBe(payload)
})

test('SAMPLE leaves alone what its condition does not hold for', () => {
  expect(sent([filter("type = 'page'", sample(0))])).toBe(EVENT)
})

test('an event that a condition has no answer for is not sent, and the reason has nothing of the event', () => {
  const wrong = filter("contains(properties.details.members, 'x')", drop({ '': ['userId'] }))
  expect(after([wrong])).toEqual({
    ...droppedBy(wrong.title),
    error: 'column 10: expected a string in contains, got a list',
  })
})

test.each([
  ['userId = oops"', drop({ '': ['x'] }), 'Cannot read the filter: column 14: expected a closing " for this one'],
  ['length(userId)', DROP, 'Cannot read the filter: column 1: expected something true or false, got a number'],
  ['all', drop({ '': ['properties.email'] }), 'Cannot read the fields: "properties.email" is a path; put it before'],
  ['all', allow({ 'properties.': ['x'] }), 'Cannot read the fields: "properties." has an empty name'],
  ['all', sample(0.5, 'a..b'), 'Cannot read the path of the sample: "a..b" has an empty name'],
] as const)(
  'while %s with %j cannot be read, it is refused, and if it was stored nothing is sent',
  (fql, action, message) => {
    const wrong = filter(fql, action)
    expect(() => checkFilters([filter('all', sample(1)), wrong])).toThrow(message)
    expect(() => checkFilters([wrong])).toThrow(`(in the filter "${wrong.title}")`)
    expect(() => checkFilters([{ ...wrong, enabled: false }])).toThrow(message)
    const verdict = after([filter('all', sample(0)), wrong])
    expect(verdict).toMatchObject(droppedBy(wrong.title))
    expect('error' in verdict && verdict.error).toContain(message)
  },
)

const known = Compile(DestinationFiltersSchema)
const good = filter('all', DROP)

test.each([
  ['ten filters', Array.from({ length: 10 }, () => good), true],
  ['eleven', Array.from({ length: 11 }, () => good), false],
  ['a title of 64 characters', [{ ...good, title: 'x'.repeat(64) }], true],
  ['of 65', [{ ...good, title: 'x'.repeat(65) }], false],
  ['no title', [{ ...good, title: '' }], false],
  ['no action', [filter('all')], false],
  ['an unknown action', [{ ...good, actions: [{ type: 'HASH' }] }], false],
  [
    'every action',
    [filter('all', DROP, { type: 'ONLY_SEND' }, drop({ '': ['a'] }), allow({ a: ['b'] }), sample(0.5, 'a'))],
    true,
  ],
  ['a percent above 1', [filter('all', sample(10))], false],
  ['fields without a name', [filter('all', drop({ properties: [] }))], false],
  ['no fields', [filter('all', drop({}))], false],
  ['a field that is not known', [{ ...good, iff: 'all' }], false],
])('a destination may have %s: %s', (_, filters, expected) => {
  expect(known.Check(filters)).toBe(expected)
})

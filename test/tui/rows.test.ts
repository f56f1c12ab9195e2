import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AuditEvent } from '#protocol/event.js'
import { compareByTime, Rows } from '#tui/model/rows.js'
import { isNotice, Tape } from '#tui/model/tape.js'
import { findAgain, moveTo, newViewport, pause, settle, shift } from '#tui/model/viewport.js'
import { auditEvent, auditEvents } from '../support/audit-event.js'

const seqs = (rows: Rows): (number | string)[] =>
  Array.from({ length: rows.length }, (_, i) => {
    const entry = rows.at(i)!
    return isNotice(entry) ? entry.notice : entry.seq
  })

const even = ({ seq }: AuditEvent) => seq % 2 === 0

test('what was fetched stands before what came live', () => {
  const rows = new Rows(new Tape(10), 3, 100)
  rows.setWindow({ events: auditEvents(3), older: 'end', newer: 'end' })
  rows.push(auditEvent(4), false)
  expect(seqs(rows)).toEqual([1, 2, 3, 4])
  rows.filter(even)
  expect(seqs(rows)).toEqual([2, 4])
})

test('what leaves the tape stays in the list while it is joined to it', () => {
  const rows = new Rows(new Tape(2), 0, 100)
  rows.filter(even)
  for (const event of auditEvents(9)) rows.push(event, false)
  expect(seqs(rows)).toEqual([2, 4, 6, 8])
  expect(rows.base).toBe(7)
})

test('rows around an old event do not pretend to reach up to now', () => {
  const rows = new Rows(new Tape(10), 100, 100)
  rows.setWindow({ events: auditEvents(3, 40), older: {}, newer: { cursor: 'c' } })
  rows.push(auditEvent(101), true)
  expect(seqs(rows)).toEqual([40, 41, 42, 'unloaded', 101])
  expect(rows.append({ events: auditEvents(58, 43), newer: 'end' })).toEqual({ at: 4, by: 57 })
  expect(seqs(rows)).toEqual(Array.from({ length: 62 }, (_, i) => i + 40))
})

test('an event that two pages bring is there once', () => {
  const rows = new Rows(new Tape(10), 100, 100)
  rows.setWindow({ events: auditEvents(3, 40), older: {}, newer: {} })
  rows.prepend({ events: auditEvents(3, 38), older: {} })
  rows.append({ events: auditEvents(4, 41), newer: {} })
  expect(seqs(rows)).toEqual([38, 39, 40, 41, 42, 43, 44, 'unloaded'])
})

type Step =
  | { readonly do: 'arrive'; readonly count: number }
  | { readonly do: 'older' }
  | { readonly do: 'filter'; readonly modulus: number }
  | { readonly do: 'move'; readonly to: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('arrive' as const), count: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ do: fc.constant('older' as const) }),
  fc.record({ do: fc.constant('filter' as const), modulus: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constant('move' as const), to: fc.nat(100) }),
)

const HEIGHT = 5
const PAGE = 7

test('whatever happens, the list is the trail under its filter from some event on, and a pause moves nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }), fc.array(step, { maxLength: 40 }), (before, steps) => {
      const trail = auditEvents(before)
      const rows = new Rows(new Tape(9), before, 1000)
      const view = newViewport()
      let wanted: (event: AuditEvent) => boolean = () => true
      const page = (until: AuditEvent | undefined) => {
        const found = trail.filter(
          (event) => event.seq <= rows.base && wanted(event) && (!until || compareByTime(event, until) < 0),
        )
        return { events: found.slice(-PAGE), older: found.length > PAGE ? {} : ('end' as const) }
      }
      rows.setWindow({ ...page(undefined), newer: 'end' })
      settle(view, rows, HEIGHT)

      for (const each of steps) {
        const inSight = seqs(rows).slice(view.top, view.top + HEIGHT)
        switch (each.do) {
          case 'arrive':
            for (const event of auditEvents(each.count, trail.length + 1)) {
              trail.push(event)
              const { shift: moved } = rows.push(event, !view.follow)
              if (moved) shift(view, moved)
            }
            break
          case 'older':
            if (rows.older !== 'end') shift(view, rows.prepend(page(rows.history[0])))
            break
          case 'filter':
            wanted = ({ seq }) => seq % each.modulus === 0
            rows.filter(wanted)
            rows.setWindow({ ...page(undefined), newer: 'end' })
            findAgain(view, rows, HEIGHT)
            break
          case 'move':
            moveTo(view, rows, each.to % Math.max(1, rows.length), HEIGHT)
        }
        settle(view, rows, HEIGHT)
        const all = seqs(rows)
        expect(all).toEqual(
          trail
            .filter(wanted)
            .map(({ seq }) => seq)
            .slice(-all.length || trail.length + 1),
        )
        if (rows.older === 'end') expect(all.length).toBe(trail.filter(wanted).length)
        if (view.follow) expect(view.cursor).toBe(Math.max(0, all.length - 1))
        else if ((each.do === 'arrive' || each.do === 'older') && inSight.length === HEIGHT)
          expect(all.slice(view.top, view.top + HEIGHT)).toEqual(inSight)
      }
    }),
  )
})

test('the cursor stays on its event through filters that hide and show it', () => {
  const rows = new Rows(new Tape(100), 0, 100)
  for (const event of auditEvents(50)) rows.push(event, false)
  const view = newViewport()
  settle(view, rows, HEIGHT)
  pause(view)
  moveTo(view, rows, 20, HEIGHT)
  expect(rows.at(view.cursor)).toMatchObject({ seq: 21 })
  rows.filter(even)
  findAgain(view, rows, HEIGHT)
  expect(rows.at(view.cursor)).toMatchObject({ seq: 20 })
  rows.filter(() => true)
  findAgain(view, rows, HEIGHT)
  expect(rows.at(view.cursor)).toMatchObject({ seq: 21 })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Layout, layout, type Rect } from '#tui/view/layout.js'

const places = (columns: number, rows: number, open = { facets: false, detail: false }) =>
  layout({ columns, rows }, open)

const OPEN = { facets: true, detail: true }

test.each([
  [20, 5, ['list', 'status']],
  [40, 8, ['filter', 'header', 'list', 'status']],
  [80, 12, ['filter', 'footer', 'header', 'list', 'status']],
  [80, 24, ['filter', 'footer', 'header', 'histogram', 'list', 'message', 'preview', 'status']],
  [200, 50, ['facets', 'filter', 'footer', 'header', 'histogram', 'list', 'message', 'preview', 'status']],
])('%i x %i shows what there is room for', (columns, rows, names) => {
  expect(Object.keys(places(columns, rows)).sort()).toEqual(names)
})

test('the detail stands beside the list where there is room, else over it', () => {
  expect(places(80, 24, OPEN).detail).toMatchObject({ x: 0, columns: 80 })
  expect(places(120, 30, OPEN).detail).toMatchObject({ x: 60, columns: 60 })
  expect(places(200, 50, OPEN).detail).toMatchObject({ x: 128, columns: 72 })
})

test('the facets stand beside the list where there is room, else over it', () => {
  expect(places(60, 24, OPEN)).toMatchObject({ facets: { x: 0, columns: 32 }, list: { x: 0, columns: 60 } })
  expect(places(80, 24, { facets: true, detail: false })).toMatchObject({ list: { x: 33, columns: 47 } })
  expect(places(80, 24).facets).toBeUndefined()
  expect(places(200, 50)).toMatchObject({ facets: { x: 0, columns: 34 }, list: { x: 35, columns: 165 } })
})

const size = fc.record({ columns: fc.integer({ min: 1, max: 400 }), rows: fc.integer({ min: 1, max: 120 }) })
const open = fc.record({ facets: fc.boolean(), detail: fc.boolean() })

test('whatever the size, every rectangle lies on the screen, and no row has two owners', () => {
  fc.assert(
    fc.property(size, open, (size, open) => {
      const found = layout(size, open)
      for (const rect of Object.values(found)) {
        expect(rect.columns).toBeGreaterThan(0)
        expect(rect.x + rect.columns).toBeLessThanOrEqual(size.columns)
        expect(rect.y + rect.rows).toBeLessThanOrEqual(size.rows)
      }
      const bars = ['header', 'filter', 'histogram', 'status', 'preview', 'message', 'footer'] as const
      const owned = [...bars.map((name) => found[name]), found.list].filter((rect): rect is Rect => rect !== undefined)
      const rows = owned.flatMap(({ y, rows }) => Array.from({ length: rows }, (_, i) => y + i))
      expect(new Set(rows).size).toBe(rows.length)
      expect(rows.length).toBe(size.rows)
    }),
  )
})

test('nothing that is beside the list covers it', () => {
  fc.assert(
    fc.property(size, open, (size, open) => {
      const { list, facets, detail }: Layout = layout(size, open)
      if (facets && facets.x + facets.columns < list.x) expect(list.x).toBe(facets.columns + 1)
      if (detail && detail.x > 0) expect(list.x + list.columns).toBeLessThan(detail.x)
    }),
  )
})

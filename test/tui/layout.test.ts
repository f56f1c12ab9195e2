import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PaneSizes } from '#tui/model/look.js'
import { type Layout, layout, placeOfDetail } from '#tui/screens/layout.js'
import type { Rect } from '#tui/view/rect.js'

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

test('on a narrow and tall screen the detail stands below the list', () => {
  const { list, detail } = places(80, 50, OPEN)
  expect(list).toMatchObject({ x: 33, y: 8, rows: 18 })
  expect(detail).toMatchObject({ x: 33, y: 27, columns: 47, rows: 19 })
  const sized = (detailRows: number) => layout({ columns: 80, rows: 50 }, OPEN, { detailRows }).detail?.rows
  expect([1, 12, 100].map(sized)).toEqual([5, 12, 32])
})

test('the facets stand beside the list where there is room, else over it', () => {
  expect(places(60, 24, OPEN)).toMatchObject({ facets: { x: 0, columns: 32 }, list: { x: 0, columns: 60 } })
  expect(places(80, 24, { facets: true, detail: false })).toMatchObject({ list: { x: 33, columns: 47 } })
  expect(places(80, 24).facets).toBeUndefined()
  expect(places(200, 50)).toMatchObject({ facets: { x: 0, columns: 40 }, list: { x: 41, columns: 159 } })
})

const size = fc.record({ columns: fc.integer({ min: 1, max: 400 }), rows: fc.integer({ min: 1, max: 120 }) })
const open = fc.record({ facets: fc.boolean(), detail: fc.boolean(), strip: fc.boolean(), refusal: fc.nat(9) })
const columns = fc.integer({ min: 1, max: 500 })
const sizes = fc.record(
  { facets: columns, detail: columns, detailRows: columns, histogram: columns },
  { requiredKeys: [] },
)
const zoomed = fc.constantFrom('list' as const, 'facets' as const, 'detail' as const, 'histogram' as const)

test('panes are as large as they were made, as long as the list keeps its place', () => {
  const wide = (sizes: PaneSizes) => layout({ columns: 200, rows: 50 }, OPEN, sizes)
  expect(wide({ facets: 50, detail: 40, histogram: 12 })).toMatchObject({
    facets: { columns: 50 },
    list: { x: 51, columns: 108 },
    detail: { x: 160, columns: 40 },
    histogram: { rows: 12 },
  })
  expect(wide({ facets: 1, detail: 1000, histogram: 1000 })).toMatchObject({
    facets: { columns: 12 },
    list: { columns: 24 },
    histogram: { rows: 34 },
  })
})

test('a zoomed pane has the room of all', () => {
  fc.assert(
    fc.property(size, open, sizes, zoomed, (size, open, sizes, zoomed) => {
      const found = layout(size, { ...open, zoomed }, sizes)
      expect(found[zoomed]).toMatchObject({ x: 0, columns: size.columns })
      expect(found.list).toEqual(found[zoomed])
      const panes = (['facets', 'detail', 'histogram'] as const).filter((pane) => found[pane] !== undefined)
      expect(panes).toEqual(zoomed === 'list' ? [] : [zoomed])
    }),
  )
})

test('whatever the size, every rectangle lies on the screen, and no row has two owners', () => {
  fc.assert(
    fc.property(size, open, sizes, (size, open, sizes) => {
      const found = layout(size, open, sizes)
      for (const rect of Object.values(found)) {
        expect(rect.columns).toBeGreaterThan(0)
        expect(rect.x + rect.columns).toBeLessThanOrEqual(size.columns)
        expect(rect.y + rect.rows).toBeLessThanOrEqual(size.rows)
      }
      const bars = [
        'header',
        'filter',
        'refusal',
        'histogram',
        'status',
        'preview',
        'message',
        'footer',
        'strip',
      ] as const
      const below = placeOfDetail(found) === 'below' ? found.detail! : undefined
      // One row more: the edge between the two.
      const detail = below && { ...below, y: below.y - 1, rows: below.rows + 1 }
      const owned = [...bars.map((name) => found[name]), found.list, detail].filter(
        (rect): rect is Rect => rect !== undefined,
      )
      const rows = owned.flatMap(({ y, rows }) => Array.from({ length: rows }, (_, i) => y + i))
      expect(new Set(rows).size).toBe(rows.length)
      expect(rows.length).toBe(size.rows)
    }),
  )
})

test('nothing that is beside the list covers it', () => {
  fc.assert(
    fc.property(size, open, sizes, (size, open, sizes) => {
      const { list, facets, detail }: Layout = layout(size, open, sizes)
      expect(list.columns).toBeGreaterThan(Math.min(size.columns, 24) - 1)
      if (facets && facets.x + facets.columns < list.x) expect(list.x).toBe(facets.columns + 1)
      if (placeOfDetail({ list, detail } as Layout) === 'beside') expect(list.x + list.columns).toBeLessThan(detail!.x)
      if (placeOfDetail({ list, detail } as Layout) === 'below') expect(list.y + list.rows).toBeLessThan(detail!.y)
    }),
  )
})

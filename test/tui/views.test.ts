import { expect, test } from 'vitest'
import { BINDINGS, bindingsOf, KEYMAP, modeOf, whyNot } from '#tui/keymap/keymap.js'
import { browseOf } from '#tui/model/browse.js'
import { openHelp } from '#tui/model/help.js'
import { type Model, newModel } from '#tui/model/model.js'
import { applyFilter } from '#tui/model/narrowing.js'
import { openOverlay } from '#tui/model/overlay.js'
import { update } from '#tui/update.js'
import { auditEvents, T0 } from '../support/audit-event.js'

const HELLO = { version: 1, daemon: '0', trail: 't', epoch: 'e', role: 'owner', workspace: 'acme' } as const

function dashboard(): Model {
  const connection = { kind: 'open', hello: { ...HELLO, first: 0, last: 0, events: 0 } } as const
  const rest = { timeZone: 'UTC', columns: 100, rows: 30, demo: false, mouse: true, maxEvents: 1000 }
  const model = newModel({ now: () => T0, bindings: BINDINGS, connection, ...rest })
  update(model, { type: 'connection', state: connection })
  update(model, { type: 'frame', frame: { events: auditEvents(40), cursor: '' } })
  return model
}

test('each view of events keeps its own filter, cursor and panes', () => {
  const model = dashboard()
  for (const key of ['k', 'k', 'enter']) update(model, { type: 'key', key })
  const { cursor } = browseOf(model).view
  model.current = 'search'
  applyFilter(model, 'area:Users')
  expect(modeOf(model)).toBe('list')
  expect(browseOf(model)).toMatchObject({ filter: { text: 'area:Users' }, detailOpen: false })
  model.current = 'live'
  expect(browseOf(model)).toMatchObject({ filter: { text: '' }, detailOpen: true, view: { cursor } })
})

test('what comes live comes into the live view, whatever is looked at', () => {
  const model = dashboard()
  model.current = 'search'
  update(model, { type: 'frame', frame: { events: auditEvents(5, 41), cursor: '' } })
  expect(model.browses.live.list.length).toBe(45)
  expect(model.browses.search.list.length).toBe(0)
})

test('what was asked for one view answers to it alone', () => {
  const model = dashboard()
  model.browses.search.fetching = 'window'
  model.browses.live.fetching = 'older'
  update(model, { type: 'failed', asked: 'rows', of: 'search', message: 'Cannot ask', passing: true })
  expect(model.browses.search.fetching).toBe('failed')
  expect(model.browses.live.fetching).toBe('older')
  update(model, { type: 'counted', of: 'search', purpose: 'applied', filter: '', count: 7, asOf: 1 })
  expect([model.browses.live.matching, model.browses.search.matching]).toEqual([undefined, 7])
})

test('the keys are those of what is on top, else of the view or its pane', () => {
  const model = dashboard()
  browseOf(model).focus = 'histogram'
  expect(modeOf(model)).toBe('histogram')
  browseOf(model).focus = 'actor'
  expect(modeOf(model)).toBe('facets')
  model.current = 'jobs'
  expect(modeOf(model)).toBe('jobs')
  openOverlay(model, 'help', openHelp())
  expect(modeOf(model)).toBe('help')
})

test('a key that does nothing now says why', () => {
  const model = dashboard()
  const stop = KEYMAP.list.flat().find(({ command }) => command === 'cancel-export')!
  expect(whyNot(stop, model)).toBe('no export is running')
  expect(bindingsOf(model)).not.toContain(stop)
  model.exporting = { request: { filter: '', format: 'csv', raw: false, path: 'x.csv' }, rows: 1 }
  expect(whyNot(stop, model)).toBeUndefined()
  expect(bindingsOf(model)).toContain(stop)
})

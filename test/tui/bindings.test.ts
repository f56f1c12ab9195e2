import { expect, test } from 'vitest'
import type { AuditEvent } from '#protocol/event.js'
import type { JobInfo, Status } from '#protocol/request.js'
import { bindingsOf, KEYMAP, type Mode, modeOf } from '#tui/keymap/keymap.js'
import { moveToAlert } from '#tui/model/alerts.js'
import { browseOf } from '#tui/model/browse.js'
import { openConfirm } from '#tui/model/confirm-destination.js'
import { openForm } from '#tui/model/destination-form.js'
import type { Effect } from '#tui/model/effect.js'
import { openExport } from '#tui/model/export-dialog.js'
import { applied } from '#tui/model/filtering.js'
import { moveToDestination } from '#tui/model/forwarding.js'
import { openHelp } from '#tui/model/help.js'
import { highlightOf } from '#tui/model/highlight.js'
import { moveToJob, openRunJob } from '#tui/model/jobs.js'
import { typed } from '#tui/model/line-editor.js'
import { addMarks } from '#tui/model/marks.js'
import { type Model, newModel } from '#tui/model/model.js'
import { openOverlay } from '#tui/model/overlay.js'
import { openPalette } from '#tui/model/palette.js'
import { openPrompt, vocabularyOf } from '#tui/model/prompt.js'
import { note } from '#tui/model/toast.js'
import { measure, viewScreen } from '#tui/screen.js'
import { update } from '#tui/update.js'
import { auditEvents, T0 } from '../support/audit-event.js'
import { destination } from '../support/fake-forwarding.js'

const now = () => T0 + 3_600_000
const HELLO = {
  version: 1,
  daemon: '0',
  trail: 't',
  epoch: 'e',
  role: 'owner',
  workspace: 'acme',
  first: 0,
  last: 0,
  events: 0,
} as const

const JOBS: readonly JobInfo[] = [
  { name: 'retention', state: 'held', schedule: 'hourly', message: 'holds back 40,960 events' },
  { name: 'scrub', state: 'failed', schedule: 'daily', message: 'a value is damaged' },
  { name: 'backup', state: 'idle', schedule: 'never' },
]
const DEAD = [41, 42, 43].map((seq) => ({
  ...{ seq, messageId: `m-${seq}`, at: '2026-11-20T14:30:00.000Z', code: '400', message: 'no such index', attempts: 1 },
}))
const STATUS: Status = {
  ...{ version: '0', trail: 't', epoch: 'e', state: 'ready', workspace: 'acme', first: 0, last: 0, events: 0 },
  ...{ diskBytes: 0, memoryBytes: 0, startedAt: '', accepted: 0, duplicates: 0, rejected: {}, clients: 1 },
  ...{ ratePerSecond: 0, problems: ['The disk is nearly full'] },
}

/** A dashboard in the middle of things, so that every key has something to do. */
function inTheMiddle(mode: Mode): Model {
  const connection = { kind: 'open', hello: HELLO } as const
  const model = newModel({
    now,
    timeZone: 'Asia/Tokyo',
    columns: 200,
    rows: 40,
    connection,
    demo: false,
    mouse: true,
    maxEvents: 1000,
  })
  measure(model)
  update(model, { type: 'connection', state: connection })
  update(model, { type: 'frame', frame: { events: auditEvents(300), cursor: '' } })
  const values = ['Sources', 'Users', 'Warehouses', 'Functions'].map((value, i) => ({ value, count: 9 - i }))
  const counts = new Array<number>(50).fill(7)
  const [from, to] = [T0, T0 + 300_000].map((ms) => new Date(ms).toISOString()) as [string, string]
  update(model, { type: 'histogram', of: 'live', histogram: { from, to, intervalMs: 6000, counts, asOf: 300 } })
  update(model, { type: 'facets', of: 'live', facets: { area: { values, distinct: 4 } } })
  for (const filter of ['has:changes', 'outcome:failure', '']) {
    press(model, '/', 'C-u')
    for (const letter of filter) press(model, letter)
    press(model, 'enter')
  }
  press(model, 'l', ...new Array(150).fill('k'))
  update(model, { type: 'reported', report: { status: STATUS, jobs: JOBS, tasks: [] } })
  moveToJob(model, 1)
  moveToAlert(model, 1)
  const browse = browseOf(model)
  browse.facets = { ...browse.facets, cursor: { ...browse.facets.cursor, area: 1 } }
  if (mode === 'detail' || mode === 'facets') {
    browse.detailOpen = true
    model.rows = 14
    browse.focus = mode === 'detail' ? 'detail' : 'area'
    browse.detailScroll = 3
    browse.detail.row = 'when'
    // What is related is asked for once.
    update(model, { type: 'tick' })
  }
  if (mode === 'histogram') {
    browse.focus = 'histogram'
    browse.brush = { atMs: T0 + 150_000 }
  }
  if (mode === 'chips') {
    update(model, { type: 'key', key: '/' })
    update(model, { type: 'paste', text: 'area:Users outcome:success -has:changes' })
    press(model, 'enter')
    browse.focus = 'chips'
    browse.chips = { ...browse.chips, cursor: 1 }
  }
  if (mode === 'prompt') openOverlay(model, 'prompt', { ...openPrompt('', vocabularyOf(model)), recalled: 0 })
  if (mode === 'presets') openOverlay(model, 'presets', { cursor: 2 })
  if (mode === 'recall') {
    model.history = ['area:a', 'area:b', 'area:c']
    openOverlay(model, 'prompt', openPrompt('', vocabularyOf(model)))
    openOverlay(model, 'recall', { line: typed('area'), cursor: 1 })
  }
  model.savedViews = ['one', 'two', 'three'].map((name) => ({ name, filter: `actor:${name}` }))
  if (mode === 'saved-views') openOverlay(model, 'saved-views', { cursor: 1 })
  if (mode === 'save-view') openOverlay(model, 'save-view', { line: typed('four') })
  if (mode === 'help') openOverlay(model, 'help', { ...openHelp(), cursor: 3 })
  if (mode === 'find') openOverlay(model, 'find', { line: typed('Users'), before: undefined })
  if (mode === 'go-to') openOverlay(model, 'go-to', { line: typed('-1h'), refused: false })
  if (mode === 'export') openOverlay(model, 'export', openExport(SCOPES, now()))
  if (mode === 'copy') press(model, 'y', 'j')
  if (mode === 'marks' || mode === 'note') press(model, 'm', 'k', 'm', 'k', 'm', "'", 'j')
  if (mode === 'note') press(model, 'n', 'x')
  if (mode === 'plain') {
    browse.focus = 'detail'
    model.rows = 14
    press(model, 'C-o', 'j', 'j')
  }
  if (mode === 'alerts' || mode === 'jobs' || mode === 'stats' || mode === 'forwarding') model.current = mode
  const destinations = ['one', 'two', 'three'].map((name) => destination({ name, type: 'file' }))
  const [letter] = DEAD
  const samples = DEAD.map(({ seq, at, message }) => ({ seq, at, message }))
  const list = [{ step: 'failedDelivery', code: letter!.code, count: 9, samples }] as const
  update(model, { type: 'destinations', destinations, discards: { name: 'two', list } })
  moveToDestination(model, 1)
  if (mode === 'destination') openOverlay(model, mode, { name: 'two', cursor: 12 })
  if (mode === 'dead-letters') openOverlay(model, mode, { name: 'two', letters: DEAD, more: false, cursor: 1 })
  if (mode === 'confirm-destination') openOverlay(model, mode, openConfirm('delete', 'two'))
  if (mode === 'destination-form') {
    const form = openForm('create')
    openOverlay(model, mode, { ...form, answers: { name: 'four' }, at: 1 })
  }
  if (mode === 'run-job') openOverlay(model, 'run-job', openRunJob(JOBS[1]!))
  if (mode === 'palette') {
    model.ran = ['view jobs', 'since 1h', 'messages']
    openOverlay(model, 'palette', { ...openPalette('a'), cursor: 2, recalled: 1 })
  }
  if (mode === 'sheet') {
    for (let i = 0; i < 99; i++) note(model, `Message ${i}`)
    openOverlay(model, 'sheet', { topic: { kind: 'messages' }, top: 30 })
  }
  return model
}

const SCOPES = [
  { name: 'all', filter: '' },
  { name: 'screen', filter: 'seq:1..9' },
] as const

const press = (model: Model, ...keys: readonly string[]): Effect[] =>
  keys.flatMap((key) => update(model, { type: 'key', key }))

function drawn(model: Model): string {
  const { view, focus, detailOpen, column } = browseOf(model)
  return JSON.stringify([viewScreen(model), view, focus, detailOpen, model.overlays, column])
}

function lookForUsers(model: Model): void {
  browseOf(model).highlight = highlightOf('Users')
}

function markBeside(model: Model, by: 1 | -1): void {
  const { list, view } = browseOf(model)
  addMarks(model, [list.at(view.cursor + by) as AuditEvent])
}

/** What must be so for a key to do something. */
const PREPARE: Record<string, (model: Model) => unknown> = {
  'cancel-export': (model) => {
    model.exporting = { request: { filter: '', format: 'csv', raw: false, path: 'x' }, rows: 1 }
  },
  again: (model) => {
    model.connection = { kind: 'waiting', attempt: 1, retryAtMs: now(), error: new Error() as never }
  },
  'next-hit': lookForUsers,
  'previous-hit': lookForUsers,
  context: (model) => {
    browseOf(model).filter = applied('outcome:success', model.clock)
  },
  'since-ever': (model) => {
    press(model, '1', 'T')
  },
  'view-live': (model) => {
    if (model.current !== 'live') return
    Object.assign(model.browses.search, { focus: model.browses.live.focus, detailOpen: true })
    model.current = 'search'
  },
  back: (model) => {
    browseOf(model).detailOpen = true
  },
  'next-export-choice': (model) => press(model, 'down'),
  'previous-export-choice': (model) => press(model, 'down'),
  'mark-range': (model) => press(model, 'm', 'k', 'k'),
  'cancel-task': (model) => {
    const task = { id: '7', kind: 'replay', state: 'running', startedAt: '', steps: [] } as const
    update(model, { type: 'reported', report: { status: STATUS, jobs: [], tasks: [task] } })
  },
  'next-mark': (model) => markBeside(model, 1),
  'previous-mark': (model) => markBeside(model, -1),
  'recall-newer': (model) => {
    press(model, 'up', 'up')
  },
}

for (const mode of Object.keys(KEYMAP) as Mode[]) {
  for (const { keys, command } of KEYMAP[mode].flat()) {
    test.each([...keys])(`in mode ${mode}, %s does ${command}`, (key) => {
      const model = inTheMiddle(mode)
      PREPARE[command]?.(model)
      expect(modeOf(model)).toBe(mode)
      expect(bindingsOf(model).find((binding) => (binding.keys as readonly string[]).includes(key))?.command).toBe(
        command,
      )
      const before = drawn(model)
      const effects = press(model, key)
      expect(effects.length > 0 || drawn(model) !== before).toBe(true)
    })
  }
}

test('a key that has no meaning changes nothing', () => {
  const model = inTheMiddle('list')
  const before = drawn(model)
  expect(press(model, 'Q', 'f9', 'C-x')).toEqual([])
  expect(drawn(model)).toBe(before)
})

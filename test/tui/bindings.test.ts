import { expect, test } from 'vitest'
import type { JobInfo, Status } from '#protocol/request.js'
import { bindingsOf, KEYMAP, type Mode, modeOf } from '#tui/keymap/keymap.js'
import { moveToAlert } from '#tui/model/alerts.js'
import { browseOf } from '#tui/model/browse.js'
import type { Effect } from '#tui/model/effect.js'
import { openExport } from '#tui/model/export-dialog.js'
import { openHelp } from '#tui/model/help.js'
import { moveToJob, openRunJob } from '#tui/model/jobs.js'
import { type Model, newModel } from '#tui/model/model.js'
import { openOverlay } from '#tui/model/overlay.js'
import { openPalette } from '#tui/model/palette.js'
import { openPrompt, vocabularyOf } from '#tui/model/prompt.js'
import { note } from '#tui/model/toast.js'
import { measure, viewScreen } from '#tui/screen.js'
import { update } from '#tui/update.js'
import { auditEvents, T0 } from '../support/audit-event.js'

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
  update(model, { type: 'facets', of: 'live', facets: { area: { values, distinct: 4 } } })
  for (const filter of ['has:changes', 'outcome:failure', '']) {
    press(model, '/', 'C-u')
    for (const letter of filter) press(model, letter)
    press(model, 'enter')
  }
  press(model, 'l', ...new Array(150).fill('k'))
  update(model, { type: 'reported', report: { status: STATUS, jobs: JOBS } })
  moveToJob(model, 1)
  moveToAlert(model, 1)
  const browse = browseOf(model)
  browse.facets = { ...browse.facets, cursor: { area: 1, action: 0, actor: 0 } }
  if (mode === 'detail' || mode === 'facets') {
    browse.detailOpen = true
    model.rows = 14
    browse.focus = mode === 'detail' ? 'detail' : 'area'
    browse.detailScroll = 3
  }
  if (mode === 'prompt') openOverlay(model, 'prompt', { ...openPrompt('', vocabularyOf(model)), recalled: 0 })
  if (mode === 'help') openOverlay(model, 'help', { ...openHelp(), cursor: 3 })
  if (mode === 'export') openOverlay(model, 'export', openExport('', now()))
  if (mode === 'alerts' || mode === 'jobs' || mode === 'stats') model.current = mode
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

const press = (model: Model, ...keys: readonly string[]): Effect[] =>
  keys.flatMap((key) => update(model, { type: 'key', key }))

function drawn(model: Model): string {
  const { view, focus, detailOpen, column } = browseOf(model)
  return JSON.stringify([viewScreen(model), view, focus, detailOpen, model.overlays, column])
}

/** What must be so for a key to do something. */
const PREPARE: Record<string, (model: Model) => void> = {
  'cancel-export': (model) => {
    model.exporting = { request: { filter: '', format: 'csv', path: 'x' }, rows: 1 }
  },
  reconnect: (model) => {
    model.connection = { kind: 'waiting', attempt: 1, retryAtMs: now(), error: new Error() as never }
  },
  'view-live': (model) => {
    if (model.current !== 'live') return
    Object.assign(model.browses.search, { focus: model.browses.live.focus, detailOpen: true })
    model.current = 'search'
  },
  back: (model) => {
    browseOf(model).detailOpen = true
  },
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

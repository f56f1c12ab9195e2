import type { ALWAYS } from '#tui/keymap/always.js'
import type { EXPORTING } from '#tui/keymap/exporting.js'
import type { FILTER } from '#tui/keymap/filter.js'
import type { FINDING_OUT } from '#tui/keymap/finding-out.js'
import type { LOOK } from '#tui/keymap/look.js'
import type { MARKS } from '#tui/keymap/marks.js'
import type { PANES } from '#tui/keymap/panes.js'
import type { SEARCHING } from '#tui/keymap/searching.js'
import type { URGENT } from '#tui/keymap/urgent.js'
import type { VIEWS } from '#tui/keymap/views.js'
import type { Binding } from '#tui/model/binding.js'
import type { Look } from './look.js'
import type { Scenario } from './scenario.js'
import { both, changed, earlier, filtered, gone, higher, later, moved, on, tells } from './sights.js'

type Of<Table extends readonly Binding[]> = Readonly<Record<Table[number]['command'], Scenario>>

export const ALWAYS_DOES: Of<typeof ALWAYS> = {
  'help-anywhere': {
    says: 'the keys of where I am are listed, also while I type',
    after: /┌─ keys|^\?\s+\d+/m,
    back: 'escape',
  },
  quit: {
    says: 'the dashboard ends, with 0, and gives my shell back',
    after: ({ isAlternate, text }) => !isAlternate && text.includes('0> '),
    back: 'space clear;$DASHBOARD enter',
  },
  redraw: {
    says: 'what another program wrote over the screen is gone',
    meanwhile: ({ screen }) => screen.write('\x1b[H~~~~~~\x1b[2;1H~~~~~~'),
    before: '~~~~~~',
    after: gone('~~~~~~'),
  },
  suspend: {
    says: 'I am in my shell again, until fg',
    after: ({ isAlternate, text }) => !isAlternate && /Stopped/.test(text),
    back: 'fg enter',
  },
}

/** Not the sign of a task that runs. */
const OFFLINE = /reconnecting|NOT CO|AS OF THEN|◐(?! replay)|─ ○/

export const URGENT_DOES: Of<typeof URGENT> = {
  'cancel-export': {
    says: 'the export that is running stops',
    given: (opens) => [['x', /CSV|raw|csv/], ['enter', /⇣/], ...opens],
    after: gone('⇣'),
    pretend: { why: 'a real export of few events is over before a key can be pressed' },
  },
  again: {
    says: 'it connects again at once, not only when its time has come',
    after: gone(OFFLINE),
    pretend: {
      why: 'a real daemon is tried again after a second or less at first',
      begin: async ({ daemon, screen }) => {
        daemon.lose(daemon.now() + 300_000)
        // The parts of the filter have the line of the state where there is no more room.
        if (screen.lines.at(-1)?.includes('acme')) return
        await screen.see(OFFLINE)
      },
    },
  },
}

export const PRESETS = /[│▌ ]\d +●? *last \d/
export const FOR_EVE = '/ C-u eve@acme.io enter'

export const FILTER_DOES: Of<typeof FILTER> = {
  'edit-filter': { says: 'I can type what to see', after: /▏/ },
  'toggle-filter': {
    says: 'the filter is off, and on again',
    given: [[FOR_EVE, filtered]],
    after: (now) => !filtered(now),
    again: filtered,
  },
  'filter-before': {
    says: 'the filter is as it was before I changed it last',
    given: [[FOR_EVE, filtered]],
    after: (now) => !filtered(now),
  },
  'pivot-actor': { says: 'only what the actor of this event did is left', after: filtered },
  'pivot-resource': { says: 'only what was done to this resource is left', after: filtered },
  'choose-time': { says: 'I am asked for which stretch of time to see', after: PRESETS },
  'saved-views': { says: 'I see the views that I saved, none yet', after: /no view is saved/ },
  histogram: { says: 'I can pick out a time in the histogram', after: moved },
}

const FIND_POLICY = ['s C-u Policy enter', /⏸|─ SEARCH|^.?\*/m] as const

export const SEARCHING_DOES: Of<typeof SEARCHING> = {
  find: { says: 'I can type a text to find', after: /find ▏/ },
  'next-hit': {
    says: 'the cursor goes to the next event that holds the text',
    given: [FIND_POLICY, ['N', earlier]],
    after: later,
  },
  'previous-hit': {
    says: 'the cursor goes to the event before that holds the text',
    given: [FIND_POLICY],
    after: earlier,
  },
  'next-failure': {
    says: 'the cursor goes to the next event that failed',
    given: [
      ['E', earlier],
      ['E', earlier],
    ],
    after: later,
  },
  'previous-failure': { says: 'the cursor goes to the event before that failed', after: earlier },
  context: {
    says: 'I see what happened around this event, without the filter, and then the filter again',
    given: [[FOR_EVE, filtered]],
    after: (now) => !filtered(now),
    again: filtered,
  },
  'go-to': { says: 'I can type a time to go to', after: /go to ▏/ },
}

/** How many signs of marks are in sight: before events of the list, and in the detail of one. */
const signs = ({ text }: Look): number => text.match(/(^|│)[▌ ]([ *✗⚠]*m\d|marked )/gm)?.length ?? 0
/** Where the list is not in sight, it is told. */
export const MARKED = (now: Look, before: Look): boolean => tells(/· marked/)(now, before) || signs(now) > signs(before)
const UNMARKED = (now: Look, before: Look): boolean => tells(/taken off/)(now, before) || signs(now) < signs(before)
/** All marks off; then it is told that there is none, in place of what was told before. */
export const UNMARK = `' ${'m '.repeat(20)}escape u`

export const MARKS_DOES: Of<typeof MARKS> = {
  mark: { says: 'the event is marked, and no longer', after: MARKED, again: UNMARKED, back: `escape escape ${UNMARK}` },
  'mark-range': {
    says: 'all from the event marked last to this one are marked',
    given: [
      ['m', MARKED],
      ['E', earlier],
    ],
    after: (now, before) => tells(/· marked \d/)(now, before) || signs(now) > signs(before),
    back: `escape escape ${UNMARK}`,
  },
  'next-mark': {
    says: 'the cursor goes to the next marked event',
    given: [
      ['m', MARKED],
      ['E', earlier],
    ],
    after: later,
    back: `escape escape ${UNMARK}`,
  },
  'previous-mark': {
    says: 'the cursor goes to the marked event before',
    given: [
      ['E', earlier],
      ['E', earlier],
      ['m', MARKED],
      ['e', later],
    ],
    after: earlier,
    back: `escape escape ${UNMARK}`,
  },
  marks: {
    says: 'the marked events are listed',
    given: [['m', MARKED]],
    after: higher,
    back: `escape escape ${UNMARK}`,
  },
  plain: { says: 'I see bare text to select with the mouse', after: /Esc (goes )?back/ },
}

export const COMMANDS = /┌─ commands|^:.* \d+$/m

export const FINDING_OUT_DOES: Of<typeof FINDING_OUT> = {
  help: { says: 'the keys are listed', after: /┌─ keys|^\?\s+\d+/m },
  palette: { says: 'I can type a command', after: COMMANDS },
  'back-or-quit': { says: 'I am back at the events', after: changed },
}

const SEARCH = ({ text }: Look) => /─ SEARCH|^\? /m.test(text)

export const VIEWS_DOES: Of<typeof VIEWS> = {
  'view-live': {
    says: 'I see what happens now',
    given: (opens) => [['2', both(SEARCH, on(/▌/))], ...opens],
    after: (now) => !SEARCH(now),
  },
  'view-search': { says: 'I see the trail as of this moment', after: SEARCH },
  'view-alerts': { says: 'I see what needs attention', after: /─ ALERTS/ },
  'view-jobs': { says: 'I see what the daemon does by itself', after: /─ JOBS/ },
  'view-stats': { says: 'I see figures', after: /─ STATS/ },
  'view-forwarding': { says: 'I see where events are sent on to', after: /─ FORWARDING/ },
}

const ZOOMED = /zoomed|\bz ?$|^z /m

/** Where that cannot be, it is told; the keys back put another message in its place. */
const RESIZED = (now: Look, before: Look) => now.edges !== before.edges || tells(/Nothing stan|no more/)(now, before)

export const PANES_DOES: Of<typeof PANES> = {
  'next-pane': { says: 'the keys go to the next pane', after: changed },
  'previous-pane': { says: 'the keys go to the pane before', after: changed },
  zoom: { says: 'the pane has the whole screen, and no longer', after: ZOOMED, again: gone(ZOOMED) },
  shrink: { says: 'the pane is smaller', after: RESIZED, back: '> escape escape escape u' },
  grow: { says: 'the pane is larger', after: RESIZED, back: '< escape escape escape u' },
}

export const EXPORTING_DOES: Of<typeof EXPORTING> = {
  export: { says: 'I am asked what to export, and where to', after: /CSV|csv/ },
}

export const LOOK_DOES: Of<typeof LOOK> = {
  'cycle-time': { says: 'times are told in another form', after: changed, back: 'escape escape escape t t' },
  'toggle-mouse': {
    says: 'the mouse selects text, as if there were no program, and no longer',
    after: /mouse/i,
    again: changed,
  },
}

/** In the panes of the views of events. */
export const ON_EVENTS = {
  ...URGENT_DOES,
  ...FILTER_DOES,
  ...SEARCHING_DOES,
  ...MARKS_DOES,
  ...FINDING_OUT_DOES,
  ...VIEWS_DOES,
  ...PANES_DOES,
  ...EXPORTING_DOES,
  ...LOOK_DOES,
  ...ALWAYS_DOES,
}

/** In the views without events. */
export const WITHOUT_EVENTS = { ...URGENT_DOES, ...FINDING_OUT_DOES, ...VIEWS_DOES, ...LOOK_DOES, ...ALWAYS_DOES }

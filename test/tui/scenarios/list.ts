import { ALWAYS_DOES, ON_EVENTS } from './anywhere.js'
import type { Play } from './scenario.js'
import { both, earlier, FOLLOWS, filtered, further, gone, higher, later, lower, moved, on, PAUSED } from './sights.js'

const FURTHER_UP = ['pageup pageup', PAUSED] as const
const A_FEW_UP = ['k k k', PAUSED] as const

export const LIST: Play<'list'> = {
  opens: [],
  scenarios: {
    ...ON_EVENTS,
    'back-or-quit': {
      says: 'the dashboard ends, with 0',
      after: ({ isAlternate, text }) => !isAlternate && text.includes('0> '),
      back: 'space clear;$DASHBOARD enter',
    },
    'pause-or-follow': {
      says: 'the stream stands still, though events go on arriving, and follows again',
      after: PAUSED,
      next: [(stage) => stage.arrive(3), (now, before) => /▼ ?3/.test(now.text) && now.chosen === before.chosen],
      again: FOLLOWS,
    },
    follow: {
      says: 'I am at the newest event, and it follows',
      given: [FURTHER_UP],
      meanwhile: (stage) => stage.arrive(2),
      before: /▼ ?2/,
      after: FOLLOWS,
    },
    first: {
      says: 'I am at the oldest event of the trail',
      after: on(/Trail/),
    },
    next: { says: 'the cursor is on the next event', given: [A_FEW_UP], after: later },
    previous: { says: 'the cursor is on the event before', after: earlier },
    'half-page-down': { says: 'the cursor is half a page further down', given: [FURTHER_UP], after: later },
    'half-page-up': { says: 'the cursor is half a page further up', after: earlier },
    'page-down': { says: 'the cursor is a page further down', given: [FURTHER_UP], after: later },
    'page-up': { says: 'the cursor is a page further up', after: earlier },
    'column-right': { says: 'the column further right is under the cursor', after: further(1), back: 'h' },
    'column-left': { says: 'the column further left is under the cursor', after: further(-1), back: 'l' },
    'open-detail': { says: 'I see all there is to know of the event', after: /result|res…/ },
    'include-cell': { says: 'only events with this action are left', after: filtered },
    'exclude-cell': { says: 'no event with this action is left', after: filtered },
    'only-cell': {
      says: 'this action is the only filter',
      given: [['/ eve@acme.io enter', filtered]],
      after: moved,
      at: {
        '80x24': { after: /filter action:"Policy Updated"/ },
        '200x50': { after: /filter action:"Policy Updated"/ },
      },
    },
    wrap: { says: 'what is too long goes on below, and is cut again', after: /wrapped/, again: /are cut/ },
    columns: { says: 'I can choose the columns', after: /\[x\] TIME/ },
    copy: { says: 'I am asked what of the event to copy', after: /event a/ },
    back: { says: 'the detail that was open is closed', given: [['enter', /result|res…/]], after: moved },
  },
}

export const COLUMNS: Play<'columns'> = {
  opens: [['f', on(/\[x\] TIME/)]],
  cleans: 'j f = escape',
  scenarios: {
    ...ALWAYS_DOES,
    'toggle-column': {
      says: 'the column is gone from the list, and is there again',
      after: both(on(/\[ \] TIME/), gone(/TIME +ACTOR/)),
      again: on(/\[x\] TIME/),
    },
    'column-earlier': { says: 'the column stands further left', given: [['j', lower]], after: higher },
    'column-later': { says: 'the column stands further right', after: both(on(/TIME/), lower) },
    'usual-columns': {
      says: 'the columns are those that the list has by itself',
      given: [['space', on(/\[ \] TIME/)]],
      after: on(/\[x\] TIME/),
    },
    'next-column': { says: 'the cursor is on the next column', after: lower },
    'previous-column': { says: 'the cursor is on the column before', given: [['j', lower]], after: higher },
    'leave-columns': { says: 'the list of columns is closed', after: gone(/\[x\] TIME/) },
  },
}

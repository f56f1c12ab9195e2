import { FOR_EVE, ON_EVENTS } from './anywhere.js'
import type { Look } from './look.js'
import type { Play } from './scenario.js'
import { changed, earlier, filtered, further, gone, higher, later, lower, moved, on } from './sights.js'

const BACK = 'I am back at the list'

export const FACETS: Play<'facets'> = {
  opens: [['tab', on(/\[ \]/)]],
  scenarios: {
    ...ON_EVENTS,
    'include-value': {
      says: 'only events with this value are left, and all again',
      after: on(/\[x\]/),
      again: on(/\[ \]/),
    },
    'exclude-value': {
      says: 'no event with this value is left, and all again',
      after: on(/\[-\]/),
      again: on(/\[ \]/),
    },
    'only-value': { says: 'only events with this value are left', after: filtered },
    'next-value': { says: 'the cursor is on the next value', after: lower, back: 'g' },
    'previous-value': { says: 'the cursor is on the value before', given: [['j j', lower]], after: higher, back: 'g' },
    'first-value': { says: 'the cursor is on the most frequent value', given: [['j j', lower]], after: higher },
    'last-value': { says: 'the cursor is on the least frequent value listed', after: lower, back: 'g' },
    'next-facet': { says: 'I am at the values of the next field', after: moved, back: 'h' },
    'previous-facet': { says: 'I am at the values of the field before', given: [['l', moved]], after: moved },
    back: { says: BACK, after: gone(/\[ \]/), at: { '200x50': { after: moved } } },
  },
}

export const DETAIL: Play<'detail'> = {
  opens: [['enter', /res(ult|…)/]],
  scenarios: {
    ...ON_EVENTS,
    'detail-next': { says: 'the next event is shown', given: [['[', earlier]], after: later },
    'detail-previous': { says: 'the event before is shown', after: earlier },
    copy: { says: 'I am asked what of the event to copy', after: /event a/ },
    'open-row': {
      says: 'what this row holds is folded, and shown again',
      given: [['G', moved]],
      after: changed,
      again: changed,
    },
    'include-field': { says: 'only events with what is on this row are left', after: filtered },
    'exclude-field': { says: 'no event with what is on this row is left', after: filtered },
    'only-field': { says: 'what is on this row is the only filter', after: filtered },
    'row-down': { says: 'the cursor is on the row below', after: lower },
    'row-up': { says: 'the cursor is on the row above', given: [['j', lower]], after: higher },
    'next-hunk': { says: 'the cursor is on the next part of the event', after: moved },
    'previous-hunk': { says: 'the cursor is on the part before', given: [['} }', moved]], after: moved },
    reveal: {
      says: 'what was masked is shown, and masked again',
      given: [['G', moved]],
      after: changed,
      again: changed,
    },
    'scroll-page-down': { says: 'I see the next page of the event', after: changed },
    'scroll-page-up': { says: 'I see the page before', given: [['pagedown pagedown', changed]], after: changed },
    'scroll-down': { says: 'the event moves up a line', after: changed },
    'scroll-up': { says: 'the event moves down a line', given: [['C-e C-e', changed]], after: changed },
    'scroll-first': { says: 'I see the top of the event', given: [['G', moved]], after: moved },
    'scroll-last': { says: 'I see the end of the event', after: moved },
    back: { says: BACK, after: gone(/res(ult|…)/) },
  },
}

const WORD = ({ cell }: Look) => cell.includes('acme')
const AREA = ({ cell }: Look) => cell.includes('area')

export const CHIPS: Play<'chips'> = {
  opens: [
    ['/ acme space -area:Privacy enter', filtered],
    ['S-tab', ({ cell }) => /acme|area/.test(cell)],
  ],
  scenarios: {
    ...ON_EVENTS,
    again: { ...ON_EVENTS.again, at: { '20x5': { after: /offline/ } } },
    'filter-before': {
      says: 'the filter is as it was before',
      given: [[FOR_EVE, /eve@acme/]],
      after: /^ (filter )?acme/m,
    },
    'pivot-actor': { ...ON_EVENTS['pivot-actor'], after: /actor:(u-eve|eve@acme)/ },
    'pivot-resource': { ...ON_EVENTS['pivot-resource'], after: 'resource:pol_1' },
    'view-live': { ...ON_EVENTS['view-live'], at: { '20x5': { after: /▶/ } } },
    'view-search': { ...ON_EVENTS['view-search'], at: { '20x5': { shown: 'escape' } } },
    zoom: { ...ON_EVENTS.zoom, at: { '20x5': { shown: 'escape', again: undefined, back: 'z' } } },
    'toggle-chip': {
      says: 'this part of the filter is off, and on again',
      after: ({ cell }) => /○/.test(cell),
      again: ({ cell }) => !/○/.test(cell),
    },
    'edit-chip': { says: 'I can edit this part of the filter', after: /▏/ },
    'remove-chip': { says: 'this part of the filter is gone', after: (now, before) => now.cell !== before.cell },
    'turn-chip': { says: 'what was let in is kept out', after: ({ cell }) => /^-/.test(cell) },
    'next-chip': { says: 'I am at the next part of the filter', given: [['g', WORD]], after: AREA },
    'previous-chip': { says: 'I am at the part before', given: [['G', AREA]], after: WORD },
    'first-chip': { says: 'I am at the first part', given: [['G', AREA]], after: WORD },
    'last-chip': { says: 'I am at the last part', given: [['g', WORD]], after: AREA },
    back: { says: BACK, after: (now, before) => now.cell !== before.cell },
  },
}

export const HISTOGRAM: Play<'histogram'> = {
  opens: [['i', /zoom in/]],
  at: { '20x5': { opens: [['i', /┤/]] } },
  scenarios: {
    ...ON_EVENTS,
    'next-bucket': {
      says: 'I am at the column to the right, which is later',
      given: [['h h', further(-1)]],
      after: further(1),
    },
    'previous-bucket': { says: 'I am at the column to the left, which is earlier', after: further(-1), back: 'G' },
    'later-buckets': { says: 'I am some columns later', given: [['g', further(-1)]], after: further(1) },
    'earlier-buckets': { says: 'I am some columns earlier', after: further(-1), back: 'G' },
    'first-bucket': { says: 'I am at the earliest column', after: further(-1), back: 'G' },
    'last-bucket': { says: 'I am at the latest column', given: [['g', further(-1)]], after: further(1) },
    'begin-stretch': {
      says: 'a stretch of time begins here, and what I move over is in it',
      after: changed,
    },
    'zoom-in': { says: 'only events of this time are left', after: filtered },
    back: {
      says: BACK,
      after: gone(/zoom in|┤/),
      at: { '80x24': { after: gone('zoom in') }, '200x50': { after: gone('zoom in') } },
    },
    histogram: {
      says: BACK,
      after: gone(/zoom in|┤/),
      at: { '80x24': { after: gone('zoom in') }, '200x50': { after: gone('zoom in') } },
    },
  },
}

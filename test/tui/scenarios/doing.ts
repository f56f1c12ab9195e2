import { ALWAYS_DOES, MARKED, UNMARK } from './anywhere.js'
import type { Look } from './look.js'
import type { Play, Scenario } from './scenario.js'
import { changed, earlier, gone, higher, lower, moved, on } from './sights.js'

export const EXPORT: Play<'export'> = {
  opens: [['x', '( ) raw']],
  scenarios: {
    ...ALWAYS_DOES,
    'start-export': { says: 'the events are in a file', after: /exported/ },
    'next-export-field': { says: 'I am at the next field', given: [['up', changed]], after: changed },
    'previous-export-field': { says: 'I am at the field before', after: changed },
    'next-export-choice': { says: 'the next choice is taken', given: [['up up', changed]], after: changed },
    'previous-export-choice': {
      says: 'the choice before is taken',
      given: [
        ['up up', changed],
        ['right', changed],
      ],
      after: changed,
    },
    'complete-export-path': {
      says: 'the path is written as far as it is sure',
      given: [['C-u /et', '/et']],
      after: '/etc',
    },
    'leave-export': { says: 'the dialog is closed', after: gone('( ) raw') },
  },
}

const copies = (what: string, copied: RegExp): Scenario => ({
  says: `${what} is in the clipboard`,
  after: ({ clipboard = '' }) => copied.test(clipboard),
})
const JSON_OF_EVENT = /^{"id":".*"Policy Updated"/

export const COPY: Play<'copy'> = {
  opens: [['y', /event a/]],
  scenarios: {
    ...ALWAYS_DOES,
    'copy-chosen': copies('what the cursor is on', JSON_OF_EVENT),
    'copy-event': copies('the event as JSON', JSON_OF_EVENT),
    'copy-field': {
      ...copies('the field under the cursor of the detail', /^Policy Updated$/),
      given: () => [
        ['enter', /res(ult|…)/],
        ['y', /event a/],
      ],
    },
    'copy-message': copies(
      'the event in one line',
      /^[\d-]+ [\d:]+ UTC · Policy Updated · .+ · by eve@acme.io · \w+ · id [\da-f-]{36}$/,
    ),
    'copy-id': copies('its id', /^[\da-f-]{36}$/),
    'copy-actor': copies('its actor', /^eve@acme.io$/),
    'copy-target': copies('its target', /^pol_1$/),
    'copy-link': copies('the command that shows it', /^audit-trail show /),
    'copy-command': copies('the command that finds what is listed', /^audit-trail search /),
    'copy-next': { says: 'the cursor is further down in the menu', after: lower },
    'copy-previous': { says: 'the cursor is further up in the menu', given: [['j', lower]], after: higher },
    'leave-copy': { says: 'nothing is copied', after: gone(/event a/) },
  },
}

const BARE = /Esc (goes )?back/

export const PLAIN: Play<'plain'> = {
  // The list is no longer than a screen; an event with much to tell is.
  opens: [
    ['g', on(/Trail/)],
    ['enter', /res(ult|…)/],
    ['C-o', BARE],
  ],
  scenarios: {
    ...ALWAYS_DOES,
    'plain-down': { says: 'I see a line further down', after: changed },
    'plain-up': { says: 'I see a line further up', given: [['pagedown', changed]], after: changed },
    'plain-page-down': { says: 'I see a page further down', after: changed },
    'plain-page-up': { says: 'I see a page further up', given: [['pagedown', changed]], after: changed },
    'leave-plain': { says: 'I am back at the dashboard', after: gone(BARE) },
  },
}

const MARKS_OPEN = ({ text, lines }: Look) =>
  lines.length > 5 ? text.includes('┌─ marks') : lines.at(-1)!.trim() === ''

export const MARKS: Play<'marks'> = {
  opens: [
    ['m', MARKED],
    ['E', earlier],
    ['m', MARKED],
    ["'", MARKS_OPEN],
  ],
  cleans: UNMARK,
  scenarios: {
    ...ALWAYS_DOES,
    'go-to-mark': { says: 'I am at the marked event', after: moved },
    'write-note': { says: 'I can write a note', after: /┌─ note|on Policy/ },
    'take-mark-off': { says: 'it is no longer marked', after: moved },
    'marks-next': { says: 'the cursor is on the next mark', after: lower },
    'marks-previous': { says: 'the cursor is on the mark before', given: [['j', lower]], after: higher },
    'leave-marks': { says: 'the list is closed', after: moved },
  },
}

export const NOTE: Play<'note'> = {
  opens: [
    ['m', MARKED],
    ["'", MARKS_OPEN],
    ['n', /┌─ note|on Policy/],
    ['suspicious', /suspic/],
  ],
  cleans: UNMARK,
  scenarios: {
    ...ALWAYS_DOES,
    'keep-note': { says: 'the note stands beside the mark', after: changed },
    'leave-note': { says: 'there is no note', after: gone(/suspic/) },
  },
}

import { ALWAYS_DOES, PRESETS as TIMES } from './anywhere.js'
import type { Play, Scenario } from './scenario.js'
import { filtered, gone, higher, lower, moved, on } from './sights.js'

export const PROMPT: Play<'prompt'> = {
  opens: [['/', /▏/]],
  scenarios: {
    ...ALWAYS_DOES,
    'apply-filter': { says: 'only what matches is left', given: [['eve@acme.io', 'eve']], after: filtered },
    'leave-prompt': { says: 'the filter stays as it was', given: [['eve@acme.io', 'eve']], after: gone('▏') },
    complete: { says: 'the key is written to its end', given: [['outc', /outc/]], after: /▏o?utcome:/ },
    'complete-back': {
      says: 'the last candidate is taken',
      given: [['outcome:', /utcome:/]],
      after: /▏\S*(cess|lure)/,
    },
    'recall-older': {
      says: 'the filter that I used before is there',
      given: [
        ['eve@acme.io enter', filtered],
        ['/ C-u', gone(/▏\S*acme/)],
      ],
      after: /▏\S*acme/,
    },
    'recall-newer': {
      says: 'the filter that I used after is there',
      given: [
        ['carol enter', filtered],
        ['/ C-u eve@acme.io enter', filtered],
        ['/ C-u', gone(/▏\S*acme/)],
        ['up', /▏\S*acme/],
        ['up', /▏carol/],
      ],
      after: /▏\S*acme/,
    },
    'search-history': { says: 'I can look for a filter that I used before', after: /used ▏/ },
  },
}

export const RECALL: Play<'recall'> = {
  opens: [
    ['/ carol enter', filtered],
    ['/ C-u eve@acme.io enter', filtered],
    ['/ C-u', gone(/▏\S*acme/)],
    ['C-r', /used ▏/],
  ],
  scenarios: {
    ...ALWAYS_DOES,
    'take-recalled': { says: 'it is in the prompt', after: gone('used ▏') },
    'older-recalled': { says: 'I am at an older filter', after: moved },
    'newer-recalled': { says: 'I am at a newer filter', given: [['up', moved]], after: moved },
    'leave-recall': { says: 'I am at what I typed', after: gone('used ▏') },
  },
}

const since = (says: string): Scenario => ({ says: `only what happened in the last ${says} is left`, after: filtered })

export const PRESETS: Play<'presets'> = {
  opens: [['T', TIMES]],
  scenarios: {
    ...ALWAYS_DOES,
    'since-5m': since('5 minutes'),
    'since-15m': since('15 minutes'),
    'since-1h': since('hour'),
    'since-6h': since('6 hours'),
    'since-24h': since('24 hours'),
    'since-7d': since('7 days'),
    'since-ever': {
      says: 'what happened at any time is there again',
      given: (opens) => [...opens, ['3', filtered], ...opens],
      after: (now) => !filtered(now) && !TIMES.test(now.text),
    },
    'use-preset': { says: 'the time under the cursor is that of the filter', given: [['k', higher]], after: filtered },
    'next-preset': { says: 'the cursor is on the next stretch of time', given: [['k k', higher]], after: lower },
    'previous-preset': { says: 'the cursor is on the stretch before', after: higher },
    'leave-presets': { says: 'the time stays as it is', after: gone(TIMES) },
  },
}

const DELETE_ALL = 'v d d d d escape'

export const SAVED_VIEWS: Play<'saved-views'> = {
  opens: [
    ['/ eve@acme.io enter', filtered],
    ['v', /no view is saved/],
    ['s C-u mine enter', on(/mine/)],
  ],
  cleans: DELETE_ALL,
  scenarios: {
    ...ALWAYS_DOES,
    'load-view': {
      says: 'the filter saved is on',
      given: [
        ['escape / C-u enter', (now) => !filtered(now)],
        ['v', on(/mine/)],
      ],
      after: filtered,
    },
    'name-view': { says: 'I am asked for a name', after: /name ?▏|name/ },
    'default-view': {
      says: 'the dashboard will begin with it, and no longer',
      after: on(/\*|default/),
      again: on(/mine/),
    },
    'share-view': {
      says: 'the command line that shows it is copied',
      after: ({ clipboard = '' }) => clipboard.startsWith('audit-trail'),
    },
    'delete-view': { says: 'it is deleted', after: /no view is saved/ },
    'put-view-back': { says: 'it is there again', given: [['d', /no view is saved/]], after: on(/mine/) },
    'next-view': {
      says: 'the cursor is on the next view',
      given: [
        ['s C-u other enter', on(/other/)],
        ['k', higher],
      ],
      after: lower,
    },
    'previous-view': {
      says: 'the cursor is on the view before',
      given: [['s C-u other enter', on(/other/)]],
      after: higher,
    },
    'leave-views': { says: 'the list of views is closed', after: gone(/● mine/) },
  },
}

export const SAVE_VIEW: Play<'save-view'> = {
  opens: [
    ['v', /no view is saved/],
    // Of the form alone: what is told of another view has "name" and "other" in it, too.
    ['s', /(^|│) name /m],
    ['C-u other', /(^|│) name other/m],
  ],
  cleans: DELETE_ALL,
  scenarios: {
    ...ALWAYS_DOES,
    'save-view': { says: 'the view is saved', after: on(/other/) },
    'leave-save-view': {
      says: 'nothing is saved',
      after: gone('┌─ save view'),
      at: { '20x5': { after: gone('other') } },
    },
  },
}

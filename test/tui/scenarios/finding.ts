import { ALWAYS_DOES, COMMANDS } from './anywhere.js'
import type { Play } from './scenario.js'
import { changed, gone, higher, lower, moved, PAUSED } from './sights.js'

export const FIND: Play<'find'> = {
  opens: [['s', /find ▏/]],
  scenarios: {
    ...ALWAYS_DOES,
    'find-first': {
      says: 'the cursor is on the nearest event that holds the text',
      given: [['Billing', 'Billing']],
      after: PAUSED,
    },
    'leave-find': { says: 'nothing is looked for', given: [['Billing', 'Billing']], after: gone('find ▏') },
  },
}

export const GO_TO: Play<'go-to'> = {
  opens: [['@', /go to ▏/]],
  scenarios: {
    ...ALWAYS_DOES,
    go: { says: 'I am at the events of that time', given: [['-5m', '-5m']], after: PAUSED },
    'leave-go-to': { says: 'I stay where I am', given: [['-5m', '-5m']], after: gone('go to ▏') },
  },
}

const KEYS = /┌─ keys|^\?\s+\d+/m

export const HELP: Play<'help'> = {
  opens: [['?', KEYS]],
  scenarios: {
    ...ALWAYS_DOES,
    'help-anywhere': { says: 'the keys are closed again', after: gone(KEYS) },
    'run-binding': { says: 'what the cursor is on is done', after: gone(KEYS) },
    'help-previous': { says: 'the cursor is on the key before', given: [['down', lower]], after: higher },
    'help-next': { says: 'the cursor is on the next key', after: lower },
    'help-page-up': { says: 'I see a page further up', given: [['pagedown', moved]], after: moved },
    'help-page-down': { says: 'I see a page further down', after: moved },
    'leave-help': { says: 'the keys are closed', after: gone(KEYS) },
  },
}

export const PALETTE: Play<'palette'> = {
  opens: [[':', COMMANDS]],
  scenarios: {
    ...ALWAYS_DOES,
    'run-line': { says: 'the command is run', given: [['messages', 'messages']], after: changed },
    'complete-line': { says: 'the command is written to its end', given: [['mess', ':mess']], after: ':messages' },
    'palette-next': { says: 'the cursor is on the next command', after: moved },
    'palette-previous': { says: 'the cursor is on the command before', given: [['down down', moved]], after: higher },
    'line-before': {
      says: 'the line that I ran before is there',
      given: [
        ['messages enter', changed],
        ['escape :', COMMANDS],
      ],
      after: ':messages',
    },
    'line-after': {
      says: 'the line that I ran after is there',
      given: [
        ['messages enter', changed],
        ['escape :', COMMANDS],
        ['C-p', ':messages'],
      ],
      after: gone(':messages'),
    },
    'leave-palette': { says: 'the commands are closed', after: gone(COMMANDS) },
  },
}

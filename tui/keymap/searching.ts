import { table } from '../model/binding.js'

/** What looks for events without hiding the others. */
export const SEARCHING = table(
  { keys: ['s'], command: 'find', help: 'Find a text without hiding what does not hold it' },
  { keys: ['n'], command: 'next-hit', help: 'Next event that holds the text found', unless: 'nothing-found' },
  { keys: ['N'], command: 'previous-hit', help: 'Previous event that holds it', unless: 'nothing-found' },
  { keys: ['e'], command: 'next-failure', help: 'Next failure' },
  { keys: ['E'], command: 'previous-failure', help: 'Previous failure' },
  { keys: ['c'], command: 'context', help: 'The event among its neighbours, without the filter; again: back' },
  { keys: ['@'], command: 'go-to', help: 'Go to a time: 12:04, -3h, yesterday 9am' },
)

/** While a text to find is typed. */
export const FIND = table(
  { keys: ['enter'], command: 'find-first', help: 'To the nearest event that holds it', footer: 'find' },
  { keys: ['escape'], command: 'leave-find', help: 'Leave it as it was', footer: 'leave' },
)

/** While a time to go to is typed. */
export const GO_TO = table(
  { keys: ['enter'], command: 'go', help: 'Go there', footer: 'go' },
  { keys: ['escape'], command: 'leave-go-to', help: 'Stay', footer: 'stay' },
)

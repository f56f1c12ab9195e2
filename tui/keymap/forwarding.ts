import { table } from '../model/binding.js'

/** In the view of forwarding. */
export const FORWARDING = table(
  {
    keys: ['enter'],
    command: 'open-destination',
    help: 'All there is to know of the destination',
    footer: 'open',
    unless: 'no-destination',
  },
  {
    keys: ['S'],
    command: 'switch-destination',
    help: 'Begin to send, or stop; to stop it asks for the name',
    footer: 'start/stop',
    unless: 'no-control',
  },
  {
    keys: ['T'],
    command: 'test-destination',
    help: 'Send one event made for the purpose',
    footer: 'test',
    unless: 'no-control',
  },
  {
    keys: ['d'],
    command: 'dead-letters',
    help: 'The events that were refused for good',
    footer: 'dead letters',
    unless: 'no-destination',
  },
  {
    keys: ['R'],
    command: 'replay',
    help: 'Send events of the past again; asks which',
    footer: 'replay',
    unless: 'no-control',
  },
  {
    keys: ['/'],
    command: 'edit-destination-filter',
    help: 'What the destination gets: a condition in FQL',
    footer: 'filter',
    unless: 'no-control',
  },
  {
    keys: ['N'],
    command: 'new-destination',
    help: 'Make a new destination; asks one thing after the other',
    footer: 'new',
    unless: 'no-making',
  },
  {
    keys: ['delete'],
    command: 'delete-destination',
    help: 'Remove the destination, its place and its dead letters; asks for its name',
    unless: 'no-control',
  },
  { keys: ['j', 'down'], command: 'next-destination', help: 'Next destination', unless: 'no-destination' },
  { keys: ['k', 'up'], command: 'previous-destination', help: 'Previous destination', unless: 'no-destination' },
  { keys: ['g', 'home'], command: 'first-destination', help: 'First destination', unless: 'no-destination' },
  { keys: ['G', 'end'], command: 'last-destination', help: 'Last destination', unless: 'no-destination' },
  { keys: ['escape'], command: 'view-live-again', help: 'Back to the events', footer: 'events' },
)

/** On the sheet of a destination. */
export const DESTINATION = table(
  { keys: ['enter'], command: 'go-to-sample', help: 'Go to the event of this example', footer: 'to the event' },
  { keys: ['j', 'down'], command: 'destination-down', help: 'Next line', footer: 'down' },
  { keys: ['k', 'up'], command: 'destination-up', help: 'Previous line', footer: 'up' },
  { keys: ['C-d', 'pagedown', 'space'], command: 'destination-page-down', help: 'A page of lines down' },
  { keys: ['C-u', 'pageup'], command: 'destination-page-up', help: 'A page of lines up' },
  { keys: ['n'], command: 'next-sample', help: 'Next example of an event that was not sent', footer: 'next example' },
  { keys: ['g', 'home'], command: 'destination-first', help: 'To the top' },
  { keys: ['G', 'end'], command: 'destination-last', help: 'To the end' },
  { keys: ['escape', 'q'], command: 'leave-destination', help: 'Close', footer: 'close' },
)

/** In the list of events that were given up. */
export const DEAD_LETTERS = table(
  {
    keys: ['enter'],
    command: 'go-to-dead',
    help: 'Go to the event',
    footer: 'to the event',
    unless: 'no-dead',
  },
  { keys: ['r'], command: 'retry-dead', help: 'Send it again', footer: 'retry', unless: 'no-dead-control' },
  {
    keys: ['R'],
    command: 'retry-all-dead',
    help: 'Send all of them again',
    footer: 'retry all',
    unless: 'no-dead-control',
  },
  {
    keys: ['d'],
    command: 'discard-dead',
    help: 'Take it off the list; asks for its seq',
    footer: 'discard',
    unless: 'no-dead-control',
  },
  {
    keys: ['D'],
    command: 'discard-all-dead',
    help: 'Take all of them off the list; asks for the name of the destination',
    footer: 'discard all',
    unless: 'no-dead-control',
  },
  { keys: ['j', 'down'], command: 'next-dead', help: 'Next event', unless: 'no-dead' },
  { keys: ['k', 'up'], command: 'previous-dead', help: 'Previous event', unless: 'no-dead' },
  { keys: ['g', 'home'], command: 'first-dead', help: 'Oldest event', unless: 'no-dead' },
  { keys: ['G', 'end'], command: 'last-dead', help: 'Newest event that is listed', unless: 'no-dead' },
  { keys: ['escape', 'q'], command: 'leave-dead-letters', help: 'Close', footer: 'close' },
)

/** Where a destination is made, its filter changed or a replay asked for. */
export const DESTINATION_FORM = table(
  { keys: ['enter'], command: 'answer', help: 'Take the answer; behind the last question: do it', footer: 'next' },
  { keys: ['tab'], command: 'next-choice', help: 'The next of the answers there are', footer: 'choose' },
  { keys: ['up', 'S-tab'], command: 'question-before', help: 'Back to the question before', footer: 'back' },
  { keys: ['escape'], command: 'leave-form', help: 'Leave everything as it is', footer: 'leave' },
)

/** Where a word is typed before something stops or goes. */
export const CONFIRM_DESTINATION = table(
  { keys: ['enter'], command: 'confirm', help: 'Do it, where the word is right', footer: 'do it' },
  { keys: ['escape'], command: 'leave-confirm', help: 'Leave it alone', footer: 'leave' },
)

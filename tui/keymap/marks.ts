import { table } from '../model/binding.js'

/** What is done with events that were picked out. */
export const MARKS = table(
  { keys: ['m'], command: 'mark', help: 'Mark the event, or take the mark off' },
  { keys: ['M'], command: 'mark-range', help: 'Mark everything from the event marked last to this one' },
  { keys: ['u'], command: 'next-mark', help: 'Next marked event' },
  { keys: ['U'], command: 'previous-mark', help: 'Previous marked event' },
  { keys: ["'"], command: 'marks', help: 'List the marks, with their notes' },
  { keys: ['C-o'], command: 'plain', help: 'Show without borders, for selecting with the mouse' },
)

/** In the list of marks. */
export const MARKS_LIST = table(
  { keys: ['enter'], command: 'go-to-mark', help: 'Go to the marked event', footer: 'go to' },
  { keys: ['n'], command: 'write-note', help: 'Write a note on the mark', footer: 'note' },
  { keys: ['m'], command: 'take-mark-off', help: 'Take the mark off', footer: 'take off' },
  { keys: ['j', 'down'], command: 'marks-next', help: 'Next mark of the list' },
  { keys: ['k', 'up'], command: 'marks-previous', help: 'Previous mark of the list' },
  { keys: ['escape', 'q', "'"], command: 'leave-marks', help: 'Close the list of marks', footer: 'close' },
)

/** While a note is written. */
export const NOTE = table(
  { keys: ['enter'], command: 'keep-note', help: 'Keep the note; an empty one is none', footer: 'keep' },
  { keys: ['escape'], command: 'leave-note', help: 'Leave the note as it was', footer: 'leave' },
)

import { table } from '../model/binding.js'

/** In the histogram. */
export const HISTOGRAM = table(
  { keys: ['l', 'right'], command: 'next-bucket', help: 'A column later' },
  { keys: ['h', 'left'], command: 'previous-bucket', help: 'A column earlier' },
  { keys: ['C-d', 'pagedown'], command: 'later-buckets', help: 'A tenth of the width later' },
  { keys: ['C-u', 'pageup'], command: 'earlier-buckets', help: 'A tenth of the width earlier' },
  { keys: ['g', 'home'], command: 'first-bucket', help: 'The earliest column' },
  { keys: ['G', 'end'], command: 'last-bucket', help: 'The latest column' },
  {
    keys: ['space'],
    command: 'begin-stretch',
    help: 'Begin a stretch of time here, or no longer',
    footer: 'from here',
  },
  { keys: ['enter'], command: 'zoom-in', help: 'Only events of the time picked out', footer: 'zoom in' },
  { keys: ['escape'], command: 'back', help: 'Back to the list', footer: 'list' },
)

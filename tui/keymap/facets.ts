import { table } from '../model/binding.js'

export const FACETS = table(
  {
    keys: ['enter', 'space', '+'],
    command: 'include-value',
    help: 'Include the value, or no longer',
    footer: 'include',
  },
  { keys: ['-'], command: 'exclude-value', help: 'Exclude the value, or no longer', footer: 'exclude' },
  { keys: ['='], command: 'only-value', help: 'Only this value of the field' },
  { keys: ['j', 'down'], command: 'next-value', help: 'Next value' },
  { keys: ['k', 'up'], command: 'previous-value', help: 'Previous value' },
  { keys: ['g', 'home'], command: 'first-value', help: 'Most frequent value' },
  { keys: ['G', 'end'], command: 'last-value', help: 'Least frequent value of those listed' },
  { keys: ['l', 'right'], command: 'next-facet', help: 'The values of the next field' },
  { keys: ['h', 'left'], command: 'previous-facet', help: 'The values of the previous field' },
  { keys: ['escape'], command: 'back', help: 'Back to the list', footer: 'list' },
)

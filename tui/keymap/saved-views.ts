import { table } from '../model/binding.js'

/** In the list of saved views. */
export const SAVED_VIEWS = table(
  { keys: ['enter'], command: 'load-view', help: 'Show this view', footer: 'show' },
  { keys: ['s'], command: 'name-view', help: 'Save filter, columns and form of times under a name', footer: 'save' },
  { keys: ['*'], command: 'default-view', help: 'Begin with this view, or no longer', footer: 'default' },
  { keys: ['y'], command: 'share-view', help: 'Copy the command line that shows this view', footer: 'share' },
  { keys: ['d', 'delete'], command: 'delete-view', help: 'Delete this view', footer: 'delete' },
  { keys: ['u'], command: 'put-view-back', help: 'Put back the view that was deleted', footer: 'put back' },
  { keys: ['j', 'down'], command: 'next-view', help: 'Next view' },
  { keys: ['k', 'up'], command: 'previous-view', help: 'Previous view' },
  { keys: ['escape', 'v'], command: 'leave-views', help: 'Close', footer: 'close' },
)

/** While a name for a view is typed. */
export const SAVE_VIEW = table(
  { keys: ['enter'], command: 'save-view', help: 'Save it under this name', footer: 'save' },
  { keys: ['escape'], command: 'leave-save-view', help: 'Save nothing', footer: 'leave' },
)

import { table } from '../model/binding.js'

/** In the view of alerts. */
export const ALERTS = table(
  { keys: ['enter'], command: 'open-alert', help: 'The whole alert', footer: 'open', unless: 'no-alert' },
  {
    keys: ['!'],
    command: 'acknowledge',
    help: 'Acknowledge the alert on this screen, or no longer',
    footer: 'acknowledge',
    unless: 'no-alert',
  },
  {
    keys: ['Z'],
    command: 'snooze',
    help: 'Snooze the alert for an hour on this screen, or no longer',
    footer: 'snooze',
    unless: 'no-alert',
  },
  { keys: ['j', 'down'], command: 'next-alert', help: 'Next alert', unless: 'no-alert' },
  { keys: ['k', 'up'], command: 'previous-alert', help: 'Previous alert', unless: 'no-alert' },
  { keys: ['g', 'home'], command: 'first-alert', help: 'Newest alert', unless: 'no-alert' },
  { keys: ['G', 'end'], command: 'last-alert', help: 'Oldest alert', unless: 'no-alert' },
  { keys: ['escape'], command: 'view-live-again', help: 'Back to the events', footer: 'events' },
)

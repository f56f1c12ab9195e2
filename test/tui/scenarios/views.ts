import { ALWAYS_DOES, WITHOUT_EVENTS } from './anywhere.js'
import type { Look } from './look.js'
import type { Play, Scenario } from './scenario.js'
import { atHome, changed, gone, higher, lower, on } from './sights.js'

const TO_EVENTS: Scenario = { says: 'I am back at the events', after: atHome }

const PROBLEMS: Pick<Scenario, 'given' | 'pretend'> = {
  given: () => [['3', on(/retention/)]],
  pretend: { why: 'a real daemon that is well has no alerts' },
}
const SECOND: Pick<Scenario, 'given' | 'pretend'> = {
  ...PROBLEMS,
  given: () => [
    ['3', on(/retention/)],
    ['j', lower],
  ],
}
/** What a real job tells is no longer than a screen. */
const LONG: Scenario['pretend'] = { why: 'a real job has not so much to tell' }

export const ALERTS: Play<'alerts'> = {
  opens: [['3', /─ ALERTS/]],
  scenarios: {
    ...WITHOUT_EVENTS,
    'view-alerts': { says: 'I see what needs attention', given: () => [['4', /─ JOBS/]], after: /─ ALERTS/ },
    'back-or-quit': TO_EVENTS,
    'view-live': TO_EVENTS,
    'view-live-again': TO_EVENTS,
    'open-alert': { says: 'I see the whole alert', after: changed, ...PROBLEMS },
    acknowledge: { says: 'the alert is acknowledged, and no longer', after: changed, again: changed, ...PROBLEMS },
    snooze: { says: 'the alert is silent for an hour, and no longer', after: changed, again: changed, ...PROBLEMS },
    'next-alert': { says: 'the cursor is on the next alert', after: lower, ...PROBLEMS },
    'previous-alert': { says: 'the cursor is on the alert before', after: higher, ...SECOND },
    'first-alert': { says: 'the cursor is on the newest alert', after: higher, ...SECOND },
    'last-alert': { says: 'the cursor is on the oldest alert', after: lower, ...PROBLEMS },
  },
}

export const JOBS: Play<'jobs'> = {
  opens: [['4', /─ JOBS \d/]],
  scenarios: {
    ...WITHOUT_EVENTS,
    'view-jobs': { says: 'I see what the daemon does by itself', given: () => [['3', /─ ALERTS/]], after: /─ JOBS/ },
    'back-or-quit': TO_EVENTS,
    'view-live': TO_EVENTS,
    'view-live-again': TO_EVENTS,
    'open-job': { says: 'I see all there is to know of the job', after: changed },
    'run-job': { says: 'I am asked for its name', after: /Type/ },
    'cancel-task': {
      says: 'I am asked for its kind',
      given: [['G', on(/replay/)]],
      after: /Type replay/,
      pretend: { why: 'what a real daemon does by itself has ended' },
    },
    'next-job': { says: 'the cursor is on the next job', after: lower, back: 'g' },
    'previous-job': { says: 'the cursor is on the job before', given: [['j', lower]], after: higher },
    'first-job': { says: 'the cursor is on the first job', given: [['j', lower]], after: higher },
    'last-job': { says: 'the cursor is on the last job', after: lower, back: 'g' },
  },
}

/** A job that the scenario before had run may still be at it. */
const NONE_RUNS = ({ text }: Look) => /─ JOBS \d/.test(text) && !/running|◐/.test(text)
/** What came of it is told, and no report of while it ran is on the screen: all later ones are of afterwards. */
const RAN = ({ text }: Look) => /✓ retention: /.test(text) && !/running|◐/.test(text)

export const RUN_JOB: Play<'run-job'> = {
  opens: [
    ['4', NONE_RUNS],
    ['R', /Type/],
  ],
  scenarios: {
    ...ALWAYS_DOES,
    'run-job-typed': {
      says: 'the job runs',
      given: [['retention', 'retention']],
      after: gone(/Type/),
      next: [() => {}, RAN],
    },
    'leave-run-job': { says: 'the job does not run', after: gone(/Type/) },
  },
}

const JOB_OPEN = ({ text, lines }: Look) => (lines.length > 5 ? text.includes('┌─ job') : !text.includes('JOBS'))

export const SHEET: Play<'sheet'> = {
  opens: [
    ['4', /─ JOBS \d/],
    ['enter', JOB_OPEN],
  ],
  scenarios: {
    ...ALWAYS_DOES,
    'sheet-down': { says: 'I see a line further down', after: changed, pretend: LONG },
    'sheet-up': { says: 'I see a line further up', given: [['j', changed]], after: changed, pretend: LONG },
    'sheet-page-down': { says: 'I see a page further down', after: changed, pretend: LONG },
    'sheet-page-up': { says: 'I see a page further up', given: [['pagedown', changed]], after: changed, pretend: LONG },
    'sheet-first': { says: 'I see the top', given: [['G', changed]], after: changed, pretend: LONG },
    'sheet-last': { says: 'I see the end', after: changed, pretend: LONG },
    'leave-sheet': { says: 'the sheet is closed', after: (now) => !JOB_OPEN(now) },
  },
}

export const STATS: Play<'stats'> = {
  opens: [['5', /─ STATS/]],
  scenarios: {
    ...WITHOUT_EVENTS,
    'view-stats': { says: 'I see figures', given: () => [['4', /─ JOBS/]], after: /─ STATS/ },
    'back-or-quit': TO_EVENTS,
    'view-live': TO_EVENTS,
    'view-live-again': TO_EVENTS,
    'longer-period': { says: 'the figures are of a longer time', after: /7 days/, back: 'h' },
    'shorter-period': { says: 'the figures are of a shorter time', after: gone(/last 24 h/), back: 'l' },
  },
}

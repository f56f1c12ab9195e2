import { ALWAYS_DOES, WITHOUT_EVENTS } from './anywhere.js'
import type { Look } from './look.js'
import type { Play, Scenario, Step } from './scenario.js'
import { atHome, changed, gone, higher, lower, on } from './sights.js'

/** What is done to destinations is played on a daemon in memory. */
const FAKED: Pick<Scenario, 'pretend'> = {
  pretend: { why: 'what one key made, sent or had refused would stand in the way of the next' },
}
const OPEN: Step = ['6', on(/siem/)]
const SECOND: Step = ['j', on(/lake/)]
const TO_EVENTS: Scenario = { says: 'I am back at the events', after: atHome }

/** As far as they begin at a destination. */
const at = (scenario: Scenario): Scenario => ({ ...scenario, ...FAKED, given: () => [OPEN, ...steps(scenario)] })
const steps = ({ given }: Scenario): readonly Step[] => (typeof given === 'function' ? given([]) : (given ?? []))

export const FORWARDING: Play<'forwarding'> = {
  opens: [['6', /─ FORWARDING/]],
  scenarios: {
    ...WITHOUT_EVENTS,
    'view-forwarding': {
      says: 'I see where events are sent on to',
      given: () => [['4', /─ JOBS/]],
      after: /─ FORWARDING/,
    },
    'back-or-quit': TO_EVENTS,
    'view-live': TO_EVENTS,
    'view-live-again': TO_EVENTS,
    'open-destination': at({ says: 'I see all there is to know of it', after: changed }),
    'switch-destination': at({ says: 'I am asked for its name before it stops', after: /Type siem/ }),
    'test-destination': at({ says: 'I am told whether it took an event', after: /siem took/ }),
    'dead-letters': at({ says: 'I see the events that it refused', after: /dead letters of/ }),
    replay: at({ says: 'I am asked which events to send again', after: /events since/ }),
    'edit-destination-filter': at({ says: 'I can type what it is to get', after: /send only/ }),
    'new-destination': at({ says: 'I am asked what it is to be called', after: /name +1\// }),
    'delete-destination': at({ says: 'I am asked for its name before it goes', after: /Type siem/ }),
    'next-destination': at({ says: 'the cursor is on the next destination', after: lower }),
    'previous-destination': at({ says: 'the cursor is on the one before', given: [SECOND], after: higher }),
    'first-destination': at({ says: 'the cursor is on the first', given: [SECOND], after: higher }),
    'last-destination': at({ says: 'the cursor is on the last', after: lower }),
  },
}

const SHEET_OPEN = ({ text, lines }: Look) =>
  lines.length > 5 ? text.includes('┌─ destination') : !text.includes('FORWARDING')

const onSheet = (scenario: Scenario): Scenario => ({ ...scenario, ...FAKED })

export const DESTINATION: Play<'destination'> = {
  opens: [OPEN, ['enter', SHEET_OPEN]],
  scenarios: {
    ...ALWAYS_DOES,
    'go-to-sample': onSheet({ says: 'I am at the event of the example', given: [['n', on(/seq/)]], after: /⏸/ }),
    'next-sample': onSheet({ says: 'the cursor is on an example of a refused event', after: on(/seq/) }),
    'destination-down': onSheet({ says: 'the cursor is a line further down', after: lower }),
    'destination-up': onSheet({ says: 'the cursor is a line further up', given: [['j', lower]], after: higher }),
    'destination-page-down': onSheet({ says: 'the cursor is a page further down', after: lower }),
    'destination-page-up': onSheet({
      says: 'the cursor is a page further up',
      given: [['pagedown', lower]],
      after: higher,
    }),
    'destination-first': onSheet({ says: 'the cursor is at the top', given: [['G', lower]], after: higher }),
    'destination-last': onSheet({ says: 'the cursor is at the end', after: lower }),
    'leave-destination': onSheet({ says: 'the sheet is closed', after: (now) => !SHEET_OPEN(now) }),
  },
}

/** Once they are told. */
const inList = (scenario: Scenario): Scenario => ({
  ...scenario,
  ...FAKED,
  given: (opens) => [...opens, ['g', on(/seq 21/)], ...steps(scenario)],
})

export const DEAD_LETTERS: Play<'dead-letters'> = {
  opens: [OPEN, ['d', /dead letters of/]],
  scenarios: {
    ...ALWAYS_DOES,
    'go-to-dead': inList({ says: 'I am at the event in the trail', after: /⏸/ }),
    'retry-dead': inList({
      says: 'it is sent again, and not in the list',
      after: / \(2\) /,
      at: { '20x5': { after: gone(/seq 21/) } },
    }),
    'retry-all-dead': inList({ says: 'all are sent again, and none is in the list', after: /no event was refu/ }),
    'discard-dead': inList({ says: 'I am asked for its seq', after: /Type 21/ }),
    'discard-all-dead': inList({ says: 'I am asked for the name of the destination', after: /Type siem/ }),
    'next-dead': inList({ says: 'the cursor is on the next event', after: lower }),
    'previous-dead': inList({ says: 'the cursor is on the event before', given: [['j', lower]], after: higher }),
    'first-dead': inList({ says: 'the cursor is on the oldest event', given: [['G', lower]], after: higher }),
    'last-dead': inList({ says: 'the cursor is on the newest event', after: lower }),
    'leave-dead-letters': inList({ says: 'the list is closed', after: gone(/dead letters of/) }),
  },
}

export const DESTINATION_FORM: Play<'destination-form'> = {
  opens: [OPEN, ['N', /name +1\//], ['hooks', /▏hooks/]],
  scenarios: {
    ...ALWAYS_DOES,
    answer: onSheet({ says: 'I am asked the next question', after: /type +2\// }),
    'next-choice': onSheet({ says: 'an answer stands there', given: [['enter', /type +2\//]], after: /▏segment/ }),
    'question-before': onSheet({
      says: 'I am asked for the name again',
      given: [['enter', /type +2\//]],
      after: /name +1\//,
    }),
    'leave-form': onSheet({ says: 'nothing is made', after: gone(/name +1\//) }),
  },
}

export const CONFIRM_DESTINATION: Play<'confirm-destination'> = {
  opens: [OPEN, ['delete', /Type siem/]],
  scenarios: {
    ...ALWAYS_DOES,
    confirm: onSheet({ says: 'it goes', given: [['siem', /▏siem/]], after: /siem is deleted/ }),
    'leave-confirm': onSheet({ says: 'it stays', after: gone(/Type/) }),
  },
}

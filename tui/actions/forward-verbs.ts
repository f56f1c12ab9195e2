import { openForm } from '../model/destination-form.js'
import type { Effect } from '../model/effect.js'
import { destinationNamed, destinationsOf } from '../model/forwarding.js'
import type { Model } from '../model/model.js'
import { openOverlay } from '../model/overlay.js'
import { REASONS, type Reason } from '../model/reasons.js'
import { openDead, switchTo, testDestination } from './forwarding.js'
import type { Verb } from './verbs.js'

/** What is done to a destination that is named; where it can be seen, if it is not in sight. */
const verb = (
  word: string,
  help: string,
  unless: Reason | undefined,
  act: (model: Model, name: string) => Effect[],
): Verb => ({
  name: `forward ${word}`,
  argument: 'NAME',
  help,
  repeatable: false,
  values: (model) => destinationsOf(model).map(({ settings, state }) => ({ value: settings.name, hint: state })),
  run(model, name) {
    const why = unless === undefined ? undefined : REASONS[unless](model)
    if (why !== undefined) return why
    if (model.destinations !== undefined && destinationNamed(model, name) === undefined)
      return `There is no destination '${name}'`
    model.current = 'forwarding'
    model.destinationAt = name
    return [...act(model, name), ...(model.destinations === undefined ? ask(name) : [])]
  },
})

const ask = (name: string): Effect[] => [{ type: 'ask-destinations', discardsOf: name }]

/** For the palette. */
export const FORWARD_VERBS: readonly Verb[] = [
  verb('enable', 'Have a destination begin to send', 'no-making', (model, name) => switchTo(model, name, true)),
  verb('disable', 'Have a destination stop; asks for its name', 'no-making', (model, name) =>
    switchTo(model, name, false),
  ),
  verb('test', 'Send a destination one event made for the purpose', 'no-making', testDestination),
  verb('dead', 'The events that a destination refused for good', undefined, openDead),
  {
    name: 'forward create',
    help: 'Make a new destination; asks one thing after the other',
    run(model) {
      const why = REASONS['no-making'](model)
      if (why !== undefined) return why
      openOverlay(model, 'destination-form', openForm('create'))
      return model.destinations === undefined ? [{ type: 'ask-destinations' }] : []
    },
  },
]

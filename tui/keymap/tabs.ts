import type { LookState } from '../model/look.js'
import { VIEWS, type ViewName } from '../model/views.js'
import { allBindingsOf, type Command } from './keymap.js'

/** A view as the header names it. */
export interface Tab {
  readonly view: ViewName
  readonly title: string
  readonly key: string
  readonly command: Command
}

const TITLES: Readonly<Record<ViewName, string>> = {
  live: 'Live',
  search: 'Search',
  alerts: 'Alerts',
  jobs: 'Jobs',
  stats: 'Stats',
  forwarding: 'Forwarding',
}

/** The views that there is a key for. */
export const tabs = (model: Pick<LookState, 'bindings'>): Tab[] =>
  VIEWS.flatMap((view) => {
    const binding = allBindingsOf('list', model).find(({ command }) => command === `view-${view}`)
    return binding === undefined ? [] : [{ view, title: TITLES[view], key: binding.keys[0], command: binding.command }]
  })

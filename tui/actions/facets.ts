import type { Command } from '../keymap/keymap.js'
import { type Browse, browseOf, isPane } from '../model/browse.js'
import type { Effect } from '../model/effect.js'
import { moveInPane, PANES, type Pane, rowsOf } from '../model/facet-panes.js'
import type { Model } from '../model/model.js'
import { onlyFacet, toggleFacet } from '../model/narrowing.js'
import type { Action } from './action.js'
import { focusOn } from './panes.js'

const paneIn = ({ focus }: Browse): Pane => (isPane(focus) ? focus : 'area')
const valuesIn = (browse: Browse) => rowsOf(browse.facets, paneIn(browse), browse.filter.filter)

const valueBy =
  (to: (cursor: number, length: number) => number): Action =>
  (model) => {
    const browse = browseOf(model)
    const pane = paneIn(browse)
    const { length } = valuesIn(browse)
    const cursor = Math.min(browse.facets.cursor[pane], Math.max(0, length - 1))
    browse.facets = moveInPane(browse.facets, pane, to(cursor, length), length)
    return []
  }

const onValue =
  (act: (model: Model, pane: Pane, value: string) => Effect[]): Action =>
  (model) => {
    const browse = browseOf(model)
    const pane = paneIn(browse)
    const row = valuesIn(browse)[browse.facets.cursor[pane]]
    return row === undefined ? [] : act(model, pane, row.value)
  }

/** Through all of them, those out of sight included. */
const facetBy =
  (by: 1 | -1): Action =>
  (model) => {
    const at = PANES.indexOf(paneIn(browseOf(model)))
    focusOn(model, PANES.at((at + by) % PANES.length)!)
    return []
  }

export const FACETS_ACTIONS = {
  'next-value': valueBy((cursor) => cursor + 1),
  'previous-value': valueBy((cursor) => cursor - 1),
  'first-value': valueBy(() => 0),
  'last-value': valueBy((_, length) => length - 1),
  'include-value': onValue((model, pane, value) => toggleFacet(model, pane, value, 'included')),
  'exclude-value': onValue((model, pane, value) => toggleFacet(model, pane, value, 'excluded')),
  'next-facet': facetBy(1),
  'previous-facet': facetBy(-1),
  'only-value': onValue(onlyFacet),
} as const satisfies Partial<Record<Command, Action>>

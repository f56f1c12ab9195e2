import { isCommand, run } from '../actions/actions.js'
import { clickDetail } from '../actions/detail.js'
import { bucketPressed, bucketsDragged } from '../actions/histogram.js'
import { tellOfMouse } from '../actions/look.js'
import { rememberSizes, sizePane } from '../actions/pane-sizes.js'
import { focusOn } from '../actions/panes.js'
import type { Command } from '../keymap/keymap.js'
import { moveToAlert } from '../model/alerts.js'
import { browseOf, isPane } from '../model/browse.js'
import type { Effect } from '../model/effect.js'
import { askForDestinations, moveToDestination } from '../model/forwarding.js'
import { moveToJob } from '../model/jobs.js'
import type { InputMessage } from '../model/message/input.js'
import type { Model } from '../model/model.js'
import { type OverlayName, topOf } from '../model/overlay.js'
import { isNotice } from '../model/tape.js'
import { moveTo, scrollBy } from '../model/viewport.js'
import { isPlain, type PlainView } from '../model/views.js'
import { clickOverlay } from '../overlays/overlays.js'
import { SCALE_COLUMNS } from '../screens/activity.js'
import { layoutOf, placeOfDetail } from '../screens/layout.js'
import { type Rect, within } from '../view/rect.js'

type Pointed = Extract<InputMessage, { type: 'mouse' }>

const WHEEL_ROWS = 3

function pressed(model: Model, x: number, y: number, click: string | undefined, histogram: Rect | undefined): Effect[] {
  model.held = click
  if (click !== undefined) return clicked(model, click)
  if (topOf(model) === undefined && histogram !== undefined && within(histogram, x, y))
    model.held = bucketPressed(model, columnOver(histogram, x))
  return []
}

const columnOver = (histogram: Rect, x: number): number => x - histogram.x - SCALE_COLUMNS

/** What the mouse does: a click what the span under it says, the wheel moves what it is over. */
export function pointed(model: Model, { action, x, y, click }: Pointed): Effect[] {
  const { detail, facets, histogram } = layoutOf(model)
  if (action === 'press') return [...pressed(model, x, y, click, histogram), ...tellOfMouse(model)]
  if (action === 'drag' || action === 'release') return dragged(model, action, x, y, click)
  const by = action === 'wheel-up' ? -1 : 1
  const top = topOf(model)
  if (top !== undefined) return wheelOver(model, top.kind, by)
  if (isPlain(model.current)) return run(WHEEL_IN[model.current][by === 1 ? 1 : 0], model)
  if (detail !== undefined && within(detail, x, y)) return repeat(model, by === 1 ? 'scroll-down' : 'scroll-up')
  const { focus, view, list } = browseOf(model)
  if (facets !== undefined && within(facets, x, y)) {
    if (!isPane(focus)) focusOn(model, 'area')
    return run(by === 1 ? 'next-value' : 'previous-value', model)
  }
  scrollBy(view, list, by * WHEEL_ROWS, model.listRows)
  return []
}

/** What the wheel does where no events are listed, up and down. */
const WHEEL_IN: Readonly<Record<PlainView, readonly [Command, Command]>> = {
  alerts: ['previous-alert', 'next-alert'],
  jobs: ['previous-job', 'next-job'],
  stats: ['shorter-period', 'longer-period'],
  forwarding: ['previous-destination', 'next-destination'],
}
const WHEEL_OVER: { readonly [K in OverlayName]?: readonly [Command, Command] } = {
  sheet: ['sheet-up', 'sheet-down'],
  help: ['help-previous', 'help-next'],
  palette: ['palette-previous', 'palette-next'],
  destination: ['destination-up', 'destination-down'],
  'dead-letters': ['previous-dead', 'next-dead'],
}

function wheelOver(model: Model, kind: OverlayName, by: 1 | -1): Effect[] {
  const commands = WHEEL_OVER[kind]
  return commands === undefined ? [] : run(commands[by === 1 ? 1 : 0], model)
}

function repeat(model: Model, command: 'scroll-down' | 'scroll-up'): Effect[] {
  for (let i = 1; i < WHEEL_ROWS; i++) run(command, model)
  return run(command, model)
}

/** What a click on a place of a view does, by the first word of what the span says: of `facet:area:3`, with area and 3. */
const PLACES: Readonly<Record<string, (model: Model, ...which: string[]) => Effect[]>> = {
  row(model, seq, notice) {
    const { view, list } = browseOf(model)
    // Of those at both ends a part may be in sight.
    for (
      let index = Math.max(0, view.top - 1);
      index <= Math.min(list.length - 1, view.top + model.listRows);
      index++
    ) {
      const entry = list.at(index)!
      if (entry.seq === Number(seq) && isNotice(entry) === (notice !== undefined)) return rowClicked(model, index)
    }
    // It has left while the finger went down.
    return []
  },
  job(model, index) {
    moveToJob(model, Number(index))
    return []
  },
  to(model, index) {
    moveToDestination(model, Number(index))
    return askForDestinations(model)
  },
  alert(model, index) {
    moveToAlert(model, Number(index))
    return []
  },
  pane(model, pane) {
    if (isPane(pane)) focusOn(model, pane)
    return []
  },
  detail: (model, row) => clickDetail(model, Number(row)),
  chip(model, index) {
    const browse = browseOf(model)
    focusOn(model, 'chips')
    browse.chips = { ...browse.chips, cursor: Number(index) }
    return run('toggle-chip', model)
  },
  facet(model, pane, row) {
    if (!isPane(pane)) return []
    const browse = browseOf(model)
    focusOn(model, pane)
    browse.facets = { ...browse.facets, cursor: { ...browse.facets.cursor, [pane]: Number(row) } }
    return run('include-value', model)
  },
}

/** Where what was taken is drawn to, and whether it is let go there. */
interface Drag {
  /** The rest of what the span said that the mouse went down on. */
  readonly which: string
  readonly x: number
  readonly y: number
  /** What the span says that the mouse is over. */
  readonly click: string | undefined
  readonly over: boolean
}

/** What it does to draw something along, by the first word of what the span says that the mouse went down on. */
const DRAGS: Readonly<Record<string, (model: Model, drag: Drag) => Effect[]>> = {
  edge(model, { which, x, y, over }) {
    const places = layoutOf(model)
    const { detail } = places
    if (which === 'facets') sizePane(model, 'facets', x)
    else if (detail !== undefined && placeOfDetail(places) === 'below')
      sizePane(model, 'detailRows', detail.y + detail.rows - y - 1)
    else if (detail !== undefined) sizePane(model, 'detail', detail.x + detail.columns - x - 1)
    return over ? rememberSizes(model) : []
  },
  bucket(model, { which, x, over }) {
    const { histogram } = layoutOf(model)
    const [beganMs, again] = which.split(':')
    return histogram === undefined
      ? []
      : bucketsDragged(model, Number(beganMs), again === 'again', columnOver(histogram, x), over)
  },
}

function dragged(model: Model, action: 'drag' | 'release', x: number, y: number, click: string | undefined): Effect[] {
  const [what = '', ...which] = (model.held ?? '').split(':')
  const over = action === 'release'
  if (over) model.held = undefined
  if (topOf(model) !== undefined) return []
  return DRAGS[what]?.(model, { which: which.join(':'), x, y, click, over }) ?? []
}

function clicked(model: Model, click: string): Effect[] {
  if (isCommand(click)) return run(click, model)
  const [what = '', ...which] = click.split(':')
  const top = topOf(model)
  return top === undefined ? (PLACES[what]?.(model, ...which) ?? []) : clickOverlay(top, model, what, which.join(':'))
}

/** A click selects; on what is selected already it opens. */
function rowClicked(model: Model, index: number): Effect[] {
  const { view, list, focus } = browseOf(model)
  const again = !view.follow && view.cursor === index && focus === 'list'
  moveTo(view, list, index, model.listRows)
  if (focus !== 'list') focusOn(model, 'list')
  return again ? run('open-detail', model) : []
}

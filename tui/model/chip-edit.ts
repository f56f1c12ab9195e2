import { browseOf } from './browse.js'
import { chipsOf, closeGap, termIndex, withOff, withoutOff } from './chips.js'
import type { Effect } from './effect.js'
import { turnedRound, withoutTermAt, withTermAt } from './filter-edit.js'
import type { Model } from './model.js'
import { applyFilter } from './narrowing.js'

/** Off it narrows nothing, and is kept for later. */
export function toggleChip(model: Model, index: number): Effect[] {
  const browse = browseOf(model)
  const all = chipsOf(browse)
  const chip = all[index]
  if (chip === undefined) return []
  const at = termIndex(all, index)
  const { text } = browse.filter
  if (chip.on) {
    browse.chips = withOff(browse.chips, chip.text, index)
    return applyFilter(model, withoutTermAt(text, at))
  }
  browse.chips = withoutOff(browse.chips, chip.text)
  return applyFilter(model, withTermAt(text, at, chip.text))
}

export function removeChip(model: Model, index: number): Effect[] {
  const browse = browseOf(model)
  const all = chipsOf(browse)
  const chip = all[index]
  if (chip === undefined) return []
  browse.chips = closeGap(chip.on ? browse.chips : withoutOff(browse.chips, chip.text), index)
  if (chip.on) return applyFilter(model, withoutTermAt(browse.filter.text, termIndex(all, index)))
  if (all.length === 1) browse.focus = 'list'
  return []
}

/** What it let through it now keeps out, and the other way round. */
export function turnChipRound(model: Model, index: number): Effect[] {
  const browse = browseOf(model)
  const all = chipsOf(browse)
  return all[index]?.on === true ? applyFilter(model, turnedRound(browse.filter.text, termIndex(all, index))) : []
}

import { type ConfirmDestination, wordOf } from '../model/confirm-destination.js'
import type { Rect, Size } from '../view/rect.js'
import { type Line, span, wrap } from '../view/text.js'
import { typedLine } from './filter-line.js'
import { frameRect, inFrame, insideFrame, isSmall } from './frame.js'

const SIZE: Size = { columns: 70, rows: 9 }

export const confirmRect = (screen: Size): Rect => frameRect(screen, SIZE)

/** What will be so, in words. */
function consequence({ deed, name, seq }: ConfirmDestination): string {
  switch (deed) {
    case 'disable':
      return `${name} gets nothing more until it is started again; its place is kept.`
    case 'delete':
      return `${name} goes, with its place and its dead letters. What it was sent stays there.`
    case 'discard':
      return seq === undefined
        ? `All events that ${name} refused are taken off the list. They stay in the trail.`
        : `Event ${seq} is taken off the list of ${name}. It stays in the trail.`
  }
}

const TITLES: Readonly<Record<ConfirmDestination['deed'], string>> = {
  disable: 'stop',
  delete: 'delete',
  discard: 'discard',
}

/** Asks for a word before something stops or goes. */
export function viewConfirm(asked: ConfirmDestination, screen: Size): readonly Line[] {
  const rect = confirmRect(screen)
  const { columns } = insideFrame(screen, rect, 1)
  const told = (text: string): Line[] => wrap(text, columns).map((piece): Line => [span(piece)])
  const typing: Line = [span('▏', 'accent'), ...typedLine(asked.line, columns - 2)]
  const wrong: Line[] = asked.mistaken ? [[span('! that is not it', 'bad')]] : []
  const wanted = told(`Type ${wordOf(asked)} to do it.`)
  const lines = isSmall(screen)
    ? [typing, ...wrong, ...wanted, ...told(consequence(asked))]
    : [...told(consequence(asked)), ...wanted, [], typing, ...wrong]
  return inFrame(`${TITLES[asked.deed]} ${asked.name}`, lines, rect, screen, { air: 1 })
}

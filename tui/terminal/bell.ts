import { type Shown, show } from '../../protocol/show.js'
import { fitText, lineColumns } from '../view/text.js'
import { asciiText } from './ascii.js'

export const BELL = '\x07'

/** More than any desktop shows. */
const MOST_COLUMNS = 200

/** OSC 9, with a text in which nothing can end the sequence or hide. */
export function notification(text: string, unicode: boolean): string {
  const shown: Shown = show(text)
  const cut = lineColumns([{ text: shown }]) > MOST_COLUMNS ? fitText(shown, MOST_COLUMNS) : shown
  return `\x1b]9;${unicode ? cut : asciiText(cut)}${BELL}`
}

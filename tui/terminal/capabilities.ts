import { speaksUtf8 } from '../view/utf8.js'

/** What the terminal can do, told by the environment: asking it would cost a round trip on every start. */
export interface Capabilities {
  readonly colours: 256 | 8 | 0
  readonly unicode: boolean
  readonly tmux: boolean
}

export type Environment = Readonly<Record<string, string | undefined>>

const RICH_TERM = /256color|direct|kitty|alacritty|ghostty|foot|wezterm|iterm|contour|rio/i

/** Whether a full screen can be shown at all; where not, plain lines can. */
export const canShowScreen = ({ TERM = '' }: Environment): boolean => TERM !== '' && TERM !== 'dumb'

/** What the command line says of it; undefined where it leaves it to the environment. */
export interface Wanted {
  /** NO_COLOR counts with `auto` alone. */
  readonly colour?: 'auto' | 'always' | 'never' | undefined
  readonly ascii?: boolean | undefined
}

export function capabilitiesOf(
  environment: Environment,
  { colour = 'auto', ascii = false }: Wanted = {},
): Capabilities {
  const { TERM = '', COLORTERM = '', NO_COLOR = '', TMUX = '' } = environment
  const rich = RICH_TERM.test(TERM) || COLORTERM !== '' || TMUX !== ''
  const without = colour === 'never' || (colour === 'auto' && (NO_COLOR !== '' || /^vt\d/.test(TERM)))
  return {
    colours: without ? 0 : rich ? 256 : 8,
    unicode: !ascii && speaksUtf8(environment),
    tmux: TMUX !== '',
  }
}

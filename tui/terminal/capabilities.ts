/** What the terminal can do, told by the environment: asking it would cost a round trip on every start. */
export interface Capabilities {
  readonly colours: 256 | 8 | 0
  /** Whether bytes are UTF-8: unless the locale names another encoding, as few terminals still speak one and few minimal systems set a locale. */
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
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || ''
  const rich = RICH_TERM.test(TERM) || COLORTERM !== '' || TMUX !== ''
  const without = colour === 'never' || (colour === 'auto' && (NO_COLOR !== '' || /^vt\d/.test(TERM)))
  return {
    colours: without ? 0 : rich ? 256 : 8,
    unicode: !ascii && !/\.(?!utf-?8)/i.test(locale),
    tmux: TMUX !== '',
  }
}

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

export function capabilitiesOf(environment: Environment): Capabilities {
  const { TERM = '', COLORTERM = '', NO_COLOR = '', TMUX = '' } = environment
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || ''
  const rich = RICH_TERM.test(TERM) || COLORTERM !== '' || TMUX !== ''
  return {
    colours: NO_COLOR !== '' || /^vt\d/.test(TERM) ? 0 : rich ? 256 : 8,
    unicode: !/\.(?!utf-?8)/i.test(locale),
    tmux: TMUX !== '',
  }
}

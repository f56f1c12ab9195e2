import type { Finding } from '../../../protocol/finding.js'
import { type Line, type Style, span } from '../../view/text.js'
import { speaksUtf8 } from '../../view/utf8.js'
import { jsonLine } from '../json-line.js'
import { paint } from '../paint.js'
import type { World } from '../world.js'

const MARKS = { ok: ['✓', '+'], warning: ['!', '!'], failure: ['✗', 'x'] } as const
const STYLES = { ok: 'good', warning: 'warn', failure: 'bad' } as const satisfies Record<Finding['level'], Style>
const CHECK_COLUMNS = 15

/** A line each, and below what is not well what to do; or one object a line. */
export async function printFindings(
  { stdout, environment }: World,
  format: 'pretty' | 'json',
  findings: readonly Finding[],
): Promise<void> {
  if (format === 'json') return stdout.write(findings.map((each) => jsonLine(JSON.stringify(each), stdout)).join(''))
  const utf8 = speaksUtf8(environment)
  const lines = findings.flatMap(({ check, level, message, advice }, i): Line[] => {
    const title = findings[i - 1]?.check === check ? '' : check
    const mark = MARKS[level][utf8 ? 0 : 1]
    const first = [span(mark, STYLES[level]), span(` ${title.padEnd(CHECK_COLUMNS)}`, 'strong'), span(message)]
    const indent = ' '.repeat(CHECK_COLUMNS + 2)
    return advice === undefined ? [first] : [first, [span(`${indent}${utf8 ? '→' : '->'} ${advice}`, 'dim')]]
  })
  await stdout.write(lines.map((line) => `${paint(line, stdout.colour)}\n`).join(''))
}

import { TrailError } from '../error.js'

/** An `invalid-filter` error that names the column, from 1 in code points. `expectation`: "expected a number, got …". */
export function mistake(column: number, expectation: string): TrailError {
  return new TrailError('invalid-filter', `Cannot read the filter: column ${column}: ${expectation}`, {
    field: `column ${column}`,
  })
}

/** What the user wrote, for a message: no longer than can be read at a glance. */
export function got(text: string): string {
  return `got "${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`
}

import { validateHeaderValue } from 'node:http'
import type { Mistake } from './destination.js'

/** Where a secret is needed and absent; the problem says what it is for this type. */
export function missingSecret(secrets: readonly string[], what: string): Mistake | undefined {
  return secrets.length > 0 ? undefined : { field: 'secret', problem: `must be given: ${what}` }
}

/** Where a secret cannot stand in a header. */
export function unsendableSecret(secrets: readonly string[]): Mistake | undefined {
  return secrets.every(isHeaderValue) ? undefined : { field: 'secret', problem: 'must be text that a header can hold' }
}

function isHeaderValue(text: string): boolean {
  try {
    validateHeaderValue('authorization', text)
    return text.trim() === text && text !== ''
  } catch {
    return false
  }
}

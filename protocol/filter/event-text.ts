import type { AuditEvent } from '../event.js'
import { foldCase } from './fold.js'
import type { Test } from './pattern.js'

/** Whether any text anywhere in the event passes, its case folded: every string, and numbers as JSON writes them. Keys are not text. */
export function someText(event: AuditEvent, test: Test): boolean {
  return someTextIn(event, test)
}

/**
 * Whether any value that the path leads to passes, its case folded: a string's
 * own text, anything else as JSON. An array on the way, or at the end, stands for
 * each of its elements.
 */
export function someAt(value: unknown, path: readonly string[], test: Test, depth = 0): boolean {
  if (Array.isArray(value)) return value.some((element) => someAt(element, path, test, depth))
  if (depth === path.length) return test(foldCase(typeof value === 'string' ? value : JSON.stringify(value)))
  if (typeof value !== 'object' || value === null) return false
  const name = path[depth]!
  return Object.hasOwn(value, name) && someAt((value as Record<string, unknown>)[name], path, test, depth + 1)
}

function someTextIn(value: unknown, test: Test): boolean {
  if (typeof value === 'string') return test(foldCase(value))
  if (typeof value === 'number') return test(foldCase(String(value)))
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some((element) => someTextIn(element, test))
  for (const name in value) if (someTextIn((value as Record<string, unknown>)[name], test)) return true
  return false
}

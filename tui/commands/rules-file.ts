import { readFile } from 'node:fs/promises'
import type { RedactionRule } from '../../protocol/redaction.js'
import { Failed, UsageError } from './world.js'
import { parseYaml } from './yaml.js'

/** The rules in a file: a configuration with `redaction` in it, or the list alone; YAML or JSON. The daemon checks them. */
export async function readRulesFile(path: string): Promise<RedactionRule[]> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new Failed(`Cannot read ${path}: ${cause.message}`, { cause })
  })
  let content: unknown
  try {
    content = await parseYaml(text)
  } catch (cause) {
    throw new UsageError(`Cannot read ${path}: ${(cause as Error).message}`, { cause })
  }
  const rules: unknown = Array.isArray(content) ? content : (content as { redaction?: unknown } | null)?.redaction
  if (!Array.isArray(rules)) throw new UsageError(`Cannot read ${path}: expected a list of rules, or one in redaction`)
  return rules as RedactionRule[]
}

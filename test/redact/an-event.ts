import { createRedactor } from '#daemon/redact/redactor.js'
import { readRules } from '#daemon/redact/rules.js'
import type { Draft } from '#protocol/event.js'
import type { RedactionRule } from '#protocol/redaction.js'

export const draft = (fields: Partial<Draft> = {}): Draft => ({
  ...{ id: 'e1', workspace: 'w', action: 'A', area: 'Users', outcome: 'success' },
  ...{ actor: { type: 'user', id: 'u1', name: 'Ada', email: 'ada@example.com' }, resource: {}, details: {} },
  ...fields,
})
export const hash = (text: string) => Buffer.from(`${text}-0123456789abcdef0123456789abcdef`).toString('hex')
export function redactorOf(...rules: RedactionRule[]) {
  const redactor = createRedactor(readRules(rules), hash)
  return (fields: Partial<Draft>) => redactor.redact(draft(fields), () => {})
}
export const mask = (path: string) => ({ path, action: 'mask' }) as const

export const details = (rules: readonly RedactionRule[], value: Record<string, unknown>) =>
  redactorOf(...rules)({ details: value }).details

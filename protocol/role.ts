/** What a credential may do. `owner` everything, `auditor` read only, `ingest` write only. */
export const ROLES = ['owner', 'auditor', 'ingest'] as const
export type Role = (typeof ROLES)[number]

import type { AuditEvent } from '../../protocol/event.js'
import type { Field } from '../../protocol/field.js'
import { joinTuple, splitTuple } from './tuple.js'

/**
 * The indexed columns of a segment. A column's number is its place in this list:
 * append only. Fields that belong to one thing share a column, so that an actor is
 * compared once and not four times.
 */
export const COLUMNS = [
  { name: 'action', fields: ['action'], inMemory: true },
  { name: 'area', fields: ['area'], inMemory: true },
  { name: 'outcome', fields: ['outcome'], inMemory: true },
  { name: 'actor', fields: ['actor.type', 'actor.id', 'actor.name', 'actor.email'], inMemory: true },
  { name: 'workspace', fields: ['workspace'], inMemory: true },
  { name: 'resource.type', fields: ['resource.type'], inMemory: true },
  { name: 'resource', fields: ['resource.id', 'resource.name'], inMemory: false },
  { name: 'ip', fields: ['ip'], inMemory: false },
  { name: 'changes', fields: [], inMemory: false },
] as const satisfies readonly { name: string; fields: readonly Field[]; inMemory: boolean }[]

export type ColumnName = (typeof COLUMNS)[number]['name']

/** The value of an event in each column, in order of COLUMNS. An absent single value is "". */
export function columnValues({
  action,
  area,
  outcome,
  actor,
  workspace,
  resource,
  context,
  changes,
}: AuditEvent): string[] {
  return [
    action,
    area,
    outcome,
    joinTuple([actor.type, actor.id, actor.name, actor.email]),
    workspace,
    resource.type ?? '',
    joinTuple([resource.id, resource.name]),
    typeof context?.ip === 'string' ? context.ip : '',
    changes !== undefined && changes.length > 0 ? '1' : '',
  ]
}

export function columnNumber(name: ColumnName): number {
  return COLUMNS.findIndex((column) => column.name === name)
}

/** Which column holds a field, and how to read the field from the column's value. */
export const COLUMN_OF_FIELD: ReadonlyMap<Field, { column: number; read(value: string): string | undefined }> = new Map(
  COLUMNS.flatMap(({ fields }, column) =>
    fields.map((field, part) => [
      field,
      {
        column,
        read:
          fields.length === 1
            ? (value: string) => (value === '' ? undefined : value)
            : (value: string) => splitTuple(value)[part],
      },
    ]),
  ),
)

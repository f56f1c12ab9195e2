import type { Task } from '../../protocol/task-request.js'

export const isCompleted = ({ completedAt }: Task['steps'][number]): boolean => completedAt !== undefined

/** How many steps are completed, and the one that is next. */
export function stepOf(steps: Task['steps']): string {
  const next = steps.find((step) => !isCompleted(step))
  return `${steps.filter(isCompleted).length}/${steps.length}${next === undefined ? '' : ` ${next.name}`}`
}

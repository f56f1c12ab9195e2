/** A condition that has no answer for an event, as where the length of a number is asked for. Stays within the folder: its message is reported, and the event not sent. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError'

  constructor(column: number, problem: string) {
    super(`column ${column}: ${problem}`)
  }
}

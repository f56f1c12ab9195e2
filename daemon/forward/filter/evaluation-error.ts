/** A condition that has no answer for an event, as one that adds text to a number. Stays within the folder: its message is reported, and the event not sent. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError'

  constructor(column: number, problem: string) {
    super(`column ${column}: ${problem}`)
  }
}

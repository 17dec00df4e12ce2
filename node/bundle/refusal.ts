/** Something in an author's file that cannot be made to mean what it should. */
export class Refusal extends Error {
  /** Offset in the text of the file. */
  readonly start: number

  constructor(start: number, problem: string) {
    super(problem)
    this.start = start
  }
}

/** A value that a state cannot hold, and where it was found. `UserCode` turns it into a `SpecError`. */
export class NotPlainData extends Error {
  override readonly name = 'NotPlainData'
  readonly path: string
  readonly found: string
  readonly advice: string

  constructor(path: string, found: string, advice: string) {
    super(`${path} is ${found}`)
    this.path = path
    this.found = found
    this.advice = advice
  }
}

/** A request that got no answer. Whether the other side has done what it was asked for is not known. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  /** The time ran out, or the connection was lost, or there never was one. */
  readonly reason: 'time-out' | 'closed' | 'unreachable'

  constructor(reason: NoAnswer['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}

/** A promise that a real system was seen to break as a scenario says. */
export interface ObservedBreak {
  readonly suite: string
  /** Name of the scenario. */
  readonly scenario: string
  readonly promise: string
  /** The system with its version, as `RocketMQ 5.3.3`. */
  readonly system: string
  /** So many of `runs` runs followed the counterexample to its end. */
  readonly observed: number
  readonly runs: number
  /** The day of the last run, as `2026-01-31`. */
  readonly date: string
}

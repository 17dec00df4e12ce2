/** What was seen of one transaction, or of one queue, while a real broker worked and was broken: as it is kept in a file. */
import type { Version } from '../classpath/versions.ts'

/** Sightings in an order that is known. `Facts` is what is known of the whole run, such as settings of the broker. */
export interface Recording<Facts, Sighting> {
  /** `rocketmq/store` or `rocketmq/transaction`. */
  readonly suite: string
  readonly version: Version
  /** Of the chance that the run was drawn by, and its number among the runs of that seed, from 1. */
  readonly seed: string
  readonly run: number
  /** A hash of the sources that made it. */
  readonly sources: string
  readonly facts: Facts
  readonly seen: readonly Sighting[]
}

export type AnyRecording = Recording<unknown, unknown>

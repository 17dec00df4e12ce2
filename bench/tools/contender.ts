/** One tool with one form of a model, ready to explore all of it, again and again. */

export interface Counts {
  readonly distinct: number
  readonly generated: number
  /** States on the longest shortest path; null where the tool does not search breadth-first. */
  readonly depth: number | null
}

/** One exploration, in a process of its own. */
export interface Turn {
  readonly counts: Counts
  readonly wallSeconds: number
  /** Of the whole process, start-up included. */
  readonly processorSeconds: number
  /** Null where it says nothing about the tool: a JVM takes what it may. */
  readonly peakMegabytes: number | null
  readonly details: CheckDetails | null
}

/** What only our own measurement tells. */
export interface CheckDetails {
  /** Processor time of the check alone, without start-up; null where an older checkout does not tell it. */
  readonly checkSeconds: number | null
  readonly reducerRuns: number
  readonly bitsPerState: number | null
}

export interface Contender {
  readonly tool: string
  /** How the model is written there, and what was done by hand. */
  readonly form: string
  /** What the tool remembers of a state it has seen. With fingerprints a state may be taken for another, and left out. */
  readonly keeps: 'whole states' | 'fingerprints'
  run(): Turn
  /** Takes away what was built for it. */
  remove(): void
}

/** Why a contender does not take part. */
export interface Missing {
  readonly tool: string
  readonly form: string
  readonly reason: string
}

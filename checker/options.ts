/** Bounds of a check. Whatever is left out is unbounded. */
export interface CheckOptions {
  /** Explore no state deeper than this many states from an initial one (an initial state has depth 1). */
  readonly maxDepth?: number
  /** End when more distinct states than this are known, give or take a batch of them. */
  readonly maxStates?: number
  /** End after this many seconds of exploring. */
  readonly timeLimitSeconds?: number
  /** End when the engine's tables take more than this many bytes. */
  readonly memoryLimitBytes?: number
  /** End at the first violation, at the end of its level. */
  readonly stopFirst?: boolean
  /** Only verdicts are wanted: no story is rebuilt and run again, every trace is null. */
  readonly withoutStories?: boolean
  /** Go on to the full graph even when every property is decided. */
  readonly exhaust?: boolean
  /**
   * Called in the middle of a step, when something was found about a property for the first time, and when exploring
   * has ended and behaviours are about to be judged: `progress` tells more. A function of the user's that never returns
   * may run next.
   */
  readonly onFinding?: () => void
  /**
   * Called now and then, when the tables have given up many bytes of arrays for larger ones. The exploring loop
   * allocates so little that the platform would not look for garbage by itself before there is much of it; one that
   * can be told to should do so here.
   */
  readonly collectGarbage?: () => void
  /**
   * Shared with another thread: element 0 is set to the number of the user function that is running plus one, and to
   * 0 between runs; see `Explorer.functionNames`, and `Activity` for
   * what belongs to none of these. Element 1 changes with every run.
   */
  readonly activity?: Int32Array
}

/** Why an explorer is asked to end early. */
export type StopReason = 'stopped' | 'time' | 'memory'

/** A snapshot for a progress line. */
export interface Progress {
  readonly distinct: number
  readonly generated: number
  readonly frontier: number
  readonly depth: number
  readonly memoryBytes: number
  readonly seconds: number
  /** Whether exploring has ended, and behaviours are being judged on the whole graph. */
  readonly isExplored: boolean
  /** Names of properties found violated so far. */
  readonly violated: readonly string[]
}

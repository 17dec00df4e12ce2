/** How far to explore: plain data, which may cross to another thread. A bound that is left out is none. */
export interface Bounds {
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
  /** Go on to the full graph even when every property is decided. */
  readonly exhaust?: boolean
  /** Explore every state even where ids are declared interchangeable. */
  readonly withoutSymmetry?: boolean
  /** Only verdicts are wanted: no story is rebuilt and run again, every trace is null. */
  readonly withoutStories?: boolean
}

/** What the thread that explores does for the search, and is told by it. */
export interface Hooks {
  /**
   * Called in the middle of a step, when a property is settled for the first time, and when exploring has ended and
   * behaviours are about to be judged: `progress` tells more. A function of the user's that never returns may run next.
   */
  readonly onSettled?: () => void
  /**
   * Called now and then, when the tables have given up many bytes of arrays for larger ones. The exploring loop
   * allocates so little that the platform would not look for garbage by itself before there is much of it; a platform
   * that can be told to should do so here.
   */
  readonly collectGarbage?: () => void
  /**
   * Shared with another thread: element 0 is set to the number of the user function that is running plus one, and to
   * 0 between runs; see `Explorer.functionNames`, and `Activity` for
   * what belongs to none of these. Element 1 changes with every run.
   */
  readonly activity?: Int32Array
}

/** Bounds and hooks together, for a check that is driven to its end in one call. */
export interface CheckOptions extends Bounds, Hooks {}

/** Why an explorer is asked to end early. */
export type StopReason = 'stopped' | 'time' | 'memory'

/** A snapshot for a progress line. */
export interface Progress {
  readonly distinct: number
  readonly generated: number
  /** States still waiting to be explored. */
  readonly waiting: number
  readonly depth: number
  readonly memoryBytes: number
  readonly seconds: number
  /** Whether exploring has ended, and behaviours are being judged on the whole graph. */
  readonly isExplored: boolean
  /** Names of properties found violated so far. */
  readonly violated: readonly string[]
}

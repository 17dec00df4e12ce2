/** Settings that change no verdict; the tests turn them to corners that ordinary runs do not reach. */
export interface TuningOptions {
  /** Bits every slot starts with. */
  readonly initialWidth?: number
  /** States that wait in a shard's buffer before they are looked up together. */
  readonly batch?: number
  /** Combinations of elements of sets and bags after which they are packed in two fields instead of one; at least 8. */
  readonly splitAbove?: number
  /** See `MemoOptions`. */
  readonly trialRuns?: number
  /** See `MemoOptions`. */
  readonly calmStates?: number
  /** States in the beginning on which everything is also run without the memo; 0 = on none, also later. */
  readonly verifiedStates?: number
  /** From so many states and runs on it is told what makes exploring slow; see `slowParts`. */
  readonly slowFrom?: number
  /** See `LassoFinder`: with 0, loops are put together from one need to the next, as in large components. */
  readonly mostLoopPairs?: number
}

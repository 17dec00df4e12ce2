/** What `bench/measure.ts` prints of one exploration. */
export interface Measurement {
  readonly distinct: number
  readonly generated: number
  readonly depth: number
  /** The whole check: exploring, rebuilding and validating stories. */
  readonly seconds: number
  /** Processor time of the check, that of other threads of this process included. */
  readonly processorSeconds: number
  readonly peakMegabytes: number
  readonly reducerRuns: number
  readonly bitsPerState: number
}

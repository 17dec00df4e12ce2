/** The switches of recovery. A setting of RocketMQ bears its name; names of classes and methods are RocketMQ 5.3.3's. */

export interface RecoveryConfiguration {
  /** Whether recovery checks a CRC of the properties as well (with `enabledAppendPropCRC`, which appends it), or that of the body only. */
  readonly forceVerifyPropCRC: boolean
  /**
   * What recovery does with the bytes behind the end that it finds (S/MappedFileQueue#truncateDirtyFiles): it sets positions in memory, and
   * they stay. Zeros in their place are a repair, written to the page cache only, or fsynced before the first append.
   */
  readonly bytesBehindTheEnd: 'stay' | 'are cleared' | 'are cleared and fsynced'
  /** Messages that the producers send, each once. */
  readonly messages: number
  readonly powerCut: number
  readonly processCrash: number
}

/** RocketMQ as it is shipped (b.5), three messages, no fault. */
export const shipped: RecoveryConfiguration = {
  forceVerifyPropCRC: false,
  bytesBehindTheEnd: 'stay',
  messages: 3,
  powerCut: 0,
  processCrash: 0,
}

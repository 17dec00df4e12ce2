/** What a machine has of that which runs on real brokers need. */
import { whyNoBroker } from './classpath/class-path.ts'
import { type Version, versions } from './classpath/versions.ts'
import { whyNoLoopDisk } from './faults/loop-disk.ts'
import { whyNoSyncFaults } from './faults/sync-faults.ts'

export interface Need {
  readonly what: string
  /** Null where it is there. */
  readonly whyMissing: string | null
}

export function needs(wanted: readonly Version[] = versions): readonly Need[] {
  return [
    ...wanted.map((version) => ({ what: `brokers of ${version}`, whyMissing: whyNoBroker(version) })),
    { what: 'power cuts', whyMissing: whyNoLoopDisk() },
    { what: 'failing and late fsyncs', whyMissing: whyNoSyncFaults() },
  ]
}

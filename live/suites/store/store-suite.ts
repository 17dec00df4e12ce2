/** `rocketmq/store` on real brokers. */
import type { StoreConfiguration } from '../../../spec/rocketmq/store/configuration.ts'
import { storeSuite } from '../../../spec/rocketmq/store/rows.ts'
import type { LiveSuite } from '../live-suite.ts'
import { whyNotTried } from './attempts.ts'
import { predicted } from './predicted.ts'
import { storeAdapter } from './store-adapter.ts'
import { waysBack } from './ways-back.ts'

export const liveStore: LiveSuite<StoreConfiguration> = {
  suite: storeSuite,
  sources: ['spec/rocketmq/store/rows.ts', 'live/suites/store/store-suite.ts'],
  predicted,
  open: storeAdapter,
  whyNotTried,
  waysBack,
  notCompared: {
    log: '`durable` is compared after a power cut, when the device is read, and `hasHole` never: no program can read them',
    isPooled: 'what it decides is compared in `log`: whether a record stands in the file as soon as it is appended',
    broker: 'a broker with enableRunningFlagsInFlush does not tell whether it refuses writes',
    queue: 'of a broker that is down nobody can read it',
    groupOffset: 'the memory of a broker that is down is gone',
    faults: 'the budget belongs to the check, and no broker has it',
  },
}

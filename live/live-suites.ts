/** The suites that can be carried out on real brokers. */
import type { AnyLiveSuite } from './suites/live-suite.ts'
import { liveStore } from './suites/store/store-suite.ts'
import { liveTransaction } from './suites/transaction/transaction-suite.ts'

export const liveSuites: readonly AnyLiveSuite[] = [liveStore, liveTransaction]

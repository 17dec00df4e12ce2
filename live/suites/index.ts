/** The suites that can be carried out on real brokers. */
import type { AnyLiveSuite } from './live-suite.ts'
import { liveStore } from './store/store-suite.ts'
import { liveTransaction } from './transaction/transaction-suite.ts'

export const liveSuites: readonly AnyLiveSuite[] = [liveStore, liveTransaction]

/** The suites that can be carried out on real brokers. */
import type { AnyLiveSuite } from './live-suite.ts'
import { liveStore } from './store/store-suite.ts'

export const liveSuites: readonly AnyLiveSuite[] = [liveStore]

/** The specifications of the RocketMQ pipeline. */
import { storeSuite } from './store.ts'

export const rocketmqSuites = [storeSuite] as const

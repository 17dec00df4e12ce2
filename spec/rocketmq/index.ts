/** The specifications of the RocketMQ pipeline. */
import { storeSuite } from './store/rows.ts'
import { transactionSuite } from './transaction/rows.ts'

export const rocketmqSuites = [transactionSuite, storeSuite] as const

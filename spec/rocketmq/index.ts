/** The specifications of the RocketMQ pipeline. */
import { storeSuite } from './store.ts'
import { transactionSuite } from './transaction.ts'

export const rocketmqSuites = [transactionSuite, storeSuite] as const

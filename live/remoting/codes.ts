/** Numbers of RocketMQ's remoting protocol, by its classes `RequestCode`, `ResponseCode` and `MessageSysFlag`. */

export const requestCode = {
  pull: 11,
  queryOffset: 14,
  updateOffset: 15,
  createTopic: 17,
  updateBrokerSettings: 25,
  brokerRuntimeInfo: 28,
  maxOffset: 30,
  minOffset: 31,
  heartbeat: 34,
  unregister: 35,
  sendBack: 36,
  endTransaction: 37,
  checkTransaction: 39,
  consumersChanged: 40,
  lockQueues: 41,
  unlockQueues: 42,
  allOffsets: 43,
  route: 105,
  deleteTopicInBroker: 215,
  send: 310,
} as const

export const responseCode = {
  success: 0,
  flushDiskTimeout: 10,
  slaveNotAvailable: 11,
  flushSlaveTimeout: 12,
  topicNotExist: 17,
  pullNotFound: 19,
  pullRetryImmediately: 20,
  pullOffsetMoved: 21,
  queryNotFound: 22,
} as const

/** What a producer says of its transaction. */
export const decisionFlag = { UNKNOWN: 0, COMMIT: 8, ROLLBACK: 12 } as const
export type Decision = keyof typeof decisionFlag

export const preparedFlag = 4

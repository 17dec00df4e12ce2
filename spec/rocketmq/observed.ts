/** What real brokers have shown. Written by `npm run live -- tables`, from live/results.json. */
import type { ObservedBreak } from '../language/observed-break.ts'

export const observedOnBrokers: readonly ObservedBreak[] = [
  {"suite":"rocketmq/store","scenario":"B02 ASYNC_FLUSH, 1 power cut","promise":"every acknowledged message is consumed","system":"RocketMQ 5.3.3","observed":5,"runs":5,"date":"2026-11-30"},
  {"suite":"rocketmq/store","scenario":"B02 ASYNC_FLUSH, 1 power cut","promise":"no acknowledged message is lost","system":"RocketMQ 5.3.3","observed":5,"runs":5,"date":"2026-11-30"},
  {"suite":"rocketmq/store","scenario":"B02 ASYNC_FLUSH, 1 power cut","promise":"no message is skipped","system":"RocketMQ 5.3.3","observed":5,"runs":5,"date":"2026-11-30"},
  {"suite":"rocketmq/store","scenario":"B02 ASYNC_FLUSH, 1 power cut","promise":"no phantom read","system":"RocketMQ 5.3.3","observed":5,"runs":5,"date":"2026-11-30"},
  {"suite":"rocketmq/store","scenario":"B02 ASYNC_FLUSH, 1 power cut","promise":"the group offset stays within the log","system":"RocketMQ 5.3.3","observed":5,"runs":5,"date":"2026-11-30"},
]

/** The suite `rocketmq/queue-contract`: what each promise of the contract rules out. */
import { holds, reachable, rows, suite, unreachable, violated } from '../../language/index.ts'
import { queueContract, strictQueue } from './queue.ts'

const usual = {
  'no acknowledged message is lost': holds,
  'no phantom read': holds,
  'nothing is seen that was never sent': holds,
  'a message that is sent once is stored once': holds,
  'messages stand in the order of their sends': holds,
  'the queue has only what was acknowledged or seen': holds,
  'an acknowledgement is final': holds,
  'every acknowledged message is seen': holds,
  'no deadlock': holds,
  'every message is acknowledged and seen': reachable(),
  'a message stands in the queue twice': unreachable,
  'a message is seen that is in doubt': reachable(3),
} as const

export const queueContractSuite = rows(suite('rocketmq/queue-contract', queueContract, strictQueue), usual, [
  {
    title: 'a queue that gives every promise',
    headline: 'no acknowledged message is lost',
    counts: { distinct: 23, generated: 50, depth: 5 },
    neighbours: [
      {
        title: 'a queue that may lose',
        about: 'What a store does that acknowledges before the message is safe, and shows it after (B02).',
        but: { mayLose: true },
        expect: {
          'no acknowledged message is lost': violated(3),
          'every acknowledged message is seen': violated(3),
        },
        counts: { distinct: 34, generated: 72, depth: 5 },
      },
      {
        title: 'a queue that may show too early',
        about:
          'What a store does whose readers see more than is safe (B06). What was acknowledged and seen may be gone as well.',
        headline: 'no phantom read',
        but: { mayShowTooEarly: true },
        expect: { 'no phantom read': violated(4), 'no acknowledged message is lost': violated(4) },
        counts: { distinct: 48, generated: 112, depth: 6 },
      },
      {
        title: 'a queue that may repeat',
        about: 'What a queue does whose producers try again after an answer that is none (B10, R17).',
        headline: 'a message that is sent once is stored once',
        but: { mayRepeat: true },
        expect: {
          'a message that is sent once is stored once': violated(3),
          'a message stands in the queue twice': reachable(3),
        },
        counts: { distinct: 73, generated: 163, depth: 7 },
      },
      {
        title: 'a queue that may reorder',
        about: 'What a queue does where a send that failed appears after the next one.',
        headline: 'messages stand in the order of their sends',
        but: { mayReorder: true },
        expect: { 'messages stand in the order of their sends': violated(3) },
        counts: { distinct: 30, generated: 69, depth: 5 },
      },
    ],
  },
])

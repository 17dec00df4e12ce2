/** What comes of each kind of channel, however the protocol is written: as one specification, or composed of several. */
import { holds, violated } from '../language/index.ts'

const inOrder = {
  'an acknowledged value has been received': holds,
  'every value is received once, in order, unchanged': holds,
  'no deadlock': holds,
} as const

export const keepingOrder = {
  counts: { distinct: 240, generated: 1_392, depth: 10 },
  expect: {
    ...inOrder,
    'it hands over values as if without channels': holds,
    'what is sent is received': holds,
    'what is sent is acknowledged': holds,
  },
} as const

export const reordering = {
  counts: { distinct: 1_800, generated: 13_984, depth: 20 },
  expect: {
    'an acknowledged value has been received': violated(8),
    'every value is received once, in order, unchanged': violated(7),
    'it hands over values as if without channels': violated(7),
    'what is sent is received': violated(),
    'what is sent is acknowledged': holds,
    'no deadlock': holds,
  },
} as const

/** Where nothing need arrive, a value that is sent may be on its way for ever: a behaviour of so many states at least. */
export const arrivingNever = (states: number) => ({
  counts: keepingOrder.counts,
  expect: {
    ...inOrder,
    'it hands over values as if without channels': violated(states),
    'what is sent is received': violated(states),
    'what is sent is acknowledged': violated(states),
  },
})

/** Questions to `rocketmq/dledger`: what a DLedger group of three promises. No setting of a broker changes its answers. */

import type { FaultBudget } from '../spec/parts/faults.ts'
import type { DLedgerConfiguration } from '../spec/rocketmq/dledger/configuration.ts'
import type { SetUp } from './behaviour.ts'
import type { Promised, Question, Topic } from './question.ts'
import { messages } from './store-questions.ts'

const promises: readonly (Promised & { readonly property: string })[] = [
  { promise: 'an acknowledged message is not lost', short: 'kept', property: 'no acknowledged message is lost' },
  { promise: 'no consumer reads a message that is gone later', short: 'no phantom', property: 'no phantom read' },
  {
    promise: 'an error means that the message is not stored',
    short: 'error is final',
    property: 'an error means that the message is not stored',
  },
  {
    promise: 'a leader of the group becomes master',
    short: 'leader serves',
    property: 'a new leader becomes master',
  },
  {
    promise: 'every node follows a leader again',
    short: 'all follow',
    property: 'every node follows a leader again',
  },
]

type Kind = 'processCrash' | 'powerCut' | 'isolation' | 'slowFollowers'

interface Circumstances {
  readonly words: string
  readonly budget: FaultBudget<Kind>
  /** A node that was cut off asks for votes in a third term. */
  readonly terms: 2 | 3
}

const noFault: FaultBudget<Kind> = { processCrash: 0, powerCut: 0, isolation: 0, slowFollowers: 0 }

const circumstances: readonly Circumstances[] = [
  { words: 'no fault', budget: noFault, terms: 2 },
  { words: '1 process crash', budget: { ...noFault, processCrash: 1 }, terms: 2 },
  { words: '1 power cut', budget: { ...noFault, powerCut: 1 }, terms: 2 },
  { words: '1 isolated node', budget: { ...noFault, isolation: 1 }, terms: 3 },
  { words: 'followers slow once', budget: { ...noFault, slowFollowers: 1 }, terms: 2 },
]

export const dledgerMessages: Topic = {
  topic: messages.topic,
  promises: promises.map(({ promise, short }) => ({ promise, short })),
  rows: circumstances.map(({ words, budget }) => ({ fault: words, budget, freedom: 0 })),
}

/** Nodes of the only group size that is explored. */
export const dledgerNodes = 3

/** DLedger 0.3.1.2 in every version that is modelled. It ignores flushDiskType, and so do the questions. */
export function questionsAboutDLedger({ group }: SetUp): readonly Question[] {
  if (group.peers !== dledgerNodes) return []
  return promises.flatMap(({ promise, short, property }) =>
    circumstances.map(({ words, budget, terms }) => {
      const configuration: Pick<DLedgerConfiguration, 'nodes' | 'messages' | 'terms'> = {
        nodes: group.peers,
        messages: 1,
        terms,
      }
      return {
        topic: dledgerMessages.topic,
        promise,
        short,
        fault: words,
        freedom: 0,
        budget,
        suite: 'rocketmq/dledger',
        configuration: { ...configuration, ...budget },
        properties: [property],
        remedies: [],
      }
    }),
  )
}

import { holds, specify, suite, violated } from '../language/index.ts'

export const data = ['d1', 'd2'] as const
export type Datum = (typeof data)[number]
export type Bit = 0 | 1

export const bits: readonly Bit[] = [0, 1]
export const flip = (bit: Bit): Bit => (bit === 0 ? 1 : 0)

/** Nothing is on its way; anything may have been sent and received before. */
export const quietStates = bits.flatMap((bit) =>
  data.flatMap((sent) =>
    data.map((received) => ({ sentBit: bit, acknowledgedBit: bit, receivedBit: bit, sent, received })),
  ),
)

interface Configuration {
  /** Whether what has been sent arrives, and its acknowledgement too. */
  readonly fair: boolean
}

/** What the protocol achieves: values are handed over one at a time. */
export function alternatingBitContract({ fair }: Configuration) {
  const contract = specify('alternating bit without channels', {
    sentBit: 0 as Bit,
    acknowledgedBit: 0 as Bit,
    receivedBit: 0 as Bit,
    sent: 'd1' as Datum,
    received: 'd1' as Datum,
  })
    .about(`
      What the alternating bit protocol has to achieve, without saying how: the sender's value appears at the receiver,
      then the receiver's bit appears at the sender, and only then comes the next value.
      Source: tlaplus/Examples, specifications/SpecifyingSystems/TLC/ABCorrectness.tla (Lamport, "Specifying Systems",
      2002).
    `)
    .startingFrom(quietStates)
    .action('send')
    .over('value', data)
    .when((s) => s.acknowledgedBit === s.sentBit)
    .changes((s, { value }) => ({ sent: value, sentBit: flip(s.sentBit) }))
    .action('receive')
    .when((s) => s.receivedBit !== s.sentBit)
    .changes((s) => ({ receivedBit: s.sentBit, received: s.sent }))
    .action('receive acknowledgement')
    .when((s) => s.receivedBit !== s.acknowledgedBit)
    .changes((s) => ({ acknowledgedBit: s.receivedBit }))
    .always('an acknowledged value has been received', (s) => {
      return s.acknowledgedBit !== s.sentBit || s.receivedBit === s.sentBit
    })
    .leadsTo(
      'what is sent is received',
      data,
      (s, value) => s.sentBit !== s.acknowledgedBit && s.sent === value,
      (s, value) => s.received === value,
    )
    .leadsTo(
      'what is sent is acknowledged',
      (s) => s.sentBit !== s.acknowledgedBit,
      (s) => s.sentBit === s.acknowledgedBit,
    )
    .deadlockFree()
  return fair ? contract.fair('weak', 'receive').fair('weak', 'receive acknowledgement') : contract
}

const counts = { distinct: 20, generated: 36, depth: 3 }

export const alternatingBitContractSuite = suite('classic/alternating-bit-contract', alternatingBitContract, {
  fair: true,
})
  .scenario({
    title: 'values handed over one at a time',
    expect: {
      'an acknowledged value has been received': holds,
      'what is sent is received': holds,
      'what is sent is acknowledged': holds,
      'no deadlock': holds,
    },
    counts,
    neighbour: 'nothing need arrive',
  })
  .scenario({
    title: 'nothing need arrive',
    config: { fair: false },
    expect: {
      'an acknowledged value has been received': holds,
      'what is sent is received': violated(2),
      'what is sent is acknowledged': violated(2),
      'no deadlock': holds,
    },
    counts,
    neighbour: 'values handed over one at a time',
  })

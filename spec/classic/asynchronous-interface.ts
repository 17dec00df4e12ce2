import { holds, reachable, specify, suite, violated } from '../language/index.ts'

const data = ['d1', 'd2', 'd3'] as const
type Datum = (typeof data)[number]
type Bit = 0 | 1

const bits: readonly Bit[] = [0, 1]
const flip = (bit: Bit): Bit => (bit === 0 ? 1 : 0)

interface Configuration {
  /** Whether the sender waits until the value before has been acknowledged. */
  readonly waits: boolean
}

function specification({ waits }: Configuration) {
  return specify('asynchronous interface', { value: 'd1' as Datum, ready: 0 as Bit, acknowledged: 0 as Bit })
    .about(`
      A sender hands values to a receiver over a value line and two wires, by a two-phase handshake: the wires differ
      while a value is waiting, and are equal again once it has been taken.
      Source: tlaplus/Examples, specifications/SpecifyingSystems/AsynchronousInterface/AsynchInterface.tla.
    `)
    .startingFrom(data.flatMap((value) => bits.map((bit) => ({ value, ready: bit, acknowledged: bit }))))
    .action('send')
    .over('value', data)
    .when((s) => s.ready === s.acknowledged || !waits)
    .changes((s, { value }) => ({ value, ready: flip(s.ready) }))
    .action('receive')
    .when((s) => s.ready !== s.acknowledged)
    .changes((s) => ({ acknowledged: flip(s.acknowledged) }))
    .alwaysStep('no value is overwritten', (before, { action }) => {
      return action !== 'send' || before.ready === before.acknowledged
    })
    .alwaysStep('receiving leaves the value alone', (before, { action }, after) => {
      return action !== 'receive' || before.value === after.value
    })
    .alwaysStep('nothing is received twice', (before, { action }) => {
      return action !== 'receive' || before.ready !== before.acknowledged
    })
    .fair('weak', 'receive')
    .leadsTo(
      'every value is received',
      (s) => s.ready !== s.acknowledged,
      (s) => s.ready === s.acknowledged,
    )
    .reachableStep('the value changes', (before, _step, after) => before.value !== after.value)
    .deadlockFree()
}

const handshake = {
  'receiving leaves the value alone': holds,
  'nothing is received twice': holds,
  'the value changes': reachable(2),
  'no deadlock': holds,
} as const

export const asynchronousInterface = suite('classic/asynchronous-interface', specification, { waits: true })
  .scenario({
    title: 'three values',
    expect: { ...handshake, 'no value is overwritten': holds, 'every value is received': holds },
    counts: { distinct: 12, generated: 30, depth: 2 },
    neighbour: 'a sender that does not wait',
  })
  .scenario({
    title: 'a sender that does not wait',
    about: 'Without the wait a value is replaced before it was taken, and the wires do not show it.',
    config: { waits: false },
    expect: { ...handshake, 'no value is overwritten': violated(3), 'every value is received': holds },
    counts: { distinct: 12, generated: 48, depth: 2 },
    neighbour: 'three values',
  })

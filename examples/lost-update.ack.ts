// Two clerks read a balance, add to it and write it back. Each write may undo the other's, unless it compares first.
import { at, each, every, holds, reachable, specify, suite, violated } from 'ackproof'

const clerks = ['ann', 'bob'] as const

interface Configuration {
  /** Whether a clerk writes only where the balance is still the one that was read. */
  readonly compares: boolean
}

const deposits = ({ compares }: Configuration) =>
  specify('lost update', { balance: 0, seen: each(clerks, null as number | null), isDone: each(clerks, false) })
    .about('Each clerk deposits 1. Reading and writing are one step each, and anything may happen in between.')
    .action('read', 'A clerk looks at the balance.')
    .over('clerk', clerks)
    .says((before, { clerk }) => `${clerk} reads a balance of ${before.balance}`)
    .when((s, { clerk }) => s.seen[clerk] === null && !s.isDone[clerk])
    .changes((s, { clerk }) => ({ seen: at(clerk, s.balance) }))
    .action('write', 'A clerk writes what was read and 1 more.')
    .over('clerk', clerks)
    .says((before, { clerk }) => `${clerk} writes a balance of ${(before.seen[clerk] ?? 0) + 1}`)
    .when((s, { clerk }) => s.seen[clerk] !== null && (!compares || s.seen[clerk] === s.balance))
    .changes((s, { clerk }) => ({ balance: (s.seen[clerk] ?? 0) + 1, seen: at(clerk, null), isDone: at(clerk, true) }))
    .action('start again', 'A clerk sees that the balance is another one, and forgets what was read.')
    .over('clerk', clerks)
    .when((s, { clerk }) => compares && s.seen[clerk] !== null && s.seen[clerk] !== s.balance)
    .changes((_s, { clerk }) => ({ seen: at(clerk, null) }))
    .always('no deposit is lost', (s) => !every(s.isDone, true) || s.balance === clerks.length)
    .reachable('everybody is done', (s) => every(s.isDone, true))
    .canAlwaysReach('an end', (s) => every(s.isDone, true))
    .deadlockFree((s) => every(s.isDone, true))

export default suite('lost update', deposits, { compares: true })
  .scenario({
    title: 'clerks compare before they write',
    expect: { 'no deposit is lost': holds, 'everybody is done': reachable(5), 'an end': holds, 'no deadlock': holds },
    neighbour: 'clerks just write',
  })
  .scenario({
    title: 'clerks just write',
    config: { compares: false },
    expect: {
      'no deposit is lost': violated(5),
      'everybody is done': reachable(5),
      'an end': holds,
      'no deadlock': holds,
    },
    neighbour: 'clerks compare before they write',
  })

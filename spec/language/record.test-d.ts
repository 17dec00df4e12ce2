import { describe, expectTypeOf, it } from 'vitest'
import { at, change, each, record, type StateOf, specify } from './index.ts'

type Phase = 'init' | 'ready'
const brokers = ['a', 'b'] as const

interface Log {
  readonly flushed: number
  readonly phase: Phase
  readonly entries: readonly string[]
}

const start = () =>
  specify('logs', {
    log: record({ flushed: 0, phase: 'init' as Phase, entries: [] as readonly string[] }),
    disk: each(brokers, record({ size: 0, head: record({ term: 0 }), acks: each(brokers, 0) })),
  })

describe('the types of records', () => {
  it('infer the fields, and make a record an ordinary object to whoever takes one', () => {
    const flushed = (log: Log): Log => change(log, { flushed: log.entries.length })
    const append = <Entry>(log: { readonly entries: readonly Entry[] }, entry: Entry) =>
      change(log, { entries: [...log.entries, entry] })
    const spec = start()
      .action('flush')
      .when((s) => s.log.phase === 'ready')
      .changes((s) => ({ log: flushed(s.log) }))
      .action('open')
      .changes((s) => ({ log: change(s.log, { phase: 'ready', entries: append(s.log, 'x').entries }) }))
      .action('whole')
      .changes(() => ({ log: { flushed: 0, phase: 'init', entries: [] } }))
      .action('elect')
      .over('broker', brokers)
      .changes((s, { broker }) => ({
        disk: at(broker, change(s.disk[broker], { head: { term: 1 }, acks: at(broker, s.disk[broker].acks.a + 1) })),
      }))
    type State = StateOf<typeof spec>
    expectTypeOf<State['log']['phase']>().toEqualTypeOf<Phase>()
    expectTypeOf<State['log']['flushed']>().toEqualTypeOf<number>()
    expectTypeOf<State['disk']['a']['head']['term']>().toEqualTypeOf<number>()
    expectTypeOf<State['log']>().toExtend<Log>()
  })

  it('refuse fields that there are not, wrong values, and wholes without a field', () => {
    start()
      .action('act')
      .changes((s) => {
        // @ts-expect-error there is no such field
        change(s.log, { flushd: 1 })
        // @ts-expect-error a phase
        change(s.log, { phase: 'redy' })
        // @ts-expect-error there is no such field inside
        change(s.disk.a, { head: { tem: 1 } })
        // @ts-expect-error it is read-only
        s.log.flushed = 1
        return {}
      })
    start()
      .action('part')
      // @ts-expect-error it lacks fields
      .changes(() => ({ log: { flushed: 1 } }))
    start()
      .action('wrong')
      // @ts-expect-error a wrong value
      .changes((s) => ({ log: { ...s.log, phase: 'redy' } }))
  })

  it('know fields that are budgets, and what a mapping has to give', () => {
    const budget = specify('budget', { left: record({ crashes: 1, by: 'x' }) })
    budget.action('crash').fault({ spends: 'left.crashes' })
    // @ts-expect-error text is no budget
    budget.action('crash').fault({ spends: 'left.by' })
    const abstract = budget.action('crash').changes((s) => ({ left: change(s.left, { crashes: 0 }) }))
    const concrete = specify('concrete', { n: 0 })
    concrete.refines('r', abstract, (s) => ({ left: { crashes: s.n, by: 'x' } }))
    // @ts-expect-error a field is missing
    concrete.refines('r', abstract, (s) => ({ left: { crashes: s.n } }))
  })
})

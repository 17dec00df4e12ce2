import { describe, expect, it } from 'vitest'
import { at, each, every, type Spec, set, some, specify } from '../../spec/language/index.ts'
import { check } from '../check.ts'

const ids = ['a', 'b', 'c'] as const
type Id = (typeof ids)[number]

const idle = specify('lock', {
  phase: each(ids, 'idle' as 'idle' | 'waiting' | 'holding' | 'done'),
  waiting: set<Id>(),
})
  .action('ask')
  .over('id', ids)
  .when((s, { id }) => s.phase[id] === 'idle')
  .changes((s, { id }) => ({ phase: at(id, 'waiting'), waiting: set([...s.waiting, id]) }))

const free = (s: { readonly phase: Readonly<Record<Id, string>> }): boolean =>
  !some(s.phase as never, 'holding' as never)

const lock = idle
  .action('enter')
  .over('id', (s) => s.waiting)
  .when((s) => free(s))
  .changes((s, { id }) => ({ phase: at(id, 'holding'), waiting: set(s.waiting.filter((each) => each !== id)) }))
  .action('leave')
  .over('id', ids)
  .when((s, { id }) => s.phase[id] === 'holding')
  .changes((_s, { id }) => ({ phase: at(id, 'done') }))

function message(spec: Spec): string {
  try {
    check(spec.definition)
  } catch (error) {
    return (error as Error).message
  }
  return 'nothing was found'
}

describe('ids that are declared interchangeable', () => {
  it('are explored as one where they are', () => {
    const whole = check(lock.definition)
    const reduced = check(lock.symmetric(ids).definition)
    expect([whole.states.distinct, reduced.states.distinct]).toEqual([54, 16])
    expect(reduced.states.depth).toBe(whole.states.depth)
  })

  it('are found to differ where an action names one', () => {
    const named = lock
      .action('skip')
      .over('id', ids)
      .when((s, { id }) => s.phase[id] === 'idle' && id === 'b')
      .changes((_s, { id }) => ({ phase: at(id, 'done') }))
    expect(message(named.symmetric(ids))).toMatch(
      /action "skip" \(id: "."\).*: ids of symmetric\(…\) are not interchangeable: with "." and "." exchanged in the state, it is (not )?enabled .*--no-symmetry\.$/,
    )
  })

  it('are found to differ where an effect goes by their order', () => {
    const first = idle
      .action('serve')
      .when((s) => s.waiting.length > 0)
      .changes((s) => ({ phase: at(s.waiting[0] as Id, 'done'), waiting: set(s.waiting.slice(1)) }))
    expect(message(first.symmetric(ids))).toMatch(
      /action "serve" .*: ids of symmetric\(…\) are not interchangeable: with "." and "." exchanged in the state, it makes \S+ .*, where .* is what it did before with these exchanged/,
    )
  })

  it('are found to differ where a promise, a goal or a constraint names one', () => {
    const named = (s: { readonly phase: Readonly<Record<Id, string>> }): boolean => s.phase.b !== 'holding'
    const found = /not interchangeable: with "." and "." exchanged in the state, it is/
    expect(message(lock.always('b never holds', named).symmetric(ids))).toMatch(found)
    expect(message(lock.reachable('b holds', (s) => !named(s)).symmetric(ids))).toMatch(found)
    expect(message(lock.constraint('b never holds', named).symmetric(ids))).toMatch(found)
    expect(message(lock.alwaysStep('b never gets in', (_before, _step, after) => named(after)).symmetric(ids))).toMatch(
      found,
    )
    expect(message(lock.canAlwaysReach('b can be done', (s) => s.phase.b === 'done').symmetric(ids))).toMatch(found)
    expect(
      message(lock.canAlwaysReach('each can be done', ids, (s, id) => s.phase[id] === 'done').symmetric(ids)),
    ).toMatch(found)
  })

  it('are found to differ in one way of renaming one state', () => {
    const counted = specify('steps', { done: each(ids, 0) })
      .action('go')
      .over('id', ids)
      .when((s, { id }) => s.done[id] < 2)
      .changes((s, { id }) => ({ done: at(id, s.done[id] + 1) }))
      .always('not 0, 2, 1', ({ done }) => !(done.a === 0 && done.b === 2 && done.c === 1))
    expect(message(counted.symmetric(ids))).toMatch(/property "not 0, 2, 1" .* not interchangeable/)
  })

  it('may be told apart by no declared value, family or domain', () => {
    const held = specify('held', { holder: 'a' })
      .action('keep')
      .changes(() => ({}))
    expect(message(held.symmetric(['a', 'b']))).toBe(
      'spec "held", the initial states (' +
        `${held.definition.declaredAt()}` +
        '): ids of symmetric(…) are not interchangeable: holder is "a" in one of them, and none is like it with "a" and "b" exchanged. Begin with the same value for each id, or let startingFrom(…) give every choice of ids.',
    )
    const some = specify('some', { of: each(['a', 'b', 'x'], 0) })
      .action('keep')
      .changes(() => ({}))
    expect(message(some.symmetric(['a', 'b', 'c']))).toContain('variable "of.b" (')
    const one = lock
      .action('fail')
      .over('id', ['a', 'b'] as const)
      .changes((_s, { id }) => ({ phase: at(id, 'idle') }))
    expect(message(one.symmetric(ids))).toMatch(
      /the domain of "id" of action "fail" .*: ids of symmetric\(…\) are not interchangeable: it has "b" and not "c"/,
    )
  })

  it('are refused with properties of progress and refinement, by name', () => {
    const progress = lock.eventually('all are done', (s) => every(s.phase, 'done'))
    expect(message(progress.symmetric(ids))).toMatch(
      /property "all are done" .*: \.eventually\(…\) is not decided with symmetric\(…\), because a loop up to renaming is no loop\. Check it without symmetry/,
    )
    const refining = lock.refines(
      'is a lock',
      specify('any', {})
        .action('x')
        .changes(() => ({})),
      () => ({}),
    )
    expect(message(refining.symmetric(ids))).toContain('.refines(…) is not decided with symmetric(…)')
    expect(check(progress.symmetric(ids).definition, { withoutSymmetry: true }).properties[0]?.verdict).toBe('violated')
  })

  it('are told as they were in the behaviour, and so is the part that breaks', () => {
    const parts = lock.always('nobody is ever done', ids, (s, id) => s.phase[id] !== 'done').symmetric(ids)
    const [property] = check(parts.definition).properties
    const last = property?.trace?.steps.at(-1)
    expect(property?.trace?.length).toBe(4)
    expect(last?.action).toBe('leave')
    expect(last?.params).toEqual({ id: property?.part })
  })
})

describe('symmetric(…)', () => {
  it('refuses what cannot be ids', () => {
    const spec = specify('x', { n: 0 })
    const declared =
      (...given: readonly unknown[]): (() => unknown) =>
      () =>
        given.reduce<unknown>((builder, each) => (builder as typeof spec).symmetric(each as never), spec)
    expect(declared([])).toThrow('symmetric(…) is given no ids')
    expect(declared('ab')).toThrow('symmetric(…) is given "ab" for its ids')
    expect(declared([1, 2])).toThrow('A number in a state may be a count as well')
    expect(declared(['a', 'a'])).toThrow('symmetric(…) is given the id "a" twice')
    expect(declared(['a', 'b'], ['b', 'c'])).toThrow('symmetric(…) is given "b", which is in another list')
    expect(declared(['a', null])).toThrow('symmetric(…) is given the id null')
    expect(declared(['a', ''])).toThrow('symmetric(…) is given an empty text')
    // A configuration may have one alone, as it may have many.
    expect(declared(['a'])).not.toThrow()
    expect(declared(['a', 'b'], ['c', 'd'])).not.toThrow()
  })
})

import { describe, expect, it } from 'vitest'
import {
  append,
  at,
  change,
  compose,
  each,
  list,
  record,
  replace,
  type SpecDefinition,
  SpecError,
  specify,
  tail,
  truncate,
} from '../spec/language/index.ts'
import { check } from './check.ts'
import type { CheckResult } from './contract/result.ts'
import { Effects } from './memo/effects.ts'
import { EnabledList } from './memo/enabled-list.ts'
import { writesIn } from './memo/list-effects.ts'
import { Model } from './model/model.ts'

const nodes = ['a', 'b'] as const

const runsOf = ({ functions }: CheckResult, name: string): number | undefined =>
  functions.find((each) => each.name === name)?.runs

function problemOf(definition: SpecDefinition): string {
  try {
    check(definition)
  } catch (error) {
    if (error instanceof SpecError) return error.message
    throw error
  }
  return 'none'
}

/** A log of two entries a node, cut now and then, and a queue; as lists, or as ordinary arrays. */
const logs = (start: readonly number[]) =>
  specify('logs', { log: each(nodes, start), queue: start, disk: record({ entries: start, syncs: 0 }) })
    .action('write')
    .over('node', nodes)
    .over('entry', [1, 2])
    .when((s, { node }) => s.log[node].length < 3)
    .changes((s, { node, entry }) => ({ log: at(node, append(s.log[node], entry)) }))
    .action('cut')
    .over('node', nodes)
    .when((s, { node }) => s.log[node].at(-1) === 2)
    .changes((s, { node }) => ({ log: at(node, truncate(s.log[node], 1)) }))
    .action('mend')
    .over('node', nodes)
    .when((s, { node }) => s.log[node][1] === 1)
    .changes((s, { node }) => ({ log: at(node, replace(truncate(append(s.log[node], 2), 3), 0, 2)) }))
    .action('send')
    .when((s) => s.queue.length < 2)
    .changes((s) => ({ queue: append(append(s.queue, 1), 2) }))
    .action('take')
    .given('mail', (s) => s.queue[0] ?? null)
    .changes((s, { mail }) => ({
      queue: tail(s.queue),
      disk: change(s.disk, { entries: truncate(append(s.disk.entries, mail), 2) }),
    }))
    .action('wipe')
    .changes(() => ({ disk: { entries: [], syncs: 0 } }))
    .always('three entries', (s) => s.log.a.length + s.log.b.length < 7)
    .always('no other mail', (s) => s.disk.entries.every((entry) => entry < 3))

describe('a list of the state', () => {
  it('has the states of an ordinary array, and packs as one', () => {
    const [ofLists, ofArrays] = [logs(list<number>()), logs([])].map(({ definition }) => check(definition))
    expect(ofLists?.states).toEqual(ofArrays?.states)
    expect(ofLists?.engine.bitsPerState).toBe(ofArrays?.engine.bitsPerState)
    expect(ofLists?.actions).toEqual(ofArrays?.actions)
    expect(ofLists?.variables).toEqual(ofArrays?.variables)
    expect(ofLists?.findings).toEqual(ofArrays?.findings)
  })

  it('is read by its length and its elements alone, and changed without being read', () => {
    const result = check(logs(list<number>()).definition)
    // By length (4), node and entry; by the last entry, none included; by the second one; by length.
    expect(runsOf(result, 'write')).toBe(4 * 2 * 2)
    expect(runsOf(result, 'cut')).toBe(3 * 2)
    expect(runsOf(result, 'send')).toBe(4)
    expect(runsOf(result, 'take.mail')).toBe(3)
    expect(runsOf(result, 'take')).toBe(2)
    expect(runsOf(result, 'wipe')).toBe(1)
    expect(runsOf(result, 'three entries')).toBe(4 * 4)
    // Read as a whole: once for each of its five contents.
    expect(runsOf(result, 'no other mail')).toBe(5)
  })

  it('is changed by what is done to it, whatever it holds when the same thing is done again', () => {
    const spec = specify('again', { log: list<string>(), longest: 0 })
      .action('add')
      .over('entry', ['x', 'y'])
      .changes((s, { entry }) => ({ log: truncate(append(s.log, entry), 3) }))
      .action('drop')
      .changes((s) => ({ log: tail(s.log) }))
    const yx = spec.reachable('yx', (s) => s.log[0] === 'y' && s.log[1] === 'x')
    const result = check(yx.definition, { exhaust: true })
    expect(runsOf(result, 'add')).toBe(2)
    expect(runsOf(result, 'drop')).toBe(1)
    expect(result.states.distinct).toBe(1 + 2 + 4 + 8)
    const { trace } = result.properties[0] ?? {}
    expect(trace?.steps.map(({ state }) => state.log)).toEqual([[], ['y'], ['y', 'x']])
  })

  it('that nothing but changes looks at is never read', () => {
    const spec = specify('written', { log: list<number>(), other: list([0]) })
      .action('add')
      .changes((s) => ({ log: truncate(append(s.log, 1), 2), other: replace(s.other, 0, 1) }))
    const neverRead = ({ findings }: CheckResult) =>
      findings.filter(({ kind }) => kind === 'never-read').map(({ subject }) => subject)
    expect(neverRead(check(spec.definition))).toEqual(['log', 'other'])
    expect(neverRead(check(spec.always('short', (s) => s.log.length < 3).definition))).toEqual(['other'])
  })

  it('may be changed by what has looked at its length for another change', () => {
    const spec = specify('both', { log: list([0]), n: 0 })
      .action('go')
      .when((s) => s.n === 0)
      .changes((s) => {
        const log = replace(s.log, 0, 5)
        return { log: append(log, log.length), n: s.log.length }
      })
    const result = check(spec.reachable('done', (s) => s.n === 1).definition)
    expect(result.properties[0]?.trace?.steps.at(-1)?.state).toEqual({ log: [5, 1], n: 1 })
    expect(result.findings.filter(({ kind }) => kind === 'never-read')).toEqual([])
  })

  it('is changed along with other variables, each time as it was said', () => {
    const spec = specify('along', { log: list<number>(), n: 0 })
      .action('go')
      .over('to', [1, 2])
      .changes((s, { to }) => ({ log: truncate(append(s.log, 7), 1), n: to }))
    expect(check(spec.always('n', (s) => s.n < 3 && s.log.length < 2).definition).states.distinct).toBe(3)
  })

  it('that takes on its declared value after the start has changed', () => {
    const spec = specify('emptied', { log: list<number>() })
      .startingFrom([{ log: [1] }])
      .action('empty')
      .changes((s) => ({ log: truncate(s.log, 0) }))
    const { findings } = check(spec.always('short', (s) => s.log.length < 2).definition)
    expect(findings.filter(({ kind }) => kind === 'never-changes')).toEqual([])
  })

  it('of a component is one of the whole, and may stand in a refinement and be renamed with ids', () => {
    const part = specify('part', { log: list<string>() })
      .action('add')
      .over('id', ['p', 'q'])
      .when((s) => s.log.length < 2)
      .changes((s, { id }) => ({ log: append(s.log, id) }))
      .always('two', (s) => s.log.length < 3)
    const whole = compose('whole', { one: part, other: part }, { share: { kept: ['one.log', 'other.log'] } })
    expect(check(whole.definition).states.distinct).toBe(1 + 2 + 4)
    const hidden = compose('hidden', { one: part, other: part })
    const result = check(hidden.refines('one of them', part, (s) => ({ log: s.one.log })).definition)
    expect(result.states.distinct).toBe(7 * 7)
    expect(result.properties.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds'])
    const unmapped = compose('unmapped', { one: part }).refines('text', part, () => ({ log: 'x' as never }))
    expect(problemOf(unmapped.definition)).toMatch(/log is a list and is mapped to "x"/)
    const upToNames = check(part.symmetric(['p', 'q']).definition)
    // Nothing, p, pp and pq: q is p by another name.
    expect(upToNames.states.distinct).toBe(4)
  })

  it('takes the content of another list, which is then read', () => {
    const spec = specify('copied', { from: list<number>(), to: list<number>() })
      .action('add')
      .over('n', [1, 2])
      .when((s) => s.from.length < 2)
      .changes((s, { n }) => ({ from: append(s.from, n) }))
      .action('copy')
      .changes((s) => ({ to: append(s.from, 0) }))
    const result = check(spec.definition)
    expect(runsOf(result, 'copy')).toBe(7)
    // What was copied is some beginning of what there is, with a 0 behind it, or nothing.
    expect(result.states.distinct).toBe(1 * 2 + 2 * 3 + 4 * 4)
  })

  it('is read before and after a step, and by promises of progress', () => {
    const result = check(
      specify('steps', { log: list<number>() })
        .action('add')
        .changes((s) => ({ log: truncate(append(s.log, s.log.length), 2) }))
        .alwaysStep('grows', (before, _step, after) => after.log.length >= before.log.length)
        .alwaysStep('keeps', (before, _step, after) => before.log.length === 0 || after.log[0] === before.log[0])
        .leadsTo(
          'filled',
          (s) => s.log.length === 0,
          (s) => s.log.length === 2,
        )
        .fair('weak', 'add').definition,
    )
    expect(result.properties.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds'])
  })
})

describe('a mistake with a list', () => {
  const bad = (effect: (s: { readonly log: readonly number[] }) => unknown): string =>
    problemOf(
      specify('bad', { log: list([1]) })
        .action('act')
        .changes(effect as never).definition,
    )

  it.each<[string, (s: { readonly log: readonly number[] }) => unknown, RegExp]>([
    [
      'an index behind the end',
      (s) => ({ log: replace(s.log, 1, 0) }),
      /replace\(…\) is given the index 1 of a list of/,
    ],
    [
      'no array',
      () => ({ log: 'x' }),
      /log is a list and is changed to "x"\. Give an array of its elements, or change/,
    ],
    ['an object', () => ({ log: {} }), /log is a list and is changed to an object/],
    [
      'undefined in it',
      (s) => ({ log: append(s.log, undefined as never) }),
      /log is undefined, which is not plain data/,
    ],
    ['an assignment', (s) => ((s.log as number[])[0] = 2), /log\[0\] was assigned to\. The state is read-only/],
    ['a push', (s) => (s.log as number[]).push(2), /was changed in place|was assigned to/],
  ])('is told: %s', (_, effect, message) => {
    expect(bad(effect)).toMatch(message)
  })
})

describe('effects on lists', () => {
  it('beyond those that are remembered are made out each time, and are the same', () => {
    const { definition } = specify('x', { one: list<number>(), n: 0, other: list<number>() })
    const model = new Model(definition)
    const [one, other] = ['one', 'other'].map((name) => model.groups.get(name)?.list)
    if (one === undefined || other === undefined || one === null || other === null) throw new Error('no lists')
    const changes = model.interner.canonical([{ kind: 'append', value: 7 }], 'one') as never
    const writes = {
      fixed: [1, 0],
      lists: [
        { list: one, changes },
        { list: other, changes },
      ],
    }
    const seven = one.idAfter(changes, 0)
    for (const most of [0, 1, 10]) {
      const effects = new Effects(most)
      const number = effects.lists.add(writes)
      expect(effects.lists.add({ ...writes })).toBe(number)
      for (const ids of [
        [0, 0, 0],
        [seven, 0, 0],
        [0, 0, other.idAfter(changes, 0)],
        [0, 0, 0],
      ].map((each) => Int32Array.from(each))) {
        const enabled = new EnabledList()
        enabled.add(0, number)
        effects.release()
        effects.lists.settle(enabled, ids, () => {})
        expect([...effects.writes(enabled.effects[0] as number)]).toEqual(writesIn(writes, ids))
      }
    }
  })
})

import { describe, expect, it } from 'vitest'
import { at, each, specify } from '../../spec/language/index.ts'
import { runEngine } from '../../test/oracle/agreement.ts'
import { createExplorer } from '../check.ts'
import type { UserCode } from '../model/user-code.ts'
import { Memo } from './memo.ts'

const keys = [0, 1, 2, 3, 4, 5, 6, 7] as const

/** Independent toggles: an action reads one slot, `whole` reads them all. */
const toggles = () =>
  specify('toggles', { on: each(keys, false) })
    .action('toggle')
    .over('key', keys)
    .changes((s, { key }) => ({ on: at(key, !s.on[key]) }))
    .always('whole', (s) => keys.map((key) => s.on[key]).length === 8)
    .always('first', (s) => s.on[0] || !s.on[0])

/** Runs of functions that read slot 0, as `UserCode` would track them; notes the ids they ran for. */
function runsThatRead0(ran: number[]): UserCode {
  const track: UserCode['track'] = (_fn, environment) => {
    ran.push(environment[0] as number)
    return { run: { reads: Int32Array.of(0), readCount: 1 } as never, result: -1 }
  }
  return { track } as never
}

const essentials = ({ states, actions, properties }: ReturnType<typeof runEngine>) => ({ states, actions, properties })

const statisticsOf = (result: ReturnType<typeof runEngine>, name: string) =>
  result.functions.find((fn) => fn.name === name)

describe('memoised functions', () => {
  it('run once for each combination of values that they read', () => {
    const result = runEngine(toggles().definition, {}, { verifiedStates: 0 })
    expect(result.states).toEqual({ distinct: 256, generated: 2049, depth: 9 })
    expect(statisticsOf(result, 'toggle')).toMatchObject({
      kind: 'action',
      name: 'toggle',
      lookups: 2048,
      runs: 16,
      isMemoised: true,
    })
    expect(statisticsOf(result, 'first')).toMatchObject({ lookups: 256, runs: 2, isMemoised: true })
  })

  it('stop being memoised where nearly every look-up misses, and give the same results', () => {
    const memoised = runEngine(toggles().definition, {}, { verifiedStates: 0 })
    const adaptive = runEngine(toggles().definition, {}, { verifiedStates: 0, trialRuns: 64 })
    expect(statisticsOf(memoised, 'whole')).toMatchObject({ runs: 256, isMemoised: true })
    expect(statisticsOf(adaptive, 'whole')).toMatchObject({ lookups: 256, runs: 256, isMemoised: false })
    expect(statisticsOf(adaptive, 'first')).toMatchObject({ runs: 2, isMemoised: true })
    expect(adaptive.states).toEqual(memoised.states)
    expect(adaptive.properties).toEqual(memoised.properties)
  })

  it('are looked at again and again: an action of one counter gives up its memo, one of toggles never does', () => {
    const counter = specify('counter', { n: 0 })
      .action('add')
      .when((s) => s.n < 500)
      .changes((s) => ({ n: s.n + 1 }))
      .action('stay')
      .changes(() => ({}))
    const result = runEngine(counter.definition, {}, { trialRuns: 32 })
    expect(statisticsOf(result, 'add')).toMatchObject({ isMemoised: false })
    expect(statisticsOf(result, 'stay')).toMatchObject({ runs: 1, isMemoised: true })
    expect(result.states).toEqual({ distinct: 501, generated: 1002, depth: 501 })
    expect(statisticsOf(runEngine(toggles().definition, {}, { trialRuns: 2 }), 'first')?.runs).toBeLessThan(300)
  })

  it('are memoised again once they meet the same values again, and lose little in between', () => {
    // While `log` grows every value is new; the dials are turned when it is full, and then each log is met 64 times.
    const spec = specify('late repeats', { log: 0, dials: each([0, 1, 2], 0) })
      .action('write')
      .over('bit', [0, 1])
      .when((s) => s.log < 1024)
      .changes((s, { bit }) => ({ log: 2 * s.log + bit + 1 }))
      .action('turn')
      .over('dial', [0, 1, 2])
      .when((s) => s.log >= 512)
      .changes((s, { dial }) => ({ dials: at(dial, (s.dials[dial] + 1) % 4) }))
    const result = runEngine(spec.definition, {}, { verifiedStates: 0, trialRuns: 16 })
    const write = statisticsOf(result, 'write')
    expect(write).toMatchObject({ isMemoised: true })
    // Each log once is the least: 2 · 2,047 runs. Never memoised again, it would be one run a look-up.
    expect(write?.lookups).toBeGreaterThan(100_000)
    expect(write?.runs).toBeLessThan(3 * 4_094)
    expect(essentials(result)).toEqual(essentials(runEngine(spec.definition, {}, { trialRuns: 1e9 })))
  })

  it('are not memoised again where nothing repeats, however long it goes on', () => {
    const counter = specify('counter', { n: 0 })
      .action('add')
      .when((s) => s.n < 5_000)
      .changes((s) => ({ n: s.n + 1 }))
    const result = runEngine(counter.definition, {}, { verifiedStates: 0, trialRuns: 16 })
    expect(statisticsOf(result, 'add')).toMatchObject({ runs: 5_001, nodes: 1, isMemoised: false })
    expect(result.engine.memoryBytes).toBeLessThan(8e6)
  })

  it('are kept where the graph is built of the same steps afterwards: nothing runs a second time for it', () => {
    const counter = specify('counter', { n: 0 })
      .action('add')
      .when((s) => s.n < 500)
      .changes((s) => ({ n: s.n + 1 }))
      .canAlwaysReach('the end', (s) => s.n === 500)
    const result = runEngine(counter.definition, {}, { verifiedStates: 0, trialRuns: 16 })
    expect(statisticsOf(result, 'add')).toMatchObject({ lookups: 1_002, runs: 501, isMemoised: true })
  })

  it('are not added to where memory is short: what is known stays known', () => {
    let left = 1e9
    const lookedUp: number[] = []
    const memo = new Memo(runsThatRead0(lookedUp), () => 0, { memoryLeft: () => left })
    const group = memo.addGroup('property', 'p')
    const fn = memo.add({ group, name: () => ({ kind: 'property', name: 'p', detail: '' }), compute: () => ~0 })
    const ask = (id: number): number => {
      memo.group(group).lookups += 9
      return memo.lookup(fn, Int32Array.of(id))
    }
    for (let id = 0; id < 100; id++) ask(id)
    expect(memo.group(group).isMemoised).toBe(true)
    left = 1e4
    for (let id = 100; memo.group(group).isMemoised; id++) ask(id)
    const { bytes } = memo.trie
    for (let turn = 0; turn < 3; turn++) for (let id = 10_000; id < 20_000; id++) expect(ask(id)).toBe(-1)
    expect(memo.trie.bytes).toBe(bytes)
    expect(memo.group(group).isMemoised).toBe(false)
    lookedUp.length = 0
    ask(50)
    ask(10_001)
    expect(lookedUp).toEqual([10_001])
  })

  it('of which others depend may give up their memo in the middle of a state', () => {
    // `wide` is asked for by later instances of the very state in which it is judged.
    const spec = specify('nested', { on: each(keys, false), n: 0 })
      .derive('wide', (s) => keys.map((key) => s.on[key]).join())
      .derive('wider', (s) => `${s.wide}${s.n}`)
      .action('toggle')
      .over('key', keys)
      .when((s) => s.wider.length > 0)
      .changes((s, { key }) => ({ on: at(key, !s.on[key]), n: (s.n + 1) % 2 }))
    const expected = runEngine(spec.definition)
    for (const trialRuns of [2, 4, 16, 64, 128]) {
      const result = runEngine(spec.definition, {}, { trialRuns, calmStates: 0 })
      expect(result.states).toEqual(expected.states)
      expect(result.actions).toEqual(expected.actions)
    }
  })

  it('count as long as they are asked for, not once they are decided', () => {
    const result = runEngine(toggles().always('never', (s) => !s.on[3]).definition, {}, { verifiedStates: 0 })
    expect(statisticsOf(result, 'never')).toMatchObject({ lookups: 9, runs: 2 })
  })

  it('read a derived value as one value, and it is computed once for what it reads itself', () => {
    let runs = 0
    const spec = specify('derived', { a: 0, b: 0, c: 0 })
      .derive('isLarge', (s) => {
        runs++
        return s.a + s.b > 3
      })
      .action('a')
      .changes((s) => ({ a: (s.a + 1) % 4 }))
      .action('b')
      .changes((s) => ({ b: (s.b + 1) % 4 }))
      .action('c')
      .changes((s) => ({ c: (s.c + 1) % 4 }))
      .always('seen', (s) => s.isLarge || s.c >= 0)
    const result = runEngine(spec.definition, {}, { verifiedStates: 0 })
    expect(result.states.distinct).toBe(64)
    expect(runs).toBe(16)
    expect(statisticsOf(result, 'isLarge')).toMatchObject({ kind: 'derived', runs: 16 })
    expect(statisticsOf(result, 'seen')).toMatchObject({ lookups: 64, runs: 5 })
  })

  it.each<[string, (s: { readonly a: number; readonly b: number }, isFirst: boolean) => boolean]>([
    ['another variable', (s, isFirst) => (isFirst ? s.a : s.b) === 0],
    ['the same variables in another order', (s, isFirst) => (isFirst ? s.a + s.b : s.b + s.a) === 0],
    ['one variable more', (s, isFirst) => s.a === 0 && (isFirst || s.b === 0)],
    ['one variable less', (s, isFirst) => s.a === 0 && (!isFirst || s.b === 0)],
    ['the same, and answers something else', (s, isFirst) => (s.a === 0) === isFirst],
  ])('are run again now and then: one that then reads %s is found out', (_, judge) => {
    let calls = 0
    const spec = specify('long way', { n: 0, a: 0, b: 0 })
      .action('walk')
      .when((s) => s.n < 4_100)
      .changes((s) => ({ n: s.n + 1 }))
      .always('fickle', (s) => judge(s, calls++ === 0))
    const run = () => runEngine(spec.definition, {}, { verifiedStates: 0 })
    expect(run).toThrow(/property "fickle"[\s\S]*it gave another answer, or read other variables/)
    expect(calls).toBe(2)
  })

  it('tell another thread which of them is running', () => {
    const activity = new Int32Array(1)
    const seen: number[] = []
    const spec = specify('activity', { n: 0 })
      .action('first')
      .when((s) => s.n === 0)
      .changes(() => ({ n: 1 }))
      .derive('big', (s) => {
        seen.push(activity[0] as number)
        return s.n > 5
      })
      .always('small', (s) => {
        seen.push(activity[0] as number)
        return !s.big || seen.push(activity[0] as number) < 0
      })
    const explorer = createExplorer(spec.definition, {}, { activity }, { verifiedStates: 0 })
    while (!explorer.step(10));
    const names = seen.map((number) => explorer.functionNames[number - 1])
    expect(names.slice(0, 2)).toEqual(['property "small"', 'derived value "big"'])
    expect(activity[0]).toBe(0)
  })
})

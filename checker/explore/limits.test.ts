import { describe, expect, it } from 'vitest'
import { bag, insert, specify } from '../../spec/language/index.ts'
import { expectRealStory } from '../../test/oracle/agreement.ts'
import { check, createExplorer } from '../check.ts'

const unboundedCounter = () =>
  specify('unbounded counter', { n: 0, side: 0 })
    .action('add')
    .changes((s) => ({ n: s.n + 1 }))
    .action('flip')
    .changes((s) => ({ side: 1 - s.side }))

const growingList = () =>
  specify('growing list', { list: [] as readonly number[], pool: bag<number>(), still: 0 })
    .action('push')
    .over('item', [0, 1])
    .changes((s, { item }) => ({ list: [...s.list, item] }))
    .action('put')
    .changes((s) => ({ pool: insert(s.pool, 1) }))

describe.each([
  [
    'an unbounded counter',
    unboundedCounter()
      .always('any', () => true)
      .reachable('none', () => false),
    'n',
    'side',
  ],
  [
    'a growing list',
    growingList()
      .always('any', () => true)
      .reachable('none', () => false),
    'list',
    'still',
  ],
])('%s', (_, { definition }, growing, still) => {
  const endings = [
    ['maxStates', { maxStates: 2_000 }, 'states'],
    ['timeLimitSeconds', { timeLimitSeconds: 0.1 }, 'time'],
    ['memoryLimitBytes', { memoryLimitBytes: 6e6 }, 'memory'],
    ['maxDepth', { maxDepth: 9 }, 'depth'],
  ] as const

  it.each(endings)('ends at %s, however long the step', (name, options, completeness) => {
    const explorer = createExplorer(definition, options)
    while (!explorer.step(1e9));
    const result = explorer.result()
    expect(result.completeness).toBe(completeness)
    expect(result.waiting).toBeGreaterThan(0)
    expect(result.states.distinct).toBeGreaterThan(result.waiting)
    expect(result.variables.find(({ path }) => path === growing)?.isGrowing).toBe(true)
    expect(result.variables.find(({ path }) => path === still)?.isGrowing).toBe(false)
    const verdicts = result.properties.map(({ verdict }) => verdict)
    expect(verdicts).toEqual(name === 'maxDepth' ? ['holds', 'unreachable'] : ['undecided', 'undecided'])
  })

  it('says which limits were in force', () => {
    const { bounds } = check(definition, { maxDepth: 3, maxStates: 50 })
    expect(bounds).toEqual({ depth: 3, states: 50, constraintCut: 0 })
  })
})

describe('a limit on states', () => {
  const square = specify('square', { a: 0, b: 0 })
    .action('a')
    .changes((s) => ({ a: (s.a + 1) % 10 }))
    .action('b')
    .changes((s) => ({ b: (s.b + 1) % 10 })).definition

  it('does not cut a graph that is exactly as large', () => {
    expect(check(square, { maxStates: 100 })).toMatchObject({ completeness: 'full', states: { distinct: 100 } })
    expect(check(square, { maxStates: 99 })).toMatchObject({ completeness: 'states' })
  })

  it('leaves the depth that of the deepest state met, expanded or not', () => {
    const counter = specify('counter', { n: 0 })
      .action('add')
      .changes((s) => ({ n: s.n + 1 }))
      .reachable('far away', (s) => s.n === 1e6).definition
    for (const batch of [1, 512]) {
      const { states, waiting } = check(counter, { maxStates: 20 }, { batch })
      expect([states, waiting]).toEqual([{ distinct: 21, generated: 21, depth: 21 }, 1])
    }
  })

  it('may be exceeded by one batch at most', () => {
    const { states } = check(unboundedCounter().definition, { maxStates: 100 }, { batch: 1 })
    expect(states.distinct).toBeGreaterThan(100)
    expect(states.distinct).toBeLessThan(105)
  })
})

describe('a run that is stopped', () => {
  const definition = unboundedCounter()
    .always('below seven', (s) => s.n < 7)
    .alwaysStep('no flip at five', (before, { action }) => before.n !== 5 || action !== 'flip')
    .reachable('six and flipped', (s) => s.n === 6 && s.side === 1)
    .reachable('far away', (s) => s.n === 1e6).definition

  it('keeps what it has found, with stories that are true', () => {
    const explorer = createExplorer(definition, {}, {}, { batch: 1 })
    while (explorer.progress().distinct < 40) explorer.step(0)
    explorer.stop('stopped')
    explorer.stop('time')
    expect(explorer.step(1e9)).toBe(true)
    const result = explorer.result()
    expect(result.completeness).toBe('stopped')
    expect(result.properties.map(({ verdict, trace }) => [verdict, trace?.length ?? null])).toEqual([
      ['violated', 8],
      ['violated', 7],
      ['reachable', 8],
      ['undecided', null],
    ])
    result.properties.forEach(({ part, trace }, at) => {
      const property = definition.properties[at]
      if (trace !== null && property !== undefined) expectRealStory(definition, property, part, trace)
    })
    expect(explorer.result()).toBe(result)
    expect(explorer.step(1e9)).toBe(true)
  })

  it('may be stopped before it has begun, and asked for its result at any time', () => {
    const early = createExplorer(definition)
    early.stop('memory')
    expect(early.result()).toMatchObject({ completeness: 'memory', states: { distinct: 0, generated: 0, depth: 0 } })
    const asked = createExplorer(definition)
    asked.step(0)
    expect(asked.result().completeness).toBe('stopped')
    expect(asked.step(1e9)).toBe(true)
  })

  it('finds the way back through a level that was only half expanded, where new values turn up', () => {
    // Part of a level waits when the run ends. On the way back its states run for the first time, and give many more
    // values than any field has room for.
    const items = Array.from({ length: 30 }, (_, item) => item)
    const sum = (log: readonly number[]): number => log.reduce((total, item) => total + item, 0)
    const wide = specify('wide', { log: [] as readonly number[], mode: 'waiting' as 'waiting' | 'running' })
      .startingFrom([{ mode: 'running' }])
      .action('append')
      .over('item', items)
      .when((s) => s.mode === 'running')
      .changes((s, { item }) => ({ log: [...s.log, item] }))
      .always('no sum of forty', (s) => s.log.length < 3 || sum(s.log) !== 40)
      .always('no sum of fifty', (s) => s.log.length < 3 || sum(s.log) !== 50)
      .reachable('a sum of sixty', (s) => s.log.length === 3 && sum(s.log) === 60).definition
    for (const limit of [1_500, 2_500, 4_000]) {
      const result = check(wide, { maxStates: limit }, { batch: 1, initialWidth: 1, verifiedStates: 0 })
      expect(result.completeness).toBe('states')
      for (const [at, { part, trace }] of result.properties.entries()) {
        expect(trace?.length).toBe(4)
        const property = wide.properties[at]
        if (trace !== null && property !== undefined) expectRealStory(wide, property, part, trace)
      }
    }
  })
})

describe('a run ends', () => {
  const counting = () =>
    specify('counting', { n: 0 })
      .action('add')
      .when((s) => s.n < 100)
      .changes((s) => ({ n: s.n + 1 }))

  it('when everything is decided, unless it is told to exhaust the graph', () => {
    const { definition } = counting().reachable('three', (s) => s.n === 3)
    const short = check(definition)
    expect(short).toMatchObject({ completeness: 'stopped', states: { depth: 4 } })
    expect(short.properties[0]).toMatchObject({ verdict: 'reachable', trace: { length: 4 } })
    const whole = check(definition, { exhaust: true })
    expect(whole).toMatchObject({ completeness: 'full', states: { distinct: 101, generated: 101, depth: 101 } })
    expect(whole.properties).toEqual(short.properties)
  })

  it('at the full graph where there is nothing to decide', () => {
    expect(check(counting().definition)).toMatchObject({ completeness: 'full', waiting: 0 })
  })

  it('at the first violation where that is asked for, but not at the first goal', () => {
    const { definition } = counting()
      .reachable('two', (s) => s.n === 2)
      .always('below five', (s) => s.n < 5)
      .always('below nine', (s) => s.n < 9)
    const first = check(definition, { stopFirst: true })
    expect(first.completeness).toBe('stopped')
    expect(first.properties.map(({ verdict }) => verdict)).toEqual(['reachable', 'violated', 'undecided'])
    const all = check(definition)
    expect(all.properties.map(({ verdict }) => verdict)).toEqual(['reachable', 'violated', 'violated'])
    expect(all.properties[2]?.trace?.length).toBe(10)
  })

  it('with the initial states, where there is nothing beyond them', () => {
    const outside = counting().constraint('none', () => false)
    const result = check(outside.always('never', (s) => s.n > 0).definition)
    expect(result).toMatchObject({ completeness: 'constraint', states: { distinct: 0, generated: 1, depth: 0 } })
    expect(result.properties[0]).toMatchObject({ verdict: 'violated', trace: { length: 1 } })
    expect(result.bounds.constraintCut).toBe(1)
  })

  it('where there are no actions, or no variables', () => {
    const idle = specify('idle', { n: 0 })
      .deadlockFree()
      .always('zero', (s) => s.n === 0)
    expect(check(idle.definition)).toMatchObject({
      completeness: 'full',
      states: { distinct: 1, generated: 1, depth: 1 },
    })
    expect(check(idle.definition).properties.map(({ verdict }) => verdict)).toEqual(['violated', 'holds'])
    const empty = specify('empty', {})
      .action('act')
      .changes(() => ({}))
      .deadlockFree()
    expect(check(empty.definition)).toMatchObject({
      completeness: 'full',
      states: { distinct: 1, generated: 2, depth: 1 },
    })
  })
})

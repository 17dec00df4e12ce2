import { describe, expect, it } from 'vitest'
import { SpecError } from './errors.ts'
import { holds, reachable, unreachable, violated } from './expectation.ts'
import { specify } from './specify.ts'
import { isSuite, requireNeighbours, suite, suiteOf } from './suite.ts'

const counter = ({ limit }: { readonly limit: number }) =>
  specify(`counter to ${limit}`, { n: 0 })
    .action('add')
    .when((s) => s.n < limit)
    .changes((s) => ({ n: s.n + 1 }))
    .always('small', (s) => s.n < 3)
    .reachable('two', (s) => s.n === 2)

const expected = { small: holds, two: reachable(3) } as const
const counters = () => suite('test/counter', counter, { limit: 2 })

/** What JavaScript users may pass against the types. */
const wrong = <T>(value: unknown): T => value as T

describe('a scenario', () => {
  it('is data: the specification for its configuration and everything that is expected of it', () => {
    const { scenarios } = counters().scenario({
      id: 'T01',
      title: 'counts further',
      about: `
        To five.
      `,
      config: { limit: 5 },
      expect: { small: violated(4), two: reachable() },
      counts: { distinct: 6, generated: 6, depth: 6 },
      maxDepth: 9,
      neighbour: 'counts to two',
      headline: 'small',
    })
    expect(scenarios).toHaveLength(1)
    expect(scenarios[0]).toMatchObject({
      suite: 'test/counter',
      id: 'T01',
      name: 'T01 counts further',
      about: 'To five.',
      configuration: { limit: 5 },
      expect: { small: { verdict: 'violated', length: 4 }, two: { verdict: 'reachable' } },
      counts: { distinct: 6, generated: 6, depth: 6 },
      maxDepth: 9,
      neighbour: 'counts to two',
      headline: 'small',
    })
    expect(scenarios[0]?.definition.name).toBe('counter to 5')
  })

  it('may leave out what it does not judge, if it says so', () => {
    const [some, every, none] = counters()
      .scenario({ title: 'some', expect: { small: holds }, others: 'ignored' })
      .scenario({ title: 'every', expect: expected, others: 'ignored' })
      .scenario({ title: 'none', expect: {}, others: 'ignored', counts: { distinct: 3 } }).scenarios
    expect([some?.ignored, every?.ignored, none?.ignored]).toEqual([['two'], [], ['small', 'two']])
  })

  it('takes what it does not mention from the base configuration', () => {
    const { scenarios } = counters().scenario({ title: 'plain', expect: expected })
    expect(scenarios[0]).toMatchObject({
      id: null,
      name: 'plain',
      about: '',
      configuration: { limit: 2 },
      counts: null,
      maxDepth: null,
      neighbour: null,
      headline: null,
    })
  })

  it('leaves the suite it was added to as it was', () => {
    const empty = counters()
    const one = empty.scenario({ title: 'one', expect: expected })
    one.scenario({ title: 'two', expect: expected })
    expect([empty.scenarios.length, one.scenarios.length]).toEqual([0, 1])
  })
})

describe('a wrong scenario says what is wrong', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['a property left out', { small: holds }, 'it says nothing about property "two"'],
    ['a misspelt property', { ...expected, smal: holds }, 'expects something of "smal", which is no property'],
    ['a misspelt property, with the right name', { ...expected, smal: holds }, 'did you mean "small"?'],
    ['a goal that holds', { ...expected, two: holds }, 'of kind reachable cannot be expected to be "holds"'],
    ['an invariant that is reachable', { ...expected, small: unreachable }, 'Expect holds or violated'],
  ])('%s', (_, expectations, message) => {
    const declare = () => counters().scenario({ title: 'wrong', expect: wrong<never>(expectations) })
    expect(declare).toThrow(SpecError)
    expect(declare).toThrow(message)
    expect(declare).toThrow('spec "test/counter", scenario "wrong"')
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['no title', {}, 'a scenario has no title'],
    ['an empty title', { title: ' ' }, 'a scenario has an empty title'],
    ['a title that is no text', { title: 5 }, 'a scenario has the title 5'],
    ['an id that is no text', { id: 5 }, 'has the id 5'],
    ['an empty id', { id: '' }, 'has an empty id'],
    ['an about that is no text', { about: 5 }, 'it has the about 5'],
    [
      'a misspelt option',
      { maxdepth: 1 },
      'it has the option "maxdepth", which there is not; did you mean "maxDepth"?',
    ],
    ['another option', { tags: ['slow'] }, 'it has the option "tags"'],
    ['no expectations', { expect: undefined }, 'it expects nothing'],
    ['no depth', { maxDepth: 0 }, 'its maxDepth is 0'],
    ['a negative depth', { maxDepth: -5 }, 'its maxDepth is -5'],
    ['half a depth', { maxDepth: 1.5 }, 'its maxDepth is 1.5'],
    ['a depth that is no number', { maxDepth: Number.NaN }, 'its maxDepth is NaN'],
    ['a depth that is text', { maxDepth: '3' }, 'its maxDepth is "3"'],
    ['no depth at all', { maxDepth: null }, 'its maxDepth is null'],
    ['a misspelt count', { counts: { distict: 3 } }, 'did you mean "distinct"?'],
    ['a count that is text', { counts: { distinct: '3' } }, 'its counts have distinct = "3"'],
    ['half a count', { counts: { depth: 2.5 } }, 'its counts have depth = 2.5'],
    ['a negative count', { counts: { generated: -1 } }, 'its counts have generated = -1'],
    ['no counts', { counts: {} }, 'its counts pin nothing'],
    ['counts that are a number', { counts: 3 }, 'its counts are 3'],
    ['itself for a neighbour', { neighbour: 'wrong' }, 'it is its own neighbour'],
    ['itself with its id', { id: 'T1', neighbour: 'T1 wrong' }, 'it is its own neighbour'],
    ['a neighbour that is no text', { neighbour: 5 }, 'it has the neighbour 5'],
    [
      'a key that is misspelt',
      { config: { Limit: 9 } },
      'the key "Limit", which is none of the suite\'s; did you mean "limit"?',
    ],
    ['a key of its own', { config: { unheardOf: 9 } }, 'Give the key a value in the base configuration'],
    ['a configuration that is none', { config: 5 }, 'its configuration is no object'],
  ])('%s', (_, options, message) => {
    const declare = () =>
      counters().scenario(
        wrong<never>(Object.keys(options).length === 0 ? {} : { title: 'wrong', expect: expected, ...options }),
      )
    expect(declare).toThrow(SpecError)
    expect(declare).toThrow(message)
    expect(declare).toThrow('suite.test.ts:')
  })

  it('nothing at all', () => {
    expect(() => counters().scenario(wrong<never>(undefined))).toThrow('a scenario is given no options')
  })

  it.each<[string, unknown, string]>([
    [
      'the function itself',
      violated,
      'it expects the function violated of property "small". Write violated(), or violated(n)',
    ],
    ['the function of goals', reachable, 'it expects the function reachable of property "small"'],
    ['text', 'holds', 'it expects the text "holds" of property "small". Write holds, without quotes.'],
    ['text of a function', 'violated', 'Write violated(), without quotes.'],
    ['other text', 'broken', 'Write holds or violated().'],
    ['a boolean', true, 'it expects true of property "small"'],
    ['null', null, 'it expects null of property "small"'],
    ['an object', {}, 'it expects an object of property "small"'],
    ['no states', { verdict: 'violated', length: 0 }, 'it expects a story of 0 states'],
    ['a misspelt length', { verdict: 'violated', lenght: 3 }, 'did you mean "length"?'],
    ['the length of what holds', { verdict: 'holds', length: 3 }, 'has the key "length"'],
  ])('an expectation that is %s', (_, small, message) => {
    const declare = () => counters().scenario({ title: 'wrong', expect: wrong<never>({ ...expected, small }) })
    expect(declare).toThrow(SpecError)
    expect(declare).toThrow(message)
  })

  it.each([0, -1, 2.5, Number.NaN, '3'])('a length that is none, %s, where it is written', (length) => {
    expect(() => violated(wrong(length))).toThrow(
      `violated(${typeof length === 'string' ? '"3"' : length}) pins no length`,
    )
    expect(() => reachable(wrong(length))).toThrow(SpecError)
  })

  it('a specification that promises nothing, unless its counts are pinned', () => {
    const bare = suite('bare', specify('bare', { n: 0 }))
    expect(() => bare.scenario({ title: 'x', expect: {} })).toThrow(
      'its specification promises nothing, so that there is nothing to check',
    )
    expect(bare.scenario({ title: 'x', expect: {}, counts: { distinct: 1 } }).scenarios).toHaveLength(1)
    expect(() => suiteOf('bare', specify('bare', { n: 0 }))).toThrow('promises nothing')
    expect(() => bare.scenario({ title: 'x', expect: wrong<never>({ p: holds }) })).toThrow(
      'the specification has none',
    )
  })

  it.each<[string, object, string]>([
    ['others that are not ignored', { expect: expected, others: 'skipped' }, 'its others are "skipped"'],
    ['everything ignored', { expect: {}, others: 'ignored' }, 'it ignores every property, so that there is nothing'],
    [
      'a headline that it ignores',
      { expect: { small: holds }, others: 'ignored', headline: 'two' },
      'its headline is "two", which it ignores',
    ],
    [
      'a misspelt property beside ignored ones',
      { expect: { smal: holds }, others: 'ignored' },
      'did you mean "small"?',
    ],
    ['nothing said of a property', { expect: { small: holds } }, "or write others: 'ignored'"],
  ])('%s', (_, options, message) => {
    const declare = () => counters().scenario(wrong<never>({ title: 'wrong', ...options }))
    expect(declare).toThrow(SpecError)
    expect(declare).toThrow(message)
  })

  it('a headline that is no property', () => {
    const declare = () => counters().scenario({ title: 'wrong', expect: expected, headline: wrong('smal') })
    expect(declare).toThrow('its headline is "smal", which is no property; did you mean "small"?')
  })

  it('a name that is taken', () => {
    const one = counters().scenario({ title: 'one', expect: expected })
    expect(() => one.scenario({ title: 'one', expect: expected })).toThrow('there are two scenarios named "one"')
    expect(() => one.scenario({ id: 'T01', title: 'one', expect: expected })).not.toThrow()
  })

  it('an id that is taken', () => {
    const one = counters().scenario({ id: 'T01', title: 'one', expect: expected })
    expect(() => one.scenario({ id: 'T01', title: 'two', expect: expected })).toThrow(
      'it has the id "T01", and so has scenario "T01 one"',
    )
    expect(() => one.scenario({ id: 'T02', title: 'two', expect: expected })).not.toThrow()
  })

  it('a specification that is not finished', () => {
    const unfinished = wrong<typeof counter>(() => specify('x', {}).action('act'))
    expect(() => suite('x', unfinished, { limit: 1 }).scenario({ title: 'x', expect: expected })).toThrow(
      'the last action has no effect',
    )
  })
})

describe('the configuration of a scenario', () => {
  interface Optional {
    readonly limit: number
    readonly bonus?: number
  }
  const base: Optional = { limit: 1 }
  const withBonus = (config: Optional) => counter({ limit: config.limit + (config.bonus ?? 0) })

  it('may set a key that the factory asks for, though the base configuration lacks it', () => {
    const { scenarios } = suite('bonus', withBonus, base).scenario({
      title: 'with a bonus',
      config: { bonus: 1 },
      expect: expected,
    })
    expect(scenarios[0]).toMatchObject({ configuration: { limit: 1, bonus: 1 } })
    expect(scenarios[0]?.definition.name).toBe('counter to 2')
  })

  it.each<[string, (config: Optional) => ReturnType<typeof counter>]>([
    ['hasOwn', (config) => counter({ limit: Object.hasOwn(config, 'bonus') ? (config.bonus ?? 0) : 2 })],
    ['in', (config) => counter({ limit: 'bonus' in config ? 1 : 2 })],
    ['a pattern', ({ limit, bonus = 0 }) => counter({ limit: limit + bonus })],
  ])('asks for a key by %s', (_, factory) => {
    const asking = suite('asking', factory, base)
    expect(() => asking.build({ bonus: 1 })).not.toThrow()
    expect(() => asking.build(wrong({ bonos: 1 }))).toThrow('the key "bonos"')
  })

  it('may set none that the factory only copies', () => {
    const copying = suite('copying', (config: Optional) => withBonus({ ...config }), base)
    expect(() => copying.build({ bonus: 1 })).toThrow('Give the key a value in the base configuration')
  })

  it('may set none where there is no factory', () => {
    const plain = suite('plain', counter({ limit: 2 }))
    expect(() => plain.scenario({ title: 'x', config: wrong({ limit: 3 }), expect: expected })).toThrow(
      'the suite is of one specification, which takes none',
    )
  })

  it.each<
    [string, (config: { list: string[]; deep: { map: Map<string, number> }; votes: Set<number> }) => void, string]
  >([
    ['an array', ({ list }) => list.push('observer'), 'list[1]'],
    ['an element', ({ list }) => list.splice(0, 1, 'other'), 'list[0]'],
    ['an array made shorter', ({ list }) => list.pop(), 'list[0]'],
    ['a constant', (config) => Object.assign(config, { list: [] }), 'list[0]'],
    ['a new constant', (config) => Object.assign(config, { more: 1 }), 'more'],
    ['a Map', ({ deep }) => deep.map.set('a', 2), 'deep.map.a'],
    ['a Set', ({ votes }) => votes.add(7), 'votes.7'],
  ])('is left as it is: a factory that changes %s is told where', (_, change, path) => {
    const factory = (config: Parameters<typeof change>[0]) => {
      change(config)
      return counter({ limit: 2 })
    }
    const declare = () => {
      const constants = { list: ['client'], deep: { map: new Map([['a', 1]]) }, votes: new Set<number>() }
      suite('mutating', factory, constants).scenario({ title: 'one', expect: expected })
    }
    expect(declare).toThrow(SpecError)
    expect(declare).toThrow(`scenario "one" (`)
    expect(declare).toThrow(`building its specification changed ${path} of the configuration`)
  })

  it('reaches the factory as the very values that were declared', () => {
    const mode = { name: 'fast', again: {} }
    mode.again = mode
    const factory = (config: { readonly mode: object }) => counter({ limit: config.mode === mode ? 2 : 0 })
    expect(suite('same', factory, { mode }).build().name).toBe('counter to 2')
  })
})

describe('a suite', () => {
  it.each<[string, () => unknown, string]>([
    ['without a name', () => suite('', counter({ limit: 1 })), 'the name of a suite is empty'],
    ['named by a number', () => suite(wrong(5), counter({ limit: 1 })), 'the name of a suite is 5, a number'],
    ['with a base that is none', () => suite('x', counter, wrong(5)), 'its base configuration is no object'],
  ])('%s is refused', (_, declare, message) => {
    expect(declare).toThrow(SpecError)
    expect(declare).toThrow(message)
  })

  it('may be given a function that makes its specification', () => {
    const { scenarios } = suite('late', () => counter({ limit: 2 })).scenario({ title: 'only', expect: expected })
    expect(scenarios[0]?.definition.name).toBe('counter to 2')
  })

  it('may pin some counts alone', () => {
    const { scenarios } = counters().scenario({ title: 'x', expect: expected, counts: { distinct: 3 } })
    expect(scenarios[0]?.counts).toEqual({ distinct: 3 })
  })

  it('has every neighbour that its scenarios name', () => {
    const suites = (neighbour: string) =>
      counters()
        .scenario({ title: 'one', expect: expected, neighbour })
        .scenario({ id: 'T2', title: 'two', expect: expected })
    expect(() => requireNeighbours(suites('T2 two'))).not.toThrow()
    expect(() => requireNeighbours(suites('T2 tow'))).toThrow(
      /scenario "one" \(.*suite\.test\.ts:\d+:\d+\): its neighbour "T2 tow" is no scenario of the suite; did you mean "T2 two"\?/,
    )
  })

  it('builds the specification for any configuration', () => {
    expect(counters().build().name).toBe('counter to 2')
    expect(counters().build({ limit: 7 }).name).toBe('counter to 7')
  })

  it('needs no configuration', () => {
    const plain = suite('plain', counter({ limit: 2 })).scenario({ title: 'only', expect: expected })
    expect(plain.scenarios[0]).toMatchObject({ configuration: {} })
    expect(plain.build().name).toBe('counter to 2')
  })

  it('keeps the findings that it accepts, and leaves the suite before it as it was', () => {
    const because = 'the budget is used up'
    const before = counters().scenario({ title: 'one', expect: expected })
    const after = before.accept({ finding: 'never-fires', of: 'add', because })
    expect(after.scenario({ title: 'two', expect: expected })).toMatchObject({
      scenarios: [{ name: 'one' }, { name: 'two' }],
      accepted: [{ finding: 'never-fires', of: 'add', because }],
    })
    expect(before.accepted).toEqual([])
  })

  it.each<[string, unknown, string]>([
    ['a kind that there is not', { finding: 'never-fired', of: 'add', because: 'x' }, 'of the kind "never-fired"'],
    ['nothing that it is of', { finding: 'never-read', because: 'x' }, 'a finding "never-read" of nothing'],
    ['no reason', { finding: 'never-read', of: 'n', because: ' ' }, 'without a reason'],
    ['nothing at all', undefined, 'The kinds are: antecedent-never-true, '],
  ])('accepts no finding with %s', (_, acceptance, message) => {
    const accept = () => counters().accept(wrong(acceptance))
    expect(accept).toThrow(SpecError)
    expect(accept).toThrow(message)
    expect(accept).toThrow(/^spec "test\/counter"[: ]/)
  })

  it('accepts a finding once', () => {
    const one = counters().accept({ finding: 'never-read', of: 'n', because: 'x' })
    expect(() => one.accept({ finding: 'never-read', of: 'n', because: 'y' })).toThrow('of "n" twice')
    expect(() => one.accept({ finding: 'never-changes', of: 'n', because: 'y' })).not.toThrow()
  })

  it('is told apart from everything else', () => {
    expect(isSuite(counters())).toBe(true)
    for (const other of [null, undefined, {}, counter({ limit: 1 }), { scenarios: [] }]) {
      expect(isSuite(other)).toBe(false)
    }
  })

  it('of a bare specification expects every invariant to hold and every goal to be reachable', () => {
    const { scenarios } = suiteOf('file', counter({ limit: 2 }))
    expect(scenarios).toMatchObject([
      { suite: 'file', name: 'counter to 2', expect: { small: { verdict: 'holds' }, two: { verdict: 'reachable' } } },
    ])
  })
})

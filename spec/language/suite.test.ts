import { describe, expect, it } from 'vitest'
import { SpecError } from './errors.ts'
import { specify } from './specify.ts'
import { holds, isSuite, reachable, suite, suiteOf, unreachable, violated } from './suite.ts'

const counter = ({ limit }: { readonly limit: number }) =>
  specify(`counter to ${limit}`, { n: 0 })
    .action('add')
    .when((s) => s.n < limit)
    .changes((s) => ({ n: s.n + 1 }))
    .always('small', (s) => s.n < 3)
    .reachable('two', (s) => s.n === 2)

const expected = { small: holds, two: reachable(3) } as const
const counters = () => suite('test/counter', counter, { limit: 2 })

/** What JavaScript users may pass whatever the types say. */
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
    const declare = () => counters().scenario({ title: 'wrong', expect: wrong(expectations) })
    expect(declare).toThrow(SpecError)
    expect(declare).toThrow(message)
    expect(declare).toThrow('spec "test/counter", scenario "wrong"')
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

  it('a specification that is not finished', () => {
    const unfinished = wrong<typeof counter>(() => specify('x', {}).action('act'))
    expect(() => suite('x', unfinished, { limit: 1 }).scenario({ title: 'x', expect: expected })).toThrow(
      'the last action has no effect',
    )
  })
})

describe('a suite', () => {
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

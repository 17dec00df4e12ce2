import { describe, expect, it } from 'vitest'
import { SpecError } from './errors.ts'
import { each } from './family.ts'
import { shapeOfKeys } from './shape.ts'
import { deadlockPropertyName, definitionOf, specify, suggestVariable } from './specify.ts'

const counter = () => specify('counter', { n: 0, status: each(['a', 'b'], 'up') })
const act = () =>
  counter()
    .action('act')
    .changes(() => ({}))

/** What JavaScript users may pass against the types. */
const wrong = <T>(value: unknown): T => value as T

describe('a specification', () => {
  it('keeps everything in order of declaration', () => {
    const { definition } = counter()
      .derive('double', (s) => s.n * 2)
      .derive('isUp', ['a', 'b'], (s, key) => s.status[key] === 'up')
      .action('add', 'One more.')
      .over('by', [1, 2])
      .over('again', (_s, { by }) => [by])
      .fault()
      .by('user')
      .says((_before, { by }) => `adds ${by}`)
      .when((s) => s.n < 3)
      .changes((s, { by }) => ({ n: s.n + by }))
      .always('small', (s) => s.n < 9)
      .always('each up', ['a', 'b'], (s, key) => s.isUp[key])
      .always('in parts', { low: (s) => s.n >= 0, high: (s) => s.n < 9 })
      .alwaysStep('grows', (before, _step, after) => after.n > before.n)
      .reachable('three', (s) => s.n === 3)
      .reachableStep('adds two', (_before, step) => step.args.by === 2)
      .deadlockFree()
      .constraint('near', (s) => s.n < 99)

    expect(definition.variables).toEqual([
      { name: 'n', shape: null, initial: 0 },
      { name: 'status', shape: shapeOfKeys([['a', 'b']]), initial: { a: 'up', b: 'up' } },
    ])
    expect(definition.derived.map(({ name, keyLists }) => [name, keyLists])).toEqual([
      ['double', []],
      ['isUp', [['a', 'b']]],
    ])
    expect(definition.actions).toMatchObject([{ name: 'add', about: 'One more.', isFault: true, actor: 'user' }])
    expect(definition.actions[0]?.parameters.map((parameter) => parameter.name)).toEqual(['by', 'again'])
    expect(definition.properties.map(({ kind, name }) => [kind, name])).toEqual([
      ['always', 'small'],
      ['always', 'each up'],
      ['always', 'in parts'],
      ['always-step', 'grows'],
      ['reachable', 'three'],
      ['reachable-step', 'adds two'],
      ['deadlock-free', deadlockPropertyName],
    ])
    const labels = definition.properties.map((p) => (p.kind === 'always' ? p.parts.map((part) => part.label) : []))
    expect(labels.slice(0, 3)).toEqual([[null], ['a', 'b'], ['low', 'high']])
    expect(definition.constraints.map(({ name }) => name)).toEqual(['near'])
  })

  it('is not changed by what is built on it', () => {
    const base = act().always('true', () => true)
    const before = JSON.stringify(base.definition)
    const longer = base
      .about('More.')
      .startingFrom([{ n: 1 }])
      .action('other')
      .changes(() => ({}))
      .reachable('n', () => true)
    expect(JSON.stringify(base.definition)).toBe(before)
    expect(longer.definition.actions).toHaveLength(2)
    expect(Object.isFrozen(base.definition)).toBe(true)
  })

  it('is not changed by an action that branches', () => {
    const open = counter().action('act').over('x', [1])
    const left = open.when(() => true).changes(() => ({}))
    const right = open.over('y', [2]).changes(() => ({}))
    expect(left.definition.actions[0]).toMatchObject({ parameters: [{ name: 'x' }] })
    expect(right.definition.actions[0]).toMatchObject({ parameters: [{ name: 'x' }, { name: 'y' }], guard: null })
  })

  it('takes the indentation of the source out of its description', () => {
    const { definition } = counter().about(`
      First line.
        Indented line.

      Last line.
    `)
    expect(definition.about).toBe('First line.\n  Indented line.\n\nLast line.')
    expect(counter().about('One line.').definition.about).toBe('One line.')
  })

  it('gives the initial states of a generator as often as they are asked for', () => {
    const starts = function* () {
      yield { n: 1 }
      yield { n: 2 }
    }
    const { initialStates } = counter().startingFrom(starts()).definition
    expect([...(initialStates?.() ?? [])]).toHaveLength(2)
    expect([...(initialStates?.() ?? [])]).toHaveLength(2)
  })

  it('knows where an action and a property were declared', () => {
    const { definition } = act().always('true', () => true)
    expect(definition.actions[0]?.declaredAt()).toMatch(/specify\.test\.ts:\d+:\d+$/)
    expect(definition.properties[0]?.declaredAt()).toMatch(/specify\.test\.ts:\d+:\d+$/)
  })
})

describe('a wrong declaration says what is wrong', () => {
  it.each<[string, () => unknown, string]>([
    ['variables that are no object', () => specify('x', wrong<object>([])), 'the variables are not a plain object'],
    ['a reserved variable', () => specify('x', { constructor: 1 }), '"constructor" cannot be the name of a variable'],
    [
      'a key twice',
      () => specify('x', { f: each([1, wrong<number>('1')], 0) }),
      'family "f" has the keys 1 and "1", which name the same property of an object',
    ],
    ['a reserved key', () => specify('x', { f: each(['then'], 0) }), 'family "f" cannot have the key "then"'],
    ['an action twice', () => act().action('act'), 'there are two actions named "act"'],
    ['an action without a name', () => counter().action(''), 'the name of an action is empty'],
    ['a parameter twice', () => counter().action('a').over('x', [1]).over('x', [2]), 'two parameters named "x"'],
    [
      'a domain that is none',
      () => counter().action('a').over('x', wrong<readonly number[]>(3)),
      'neither an array nor a function',
    ],
    [
      'a guard twice',
      () =>
        counter()
          .action('a')
          .when(() => true)
          .when(() => true),
      'action "a" has two guards',
    ],
    ['a guard that is none', () => counter().action('a').when(wrong(true)), 'when() of action "a" is not a function'],
    ['an effect that is none', () => counter().action('a').changes(wrong({})), 'changes() of action "a" is not'],
    [
      'a property twice',
      () =>
        act()
          .always('p', () => true)
          .reachable('p', () => true),
      'two properties named "p"',
    ],
    ['deadlock freedom twice', () => act().deadlockFree().deadlockFree(), 'two properties named "no deadlock"'],
    ['an invariant that is none', () => act().always('p', wrong(true)), 'always("p") has no condition'],
    ['keys without a condition', () => act().always('p', wrong(['a'])), 'always("p") has no condition'],
    ['a part that is none', () => act().always('p', wrong({ part: true })), 'always("p") has no condition'],
    ['a goal that is none', () => act().reachable('p', wrong(undefined)), 'property "p" has no condition'],
    [
      'a constraint twice',
      () =>
        act()
          .constraint('c', () => true)
          .constraint('c', () => true),
      'named "c"',
    ],
    ['a constraint that is none', () => act().constraint('c', wrong(1)), 'constraint "c" has no condition'],
    ['a derived name twice', () => counter().derive('n', () => 1), 'a variable or derived value "n" already'],
    ['a derived key twice', () => counter().derive('d', ['a', 'a'], () => 1), 'derived "d" has the key "a" twice'],
    ['a name that is none', () => specify(wrong<string>(5), { n: 0 }), 'the name of a specification is a number'],
    ['an empty name', () => specify(' ', { n: 0 }), 'the name of a specification is empty'],
    [
      'members of a family that have different keys',
      () => specify('x', { f: each(['a', 'b'], (key) => each([key, 1], 0)) }),
      'the members of family "f" have different keys: f.a is a family over "a", 1, f.b is a family over "b", 1. Give each',
    ],
    [
      'keys that are numbers under one key and text under another',
      () => specify('x', { f: each(['a', 'b'], (key) => each([key === 'a' ? 1 : '1'], 0)) }),
      'f.a is a family over 1, f.b is a family over "1"',
    ],
    [
      'members of a family of which some are families',
      () => specify('x', { f: each(['a', 'b'], (key) => (key === 'a' ? each(['c'], each([], 0)) : (0 as never))) }),
      'f.a is a family over "c" and no keys, f.b is a single value',
    ],
    [
      'a key of a nested family twice',
      () => specify('x', { f: each(['a'], each(['c', 'c'], 0)) }),
      'family "f.a" has the key "c" twice',
    ],
    [
      'a reserved key of a nested family',
      () => specify('x', { f: each(['a.b'], each(['constructor'], 0)) }),
      'family "f["a.b"]" cannot have the key "constructor"',
    ],
    [
      'a family inside a value of a nested family',
      () => specify('x', { f: each(['a'], each([1], { deep: each(['b'], 0) })) }),
      'f.a.1.deep is a family inside a value',
    ],
    [
      'a family inside a value',
      () => specify('x', { v: { deep: [each(['b'], 0)] } }),
      'v.deep[0] is a family inside a value',
    ],
    ['an about that is no text', () => counter().about(wrong(5)), 'about(…) is given a number'],
    ['an action about a number', () => counter().action('a', wrong(5)), 'what action "a" is about is a number'],
    ['an actor that is none', () => counter().action('a').by(wrong<string>(5)), 'by() of action "a" is given a number'],
    ['a story that is none', () => counter().action('a').says(wrong('text')), 'says() of action "a" is not a function'],
    [
      'initial states twice',
      () =>
        counter()
          .startingFrom([{ n: 1 }])
          .startingFrom([{ n: 2 }]),
      'it has two startingFrom(…), and the first would be forgotten',
    ],
    ['initial states that are none', () => counter().startingFrom(wrong(5)), 'startingFrom(…) is given a number'],
    ['a parameter without a name', () => counter().action('a').over('', [1]), 'the name of a parameter is empty'],
    [
      'a parameter named by a number',
      () => counter().action('a').over(wrong<string>(5), [1]),
      'the name of a parameter is a number',
    ],
    [
      'a reserved member of a derived value',
      () => counter().derive('d', ['toJSON'], () => 1),
      'cannot have the key "toJSON"',
    ],
    ['a derived value without a name', () => counter().derive('', () => 1), 'the name of a derived value is empty'],
    ['a derived value without function', () => counter().derive('d', wrong(['a'])), 'derive("d") has no function'],
  ])('%s', (_, declare, message) => {
    expect(declare).toThrow(SpecError)
    expect(declare).toThrow(message)
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'isPrototypeOf'])(
    'the name %s, which every object answers to',
    (name) => {
      const declarations: readonly (readonly [string, () => unknown])[] = [
        ['a variable', () => specify('x', { [name]: 0 })],
        ['a derived value', () => counter().derive(name, () => 1)],
        ['an action', () => counter().action(name)],
        ['a parameter', () => counter().action('a').over(name, [1])],
        ['a property', () => act().always(name, () => true)],
        ['a property', () => act().alwaysStep(name, () => true)],
        [
          'a property',
          () =>
            act().leadsTo(
              name,
              () => true,
              () => true,
            ),
        ],
        ['a constraint', () => act().constraint(name, () => true)],
      ]
      for (const [what, declare] of declarations) {
        expect(declare).toThrow(SpecError)
        expect(declare).toThrow(`"${name}" cannot be the name of ${what}`)
      }
    },
  )

  it('with the name of the specification, the line and a remedy', () => {
    try {
      act().action('act')
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(SpecError)
      const { details, message } = error as SpecError
      expect(details).toMatchObject({ code: 'declaration', spec: 'counter', hint: 'Every name counts once.' })
      expect(details.location).toMatch(/specify\.test\.ts:\d+:\d+$/)
      expect(message).toMatch(
        /^spec "counter" \(.*specify\.test\.ts:\d+:\d+\): there are two actions named "act"\. Every/,
      )
    }
  })
})

describe('a chain out of order', () => {
  type Chain = Readonly<Record<string, (...args: unknown[]) => never>>

  it('is told where an action goes on without its changes', () => {
    const unfinished = counter().action('grow') as unknown as Chain
    for (const method of ['always', 'action', 'fair', 'about', 'derive', 'startingFrom', 'constraint', 'refines']) {
      expect(() => unfinished[method]?.()).toThrow(
        `action "grow" has no effect, and .${method}(…) follows. End it with .changes((state, args) => ({ … })) first.`,
      )
    }
  })

  it('is told where a part of an action comes after its changes, or before any action', () => {
    for (const method of ['over', 'given', 'when', 'by', 'says', 'fault', 'changes']) {
      expect(() => (act() as unknown as Chain)[method]?.()).toThrow(
        `.${method}(…) is of an action, and action "act" has ended with its .changes(…). Begin another with .action(name), or write .${method}(…) before .changes(…).`,
      )
      expect(() => (counter() as unknown as Chain)[method]?.()).toThrow(
        `.${method}(…) is of an action, and there is none. Begin one with .action(name).`,
      )
    }
  })
})

describe('the definition behind a specification', () => {
  it('is there for a finished one', () => {
    expect(definitionOf(act()).name).toBe('counter')
  })

  it('is refused for anything else, which is named', () => {
    expect(() => definitionOf(counter().action('act'))).toThrow(
      'the last action has no effect: end it with .changes(…)',
    )
    expect(() => definitionOf(null)).toThrow('made by specify(…), and null was given')
    expect(() => definitionOf(undefined)).toThrow('made by specify(…), and undefined was given')
    expect(() => definitionOf(Promise.resolve())).toThrow('made by specify(…), and a promise was given')
    expect(() => definitionOf({})).toThrow('and another object was given')
    expect(() => definitionOf(() => 1)).toThrow('and a function was given')
  })

  it('suggests the variable that was probably meant', () => {
    const { definition } = counter().derive('total', (s) => s.n)
    expect(suggestVariable(definition, 'statsu')).toContain('did you mean "status"?')
    expect(suggestVariable(definition, 'totla')).toContain('did you mean "total"?')
    expect(suggestVariable(definition, 'completely else')).toContain('there are: n, status, total')
  })
})

describe('fairness and properties over time', () => {
  const base = () =>
    specify('lease', { held: false, by: 'nobody' as string })
      .action('take')
      .over('who', ['a', 'b'])
      .changes((_s, { who }) => ({ held: true, by: who }))

  it('become data that the checker reads', () => {
    const { fairness, properties } = definitionOf(
      base()
        .fair('strong', 'take', 'who')
        .eventually('is taken', (s) => s.held)
        .leadsTo(
          'each gets it',
          ['a', 'b'],
          (s, who) => s.by !== who,
          (s, who) => s.by === who,
        )
        .infinitelyOften('again and again', ['a', 'b'], (s, who) => s.by === who)
        .eventuallyAlways('stays', (s) => s.held)
        .canAlwaysReach('can be free', (s) => !s.held)
        .noWayBack('once held', (s) => s.held),
    )
    expect(fairness.map(({ strength, actions, parameters }) => ({ strength, actions, parameters }))).toEqual([
      { strength: 'strong', actions: ['take'], parameters: ['who'] },
    ])
    expect(properties.map(({ kind }) => kind)).toEqual([
      'eventually',
      'leads-to',
      'infinitely-often',
      'eventually-always',
      'can-always-reach',
      'no-way-back',
    ])
    expect(
      properties.flatMap((property) => ('parts' in property ? property.parts.map(({ label }) => label) : [])),
    ).toEqual([null, 'a', 'b', 'a', 'b', null, null, null])
  })

  it.each([
    [
      'names "tkae", which is no action; did you mean "take"? Declare fairness after the action.',
      () => base().fair('weak', 'tkae' as 'take'),
    ],
    ['each "whom", which is no parameter of "take"', () => base().fair('weak', 'take', 'whom' as 'who')],
    ['got the strength "fierce"', () => base().fair('fierce' as 'weak', 'take')],
    ['names no action', () => base().fair('weak', [])],
    ['the name of a property is a function', () => base().eventually((() => true) as never, undefined as never)],
    ['deadlockFree(…) is given a boolean', () => base().deadlockFree(true as never)],
    ['leadsTo(name, keys, trigger, response)', () => base().leadsTo('x', () => true, null as never)],
    ['has no mapping', () => base().refines('x', base(), null as never)],
    ...[{ fairness: false }, { only: 'fairness' }, { only: 'safety', more: 1 }, {}, null, 'safety'].map(
      (options): [string, () => unknown] => [
        'property "x" has options that refines(…) does not know. The only one is',
        () => base().refines('x', specify('empty', {}), () => ({}), options as never),
      ],
    ),
    ['infinitelyOften("x") has no condition', () => base().infinitelyOften('x', 3 as never)],
    [
      'there are two properties named "x"',
      () =>
        base()
          .eventually('x', () => true)
          .leadsTo(
            'x',
            () => true,
            () => true,
          ),
    ],
  ])('are refused where they make no sense: %s', (message, declare) => {
    expect(declare).toThrow(SpecError)
    expect(declare).toThrow(message)
  })
})

import { describe, expect, it } from 'vitest'
import {
  at,
  bag,
  compose,
  each,
  has,
  implies,
  list,
  record,
  type Spec,
  SpecError,
  type SpecErrorDetails,
  sameValue,
  set,
  some,
  specify,
} from '../language/index.ts'
import { definitionOf } from '../language/specify.ts'
import { requireContentEquality } from './require-content-equality.ts'

interface Point {
  readonly x: number
  readonly y: number
}

const goal: Point = { x: 2, y: 0 }
const named = { goal }
const nothing = null
const Kind = { Commit: 'commit', Abort: 'abort' } as const
const commit = { type: 'commit' }
const abort = { type: 'abort' }
const keys = ['a', 'b'] as const

const base = specify('points', {
  pos: { x: 0, y: 0 } as Point,
  last: null as Point | null,
  seen: [{ x: 0, y: 0 }] as readonly Point[],
  none: [] as readonly Point[],
  kind: 'commit' as 'commit' | 'abort',
  name: 'none',
  pool: bag([{ x: 0, y: 0 } as Point]),
  votes: set<number>(),
  answers: set<number>(),
  log: list<number>(),
  other: list<number>(),
  here: record({ x: 0 }),
  there: record({ x: 0 }),
  places: each(keys, { x: 0, y: 0 } as Point),
  phase: each(keys, 'up'),
})
  .action('stay')
  .over('message', [commit, abort])
  .over('key', keys)
  .changes((s, { key }) => ({ places: at(key, s.pos) }))

/** What the error says, null where there is none. */
function problemOf(spec: Spec): SpecErrorDetails | null {
  try {
    requireContentEquality(definitionOf(spec))
    return null
  } catch (error) {
    if (error instanceof SpecError) return error.details
    throw error
  }
}

describe('in a specification that is handed over in memory', () => {
  it.each([
    ['a constant', base.always('p', (s) => s.pos !== goal)],
    ['a constant, the other way around', base.always('p', (s) => goal !== s.pos)],
    ['a member of a constant', base.always('p', (s) => s.pos !== named.goal)],
    ['a new object', base.always('p', (s) => (s.last as unknown) !== new Date(0))],
    ['a member of a family', base.always('p', keys, (s, key) => s.places[key] !== goal)],
    ['an element', base.always('p', (s) => s.seen[0] !== goal)],
    ['an element that is visited', base.always('p', (s) => !s.seen.some((point) => point === goal))],
    ['a member that is visited', base.always('p', (s) => !some(s.places, (point) => point === goal))],
    ['a part that was taken out', base.always('p', ({ pos }) => pos !== goal)],
    [
      'a part with a name of its own',
      base.always('p', (s) => {
        const here = s.pos
        return here !== goal
      }),
    ],
    [
      'a switch',
      base.always('p', (s) => {
        switch (s.pos) {
          case goal:
            return false
          default:
            return true
        }
      }),
    ],
    [
      'a half of an implication',
      base.always(
        'p',
        implies(
          (s) => s.pos === goal,
          (s) => s.kind === 'abort',
        ),
      ),
    ],
    ['a named part', base.always('p', { one: () => true, two: (s) => s.pos !== goal })],
    [
      'a trigger',
      base.leadsTo(
        'p',
        (s) => s.pos === goal,
        () => true,
      ),
    ],
    ['a step', base.alwaysStep('p', (_before, _step, after) => after.pos !== goal)],
    ['a goal', base.reachable('p', (s) => s.pos === goal)],
    ['a state without steps', base.deadlockFree((s) => s.pos === goal)],
    ['a constraint', base.constraint('p', (s) => s.pos !== goal)],
    ['a derived value', base.derive('p', (s) => s.pos === goal)],
    [
      'a guard',
      base
        .action('p')
        .when((s) => s.pos === goal)
        .changes(() => ({})),
    ],
    ['an effect', base.action('p').changes((s) => ({ kind: s.pos === goal ? 'abort' : 'commit' }))],
    [
      'a domain',
      base
        .action('p')
        .over('n', (s) => [s.pos === goal])
        .changes(() => ({})),
    ],
    [
      'an argument',
      base
        .action('p')
        .over('message', [commit, abort])
        .when((_s, { message }) => message === commit)
        .changes(() => ({})),
    ],
    [
      'an argument out of the state',
      base
        .action('p')
        .over('point', (s) => s.seen)
        .when((_s, { point }) => point === goal)
        .changes(() => ({})),
    ],
    [
      'a given value',
      base
        .action('p')
        .given('here', (s) => {
          const { pos } = s
          return pos
        })
        .when((_s, { here }) => here === goal)
        .changes(() => ({})),
    ],
    ['a list of constants', base.always('p', (s) => ![goal].includes(s.pos))],
    ['a constant list', base.always('p', (s) => !Object.freeze([goal]).includes(s.pos) && !points.includes(s.pos))],
    ['a new list of what is in the state', base.always('p', (s) => ![...s.seen, s.pos].includes(goal))],
    ['what is left of a list', base.always('p', (s) => s.seen.filter(({ x }) => x > 0).indexOf(goal) < 0)],
    ['a Set', base.always('p', (s) => !new Set(s.seen).has(goal))],
    ['the last element', base.always('p', (s) => s.seen.at(-1) !== goal)],
    ['an element that is found', base.always('p', (s) => s.seen.find(({ x }) => x > 1) !== goal)],
    [
      'each element in turn',
      base.always('p', (s) => {
        for (const each of s.seen) if (each === goal) return false
        return true
      }),
    ],
    [
      'a part with a name that could change and does not',
      base.always('p', (s) => {
        // biome-ignore lint/style/useConst: it is the case
        let here = s.pos
        return here !== goal
      }),
    ],
    ['one of two branches', base.always('p', (s) => (s.kind === 'commit' ? s.pos : null) !== goal)],
    ['what there is, or something else', base.always('p', (s) => (s.seen[0] ?? null) !== goal)],
    ['the keys of a Map', base.always('p', (s) => !new Map(s.seen.map((each) => [each, 1])).has(goal))],
    ['keys that are asked for', base.always('p', (s) => new Map([[s.pos, 1]]).get(goal) === undefined)],
    [
      'a Set with a name',
      base.always('p', (s) => {
        const seen = new Set(s.seen)
        return !seen.has(goal)
      }),
    ],
    ['a Set of constants', base.always('p', (s) => !new Set(points).has(s.pos))],
    ['a WeakSet', base.always('p', (s) => !new WeakSet(s.seen).has(goal))],
    ['what was made of each element', base.always('p', (s) => !s.seen.map((each) => each).includes(goal))],
    ['whole families', base.alwaysStep('p', (before, _step, after) => before.phase === after.phase)],
    ['a bag before and after a step', base.alwaysStep('p', (before, _step, after) => before.pool === after.pool)],
    ['a bag and a list of the state', base.always('p', (s) => (s.pool as readonly Point[]) !== s.seen)],
    ['whole states', base.alwaysStep('p', (before, _step, after) => before === after)],
    ['sets in a Set', base.always('p', (s) => new Set([s.votes, s.answers]).size === 2)],
    ['lists in a Set', base.always('p', (s) => new Set([s.log, s.other]).size === 2)],
    ['records in a Set', base.always('p', (s) => new Set([s.here, s.there]).size === 2)],
    ['families in a Set', base.always('p', (s) => new Set<unknown>([s.phase, s.places]).size === 2)],
    ['states in a Set', base.alwaysStep('p', (before, _step, after) => new Set([before, after]).size === 2)],
    ['one set in a Set', base.always('p', (s) => [...new Set([s.votes])].length === 1)],
    [
      'sets as the keys of a Map',
      base.always(
        'p',
        (s) =>
          new Map([
            [s.votes, 1],
            [s.answers, 2],
          ]).size === 2,
      ),
    ],
    [
      'a set that is put into a Set later',
      base.always('p', (s) => {
        const all = new Set<unknown>()
        all.add(s.votes).add(s.answers)
        return all.size === 2
      }),
    ],
    [
      'a set that is a key of a Map later',
      base.always('p', (s) => {
        const all = new Map<unknown, number>()
        all.set(s.votes, 1)
        return !all.has(s.answers)
      }),
    ],
    ['a list of sets', base.always('p', (s) => ![s.votes].includes(s.answers))],
    ['a list of lists', base.always('p', (s) => [s.log].indexOf(s.other) < 0)],
    [
      'a switch over a set',
      base.always('p', (s) => {
        switch (s.votes) {
          case s.answers:
            return false
          default:
            return true
        }
      }),
    ],
    ['sets by Object.is', base.always('p', (s) => !Object.is(s.votes, s.answers))],
    ['sets that were taken apart', base.always('p', ({ votes, answers }) => votes !== answers)],
    [
      'sets in a list, by index',
      base.always('p', (s) => {
        const both = [s.votes, s.answers]
        return both[0] !== both[1]
      }),
    ],
    [
      'sets in a list that is made unique',
      base.always(
        'p',
        (s) => [s.votes, s.answers].filter((each, index, all) => all.indexOf(each) === index).length === 2,
      ),
    ],
    ['one of two sets', base.always('p', (s) => (s.kind === 'commit' ? s.votes : s.answers) !== s.votes)],
    ['a value and a constant in a Set', base.always('p', (s) => new Set([s.pos, goal]).size === 2)],
  ] as const)('a comparison of identity with %s is an error with its place', (_what, spec) => {
    const problem = problemOf(spec as unknown as Spec)
    expect(problem).toMatchObject({ code: 'declaration', spec: 'points' })
    expect(problem?.problem).toMatch(/^`.*` compares the identity of objects, not their content$/)
    expect(problem?.hint).toContain('sameValue(a, b)')
    expect(problem?.where).toMatch(/"(p|no deadlock)"$/)
    expect(problem?.location).toMatch(/require-content-equality\.test\.ts:\d+:\d+$/)
  })

  const pushed = specify('pushed', { n: 0, seen: [] as readonly Point[], counts: [] as readonly number[] })
    .action('go')
    .changes((s) => {
      const next = { x: s.n, y: 0 }
      return { seen: [...s.seen, next], counts: [...s.counts, next.x] }
    })

  it('an object that an action puts into a list that was empty is known of, and a number is none', () => {
    const problem = problemOf(pushed.always('p', (s) => s.seen.at(-1) !== goal) as unknown as Spec)
    expect(problem?.problem).toContain('s.seen.at(-1) !== goal')
    expect(problemOf(pushed.always('p', (s) => s.counts.at(-1) !== goal.x) as unknown as Spec)).toBeNull()
  })

  const phase = 'up'
  const fine = base
    .always('primitives', (s) => s.kind === Kind.Commit || s.name === phase || s.pos.x === goal.x)
    .always('null', (s) => s.last === null || s.last !== undefined)
    .always('null with a name', (s) => s.last === nothing)
    .always('values of the state', (s) => s.pos === s.seen[0] || s.seen.includes(s.pos))
    .always('a list of the state', (s) => s.seen.includes(goal) || s.pool.indexOf({ x: 0, y: 0 }) >= 0)
    .always('content', (s) => sameValue(s.pos, goal) || has(s.seen, goal))
    .always('texts', (s) => s.name.slice(1) !== phase && !s.name.includes(phase) && s.kind.length === phase.length)
    .always('keys', keys, (s, key) => s.phase[key] === phase || key === keys[0])
    .always('members', (s) => some(s.phase, (each) => each === phase) && keys.some((key) => s.phase[key] === phase))
    .always('a name that hides another', (s) => s.seen.some(({ x }) => [1, 2].some((goal) => goal === x)))
    .always(
      'a list of texts',
      (s) => ['commit', phase].includes(s.kind) && !new Set(s.seen.map(({ x }) => x)).has(phase.length),
    )
    .always('a name that gets another value', (s) => {
      let here: Point | null = s.pos
      if (s.kind === 'commit') here = goal
      return here !== goal || here !== null
    })
    .always('numbers in turn', (s) => {
      for (const { x } of s.seen) if (x === goal.x) return false
      return true
    })
    .always('numbers in a Map', (s) => !new Map(s.seen.map(({ x }) => [x, s.pos])).has(goal.x))
    .always('what was put into a Set before', (s) => {
      const made = { x: s.pos.x }
      return new Set([made]).has(made) && [made, s.pos].includes(made)
    })
    .always('one of its own', (s) => (s.kind === 'commit' ? goal : { x: 1, y: 1 }) === goal)
    .always('texts and values of the state in a Set', (s) => {
      const all = new Set<unknown>([s.kind, 'up', s.votes.length, ...s.seen, s.pos, s.votes[0]])
      all.add(s.pos).add(s.name)
      return all.size > 1 && new Map([[s.pos, s.votes]]).size === 1
    })
    .always('identity that is asked for', (s) => !Object.is(s.pos, goal))
    .always(
      'content of sets',
      (s) => sameValue(s.votes, s.answers) || [s.votes].every((each) => sameValue(each, s.answers)),
    )
    .always('parts', (s) => s.seen.filter((point) => point.x === goal.x).length === points.length)
    .action('read')
    .over('message', [commit, abort])
    .when((_s, { message }) => message.type === commit.type)
    .changes(() => ({}))

  it('what compares primitives, or values of the state with each other, is none', () => {
    expect(problemOf(fine as unknown as Spec)).toBeNull()
  })

  const isGoal = (point: Point): boolean => point === goal
  it.each([
    ['a function that is called', base.always('p', (s) => !isGoal(s.pos))],
    ['a variable that begins as null', base.always('p', (s) => s.last !== goal)],
    [
      'a list that begins empty, and that no effect writes an object into',
      base.always('p', (s) => s.none.at(-1) !== goal),
    ],
    [
      'a name that gets another value',
      base.always('p', (s) => {
        let here = goal
        here = s.pos
        return here !== goal
      }),
    ],
    ['a choice', base.always('p', (s) => (s.kind === 'commit' ? s.pos : points[0]) !== goal)],
    [
      'what is put into a Set later',
      base.always('p', (s) => {
        const seen = new Set<Point>()
        seen.add(s.pos)
        return !seen.has(goal)
      }),
    ],
    ['what other methods give', base.always('p', (s) => s.seen.reduce((_first, next) => next) !== goal)],
  ] as const)('is not seen where it is not certain, as documented: %s', (_what, spec) => {
    expect(problemOf(spec as unknown as Spec)).toBeNull()
  })
})

const points: readonly Point[] = [goal]

describe('in a composed specification', () => {
  const other = specify('other', { pos: { x: 0, y: 0 } as Point })
  const whole = compose('whole', { base, other }, { share: { here: ['other.pos'] } })

  it.each([
    ['over the whole', whole.always('p', (s) => s.base.pos !== goal), 'property "p"'],
    ['of a component taken apart', whole.always('p', ({ base: { pos } }) => pos !== goal), 'property "p"'],
    ['of a shared variable', whole.always('p', (s) => s.here !== goal), 'property "p"'],
    ['in an action', whole.action('a').changes((s) => (s.base.pos === goal ? {} : { here: goal })), 'action "a"'],
    [
      'of a component of a component',
      compose('outer', { whole, other }).always('p', (s) => s.whole.base.pos !== goal),
      'property "p"',
    ],
    [
      'of a composed specification taken apart',
      compose('outer', { whole: whole.always('q', (s) => s.base.pos !== goal) }),
      'property "q"',
    ],
    ['in a component', compose('outer', { one: base.always('own', (s) => s.pos !== goal) }), 'property "own"'],
    [
      'in an action of a joint step',
      compose(
        'outer',
        {
          one: base
            .action('a')
            .when((s) => s.pos === goal)
            .changes(() => ({})),
          two: base,
        },
        { together: { both: { one: 'a', two: 'stay' } } },
      ),
      'action "a"',
    ],
  ])("a comparison with an object of the author's is found: %s", (_, spec, where) => {
    expect(problemOf(spec)).toMatchObject({ where, code: 'declaration' })
  })

  it('comparisons of content are not', () => {
    expect(
      problemOf(whole.always('p', (s) => !sameValue(s.base.pos, goal) && s.base.name !== 'x' && s.here === s.base.pos)),
    ).toBe(null)
  })
})

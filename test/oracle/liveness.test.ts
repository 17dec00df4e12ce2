import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, each, specify } from '../../spec/language/index.ts'
import { expectAgreement } from './agreement.ts'
import { exploreReference, type ReferenceOptions } from './explore.ts'
import { isLiveness } from './liveness.ts'
import { graphBlueprint, graphSpecificationOf } from './random/random-graph.ts'
import { type SmallGraph, smallGraph } from './random/small-graph.ts'
import { stemBySearch } from './search-loops.ts'

type Condition = (state: { readonly node: string }) => boolean

const isAt =
  (...nodes: readonly string[]): Condition =>
  ({ node }) =>
    nodes.includes(node)

/** Verdict of the only property, and its stem where it is violated; the engine must find the same. */
function outcome({ definition }: Pick<SmallGraph, 'definition'>, options: ReferenceOptions = {}): string {
  const { properties } = exploreReference(definition, options)
  if (options.maxStates === undefined) expectAgreement(definition, options, {})
  expect(properties).toHaveLength(1)
  return properties.map(({ verdict, stem }) => (stem === null ? verdict : `${verdict} ${stem}`)).join()
}

describe('without fairness', () => {
  const line = smallGraph('a', { go: 'a>b b>c' })

  it('a behaviour may stop anywhere', () => {
    expect(outcome(line.eventually('c', isAt('c')))).toBe('violated 1')
    expect(outcome(line.infinitelyOften('c', isAt('c')))).toBe('violated 1')
    expect(outcome(line.eventuallyAlways('c', isAt('c')))).toBe('violated 1')
    expect(outcome(line.leadsTo('b, then c', isAt('b'), isAt('c')))).toBe('violated 2')
  })

  it('what is true at once or never asked for holds', () => {
    expect(outcome(line.eventually('a', isAt('a')))).toBe('holds')
    expect(outcome(line.leadsTo('d, then c', isAt('d'), isAt('c')))).toBe('holds')
    expect(outcome(line.leadsTo('b answers itself', isAt('b'), isAt('b')))).toBe('holds')
    expect(outcome(line.leadsTo('a or b', isAt('a'), isAt('a', 'b')))).toBe('holds')
  })

  it('a state that was left may be left for good', () => {
    expect(outcome(line.infinitelyOften('a', isAt('a')))).toBe('violated 2')
    expect(outcome(line.eventuallyAlways('a', isAt('a')))).toBe('violated 2')
    expect(outcome(line.eventuallyAlways('a or b', isAt('a', 'b')))).toBe('violated 3')
  })
})

describe('weak fairness', () => {
  it('takes a step that stays enabled', () => {
    const line = smallGraph('a', { go: 'a>b b>c' }).fair('weak', 'go')
    expect(outcome(line.eventually('c', isAt('c')))).toBe('holds')
    expect(outcome(line.infinitelyOften('c', isAt('c')))).toBe('holds')
    expect(outcome(line.eventuallyAlways('c', isAt('c')))).toBe('holds')
    expect(outcome(line.leadsTo('a, then c', isAt('a'), isAt('c')))).toBe('holds')
  })

  it('lets a behaviour stop where nothing fair is enabled', () => {
    const fork = smallGraph('a', { go: 'a>b', stray: 'a>d' }).fair('weak', ['go', 'stray'])
    expect(outcome(fork.eventually('b', isAt('b')))).toBe('violated 2')
  })

  it('says nothing about a step that is enabled now and then', () => {
    const beside = smallGraph('a', { turn: 'a>b b>a', leave: 'a>c' }).fair('weak', 'leave').fair('weak', 'turn')
    expect(outcome(beside.eventually('c', isAt('c')))).toBe('violated 1')
  })

  it('takes a step that is enabled all the way round a loop', () => {
    const both = smallGraph('a', { turn: 'a>b b>a', leave: 'a>c b>c' }).fair('weak', 'leave')
    expect(outcome(both.eventually('c', isAt('c')))).toBe('holds')
  })

  it('is no reason to leave a loop in which the action is taken', () => {
    const busy = smallGraph('a', { move: { on: 'a>b b>a', off: 'b>c' } })
    expect(outcome(busy.fair('weak', 'move').eventually('c', isAt('c')))).toBe('violated 1')
  })

  it('does not let a behaviour stop in a loop that it must keep to', () => {
    const ring = smallGraph('a', { turn: 'a>b b>c c>a' }).fair('weak', 'turn')
    expect(outcome(ring.infinitelyOften('b', isAt('b')))).toBe('holds')
    expect(outcome(ring.eventuallyAlways('b or c', isAt('b', 'c')))).toBe('violated 1')
  })
})

describe('strong fairness', () => {
  const beside = smallGraph('a', { turn: 'a>b b>a', leave: 'a>c' }).fair('weak', 'turn')

  it('takes a step that is enabled again and again', () => {
    expect(outcome(beside.eventually('c', isAt('c')))).toBe('violated 1')
    expect(outcome(beside.fair('strong', 'leave').eventually('c', isAt('c')))).toBe('holds')
  })

  it('is needed for each of two steps that disable each other', () => {
    const steps = { turn: 'a>b b>a', left: 'a>c', right: 'b>d' }
    const pair = smallGraph('a', steps).fair('weak', 'turn')
    const end = isAt('c', 'd')
    expect(outcome(pair.fair('weak', ['left']).fair('weak', 'right').eventually('end', end))).toBe('violated 1')
    expect(outcome(pair.fair('strong', 'left').eventually('end', end))).toBe('holds')
    expect(outcome(pair.fair('strong', 'left').eventually('d', isAt('d')))).toBe('violated 2')
    // In place of either alone, the two together are enabled all the way.
    expect(outcome(pair.fair('weak', ['left', 'right']).eventually('end', end))).toBe('holds')
  })

  it('leaves a loop inside a larger one, where the step is enabled no more', () => {
    // Round a, b, c the step out of a is enabled again and again; round b, c it is not.
    const nested = smallGraph('a', { turn: 'a>b b>c c>b', back: 'c>a', leave: 'a>d' })
      .fair('weak', 'turn')
      .fair('strong', 'leave')
    expect(outcome(nested.eventually('d', isAt('d')))).toBe('violated 2')
    expect(outcome(nested.fair('strong', 'back').eventually('d', isAt('d')))).toBe('holds')
  })

  it('counts an action as taken by a step of another one that leads to the same state', () => {
    const parallel = smallGraph('a', { one: 'a>b b>a', other: 'a>b', out: 'a>c' })
    const ring = parallel.fair('weak', 'one').fair('strong', 'other')
    expect(outcome(ring.eventually('c', isAt('c')))).toBe('violated 1')
    expect(outcome(ring.fair('strong', 'out').eventually('c', isAt('c')))).toBe('holds')
  })
})

describe('fairness for each value of a parameter', () => {
  // Either value leads round; only "b" leads out.
  const two = smallGraph('1', { send: { a: '1>2 2>1', b: '1>3' } })

  it('demands each of them, and without it any one will do', () => {
    expect(outcome(two.fair('strong', 'send').eventually('3', isAt('3')))).toBe('violated 1')
    expect(outcome(two.fair('strong', 'send', 'x').eventually('3', isAt('3')))).toBe('holds')
    expect(outcome(two.fair('weak', 'send', 'x').eventually('3', isAt('3')))).toBe('violated 1')
  })

  it('joins steps of several actions under the same value', () => {
    const spec = smallGraph('1', { send: { a: '1>2', b: '1>3' }, resend: { a: '2>1', b: '2>3' } })
    // "b" is enabled at 1 as send and at 2 as resend: together all the way round, each alone only now and then.
    expect(outcome(spec.fair('weak', ['send', 'resend'], 'x').eventually('3', isAt('3')))).toBe('holds')
    const apart = spec.fair('weak', 'send', 'x').fair('weak', 'resend', 'x')
    expect(outcome(apart.eventually('3', isAt('3')))).toBe('violated 1')
    expect(outcome(spec.fair('weak', ['send', 'resend']).eventually('3', isAt('3')))).toBe('violated 1')
  })

  it('tells arguments apart by content', () => {
    const keys = [{ id: 1 }, { id: 2 }]
    const spec = specify('content', { seen: each(['1', '2'], false), turn: false })
      .action('see')
      .over('message', (s) => (s.turn ? [{ id: 1 }, { id: 2 }] : keys))
      .when((s, { message }) => !s.seen[String(message.id) as '1' | '2'])
      .changes((_s, { message }) => ({ seen: at(String(message.id) as '1' | '2', true) }))
      .action('turn')
      .changes((s) => ({ turn: !s.turn }))
      .fair('weak', 'see', 'message')
      .eventually('seen', ['1', '2'], (s, key) => s.seen[key])
    expect(outcome(spec)).toBe('holds')
  })
})

describe('steps that do not change the state', () => {
  it('neither enable an action nor take it', () => {
    const still = smallGraph('a', { spin: 'a>a b>b', go: 'a>b' })
    expect(outcome(still.fair('weak', 'spin').eventually('b', isAt('b')))).toBe('violated 1')
    expect(outcome(still.fair('strong', ['spin', 'go']).eventually('b', isAt('b')))).toBe('holds')
    // "spin" is enabled at a only where it changes nothing: going round takes it at c.
    const round = smallGraph('a', { spin: 'a>a c>a', go: 'a>c', out: 'c>b' }).fair('strong', 'spin').fair('weak', 'go')
    expect(outcome(round.eventually('b', isAt('b')))).toBe('violated 1')
  })
})

describe('leads-to', () => {
  it('is broken wherever the trigger comes late', () => {
    const late = smallGraph('a', { go: 'a>b b>c c>d', out: 'c>e' })
    expect(outcome(late.leadsTo('c, then e', isAt('c'), isAt('e')))).toBe('violated 3')
    expect(outcome(late.fair('weak', 'go').leadsTo('c, then e', isAt('c'), isAt('e')))).toBe('violated 4')
    expect(outcome(late.fair('weak', ['go', 'out']).leadsTo('b, then c', isAt('b'), isAt('c')))).toBe('holds')
  })

  it('is not broken by a loop that the trigger does not come before', () => {
    // Round a and b nothing is asked for; c asks and is answered by d alone.
    const spec = smallGraph('a', { turn: 'a>b b>a', ask: 'b>c', answer: 'c>d' })
    expect(outcome(spec.fair('weak', 'answer').leadsTo('answered', isAt('c'), isAt('d')))).toBe('holds')
  })

  it('remembers the question after the state that asked it', () => {
    // b asks; the way on to d leads round, not over b again, without c.
    const aside = smallGraph('a', { ask: 'a>b', turn: 'b>d d>f f>d', answer: 'd>c' }).fair('weak', 'turn')
    expect(outcome(aside.leadsTo('answered', isAt('b'), isAt('c')))).toBe('violated 3')
    expect(outcome(aside.fair('strong', 'answer').leadsTo('answered', isAt('b'), isAt('c')))).toBe('holds')
  })

  it('is broken by a loop that begins before the trigger on it', () => {
    // b asks; the way on to a leads round, over b again, without c.
    const spec = smallGraph('a', { turn: 'a>b b>a', answer: 'a>c' }).fair('weak', 'turn')
    expect(outcome(spec.leadsTo('answered', isAt('b'), isAt('c')))).toBe('violated 1')
    // A response on the way to the loop makes no difference.
    const late = smallGraph('c', { start: 'c>a', turn: 'a>b b>a' }).fair('weak', ['start', 'turn'])
    expect(outcome(late.leadsTo('answered', isAt('b'), isAt('c')))).toBe('violated 2')
    expect(outcome(spec.fair('strong', 'answer').leadsTo('answered', isAt('b'), isAt('c')))).toBe('holds')
  })

  it('takes an answer as final, whatever comes after, until the trigger is true again', () => {
    const spec = smallGraph('a', { ask: 'a>b', answer: 'b>c', forget: 'c>d' }).fair('weak', 'answer')
    expect(outcome(spec.leadsTo('answered', isAt('b'), isAt('c')))).toBe('holds')
    const again = smallGraph('a', { ask: 'a>b', answer: 'b>c', forget: 'c>d', reask: 'd>e' }).fair('weak', 'answer')
    expect(outcome(again.leadsTo('answered', isAt('b', 'e'), isAt('c')))).toBe('violated 5')
  })
})

describe('eventually-always', () => {
  it('is broken by a loop that leaves the condition again and again, not by one that left it once', () => {
    const spec = smallGraph('a', { go: 'a>b b>c', turn: 'c>d d>c' }).fair('weak', 'go').fair('weak', 'turn')
    expect(outcome(spec.eventuallyAlways('c or d', isAt('c', 'd')))).toBe('holds')
    expect(outcome(spec.eventuallyAlways('d', isAt('d')))).toBe('violated 3')
    expect(outcome(spec.eventuallyAlways('not b', isAt('a', 'c', 'd')))).toBe('holds')
  })

  it('needs the state outside the condition on the same fair loop', () => {
    // A behaviour that comes to b again and again must leave for c; what remains fair is to stop at a, where it holds.
    const stop = smallGraph('a', { turn: 'a>b b>a', leave: 'b>c' }).fair('strong', 'leave')
    expect(outcome(stop.eventuallyAlways('not b', isAt('a', 'c')))).toBe('holds')
    expect(outcome(stop.eventuallyAlways('not a', isAt('b', 'c')))).toBe('violated 1')
    // The loop over b is unfair, the one that stays at a and c is fair and inside the condition.
    const spec = smallGraph('a', { turn: 'a>c c>a', detour: 'c>b b>c', leave: 'b>d' })
      .fair('weak', 'turn')
      .fair('strong', 'leave')
      .fair('weak', 'detour')
    expect(outcome(spec.eventuallyAlways('not b', isAt('a', 'c', 'd')))).toBe('holds')
  })
})

describe('leads-to-always', () => {
  const line = smallGraph('a', { go: 'a>b b>c', turn: 'c>d d>c' }).fair('weak', ['go', 'turn'])

  it('is broken where the response is false again and again after the trigger, not where it was false for a while', () => {
    expect(outcome(line.leadsToAlways('c or d', isAt('b'), isAt('c', 'd')))).toBe('holds')
    expect(outcome(line.leadsToAlways('d', isAt('b'), isAt('d')))).toBe('violated 3')
    expect(outcome(line.leadsToAlways('not yet', isAt('d'), isAt('a', 'c')))).toBe('violated 3')
    expect(outcome(line.leadsToAlways('never asked', isAt('e'), isAt('a')))).toBe('holds')
  })

  it('asks for the trigger before the loop or on it', () => {
    const aside = smallGraph('a', { go: 'a>b', turn: 'b>c c>b', hop: 'a>d', swing: 'd>e e>d' }).fair('weak', [
      'go',
      'turn',
      'hop',
      'swing',
    ])
    // The nearest loop that leaves the response is not the one that the trigger leads to.
    expect(outcome(aside.leadsToAlways('not b', isAt('c'), isAt('a', 'c', 'd')))).toBe('violated 2')
    expect(outcome(aside.leadsToAlways('d', isAt('d'), isAt('d')))).toBe('violated 2')
    expect(outcome(aside.leadsToAlways('d or b', isAt('b'), isAt('b', 'c', 'd')))).toBe('holds')
  })
})

describe('infinitely-often-step', () => {
  const isHop: Parameters<SmallGraph['infinitelyOftenStep']>[1] = (_before, { action }) => action === 'hop'
  const ring = smallGraph('a', { go: 'a>b b>c c>a', hop: 'c>b' }).fair('weak', 'go')

  it('is broken by a loop without the step, be one with it shorter', () => {
    expect(outcome(ring.infinitelyOftenStep('hops', isHop))).toBe('violated 1')
    expect(outcome(ring.fair('strong', 'hop').infinitelyOftenStep('hops', isHop))).toBe('holds')
    const far = smallGraph('a', { in: 'a>b', go: 'b>c c>d d>b', hop: 'a>c c>b' }).fair('weak', ['in', 'go'])
    expect(outcome(far.infinitelyOftenStep('hops', isHop))).toBe('violated 2')
  })

  it('counts a step that another action takes as well', () => {
    const both = smallGraph('a', { go: 'a>b b>a', hop: 'b>a' }).fair('weak', 'go')
    expect(outcome(both.infinitelyOftenStep('hops', isHop))).toBe('holds')
  })

  it('lets fairness be met by other steps than those that are missed alone', () => {
    const split = smallGraph('a', { go: 'a>b b>a', hop: { x: 'a>c', y: 'c>a' } }).fair('weak', ['go', 'hop'])
    expect(outcome(split.infinitelyOftenStep('hops', isHop))).toBe('violated 1')
    const only = smallGraph('a', { hop: 'a>b b>a', go: 'b>c c>b' }).fair('weak', 'hop')
    expect(outcome(only.infinitelyOftenStep('hops', isHop))).toBe('violated 2')
    expect(outcome(only.fair('strong', 'hop').infinitelyOftenStep('hops', isHop))).toBe('violated 3')
  })
})

describe('an assumption', () => {
  const isIn: Parameters<SmallGraph['assumingStep']>[1] = (_before, { action }) => action === 'in'
  const spec = smallGraph('a', { turn: 'a>b b>a', in: 'b>c', out: 'c>a' }).fair('weak', 'turn')

  it('asks for a longer loop, or for none', () => {
    expect(outcome(spec.infinitelyOften('c', isAt('c')))).toBe('violated 1')
    expect(outcome(spec.infinitelyOften('c', isAt('c')).assuming('b', isAt('b')))).toBe('violated 1')
    expect(outcome(spec.infinitelyOften('c', isAt('c')).assuming('c', isAt('c')))).toBe('holds')
    expect(outcome(spec.infinitelyOften('c', isAt('c')).assumingStep('in', isIn))).toBe('holds')
    expect(outcome(spec.eventuallyAlways('b', isAt('b')).assumingStep('in', isIn))).toBe('violated 1')
    expect(outcome(spec.eventually('c', isAt('c')).assumingStep('in', isIn))).toBe('holds')
    expect(outcome(spec.leadsTo('c', isAt('a'), isAt('c')).assuming('a', isAt('a')))).toBe('violated 1')
  })

  it('of a step is not met by standing still', () => {
    expect(outcome(spec.infinitelyOften('b', isAt('b')))).toBe('violated 3')
    expect(outcome(spec.infinitelyOften('b', isAt('b')).assumingStep('in', isIn))).toBe('holds')
  })
})

describe('a stem', () => {
  it('is the shortest to any fair loop, from any initial state', () => {
    const spec = smallGraph('a d', { go: 'a>b b>c c>x', hop: 'd>e e>f', turn: 'x>y y>x f>g g>f' })
      .fair('weak', 'go')
      .fair('weak', 'hop')
      .fair('weak', 'turn')
    expect(outcome(spec.infinitelyOften('x', isAt('x')))).toBe('violated 3')
    expect(outcome(spec.infinitelyOften('f', isAt('f')))).toBe('violated 4')
  })

  it('of eventually keeps out of the condition, of the others it need not', () => {
    const spec = smallGraph('a', { go: 'a>b b>c', around: 'a>d d>e e>c' }).fair('weak', ['go', 'around'])
    expect(outcome(spec.eventually('b', isAt('b')))).toBe('violated 4')
    expect(outcome(spec.infinitelyOften('b', isAt('b')))).toBe('violated 3')
  })

  it('is that of the part that can be broken soonest', () => {
    const spec = smallGraph('a', { go: 'a>b b>c' })
      .fair('weak', 'go')
      .infinitelyOften('each', ['a', 'b', 'c'], (s, key) => s.node !== 'c' || key === 'c')
    const [property] = exploreReference(spec.definition).properties
    expect(property).toMatchObject({ verdict: 'violated', stem: 3, parts: ['a', 'b'] })
  })
})

describe('in a graph that is not whole', () => {
  const up = specify('up', { n: 0, up: true })
    .action('up')
    .when((s) => s.up)
    .changes((s) => ({ n: s.n + 1 }))
    .action('stop')
    .when((s) => s.n % 3 === 2)
    .changes(() => ({ up: false }))

  it('a violation inside a constraint is one, and without any the property holds there', () => {
    const inside = up.constraint('low', (s) => s.n < 5)
    expect(outcome(inside.eventually('five', (s) => s.n === 4))).toBe('violated 1')
    const fair = inside.fair('strong', 'stop')
    expect(exploreReference(fair.definition).completeness).toBe('constraint')
    expect(outcome(fair.eventually('stopped', (s) => !s.up))).toBe('violated 1')
    expect(outcome(fair.fair('weak', 'up').eventually('stopped', (s) => !s.up))).toBe('holds')
  })

  it('a step out of the constraint is enabled, though no behaviour takes it', () => {
    const spec = smallGraph('a', { go: 'a>b', leave: 'b>z' }).constraint('inside', ({ node }) => node !== 'z')
    const fair = spec.fair('weak', 'go')
    expect(outcome(fair.eventually('never', () => false))).toBe('violated 2')
    expect(outcome(fair.fair('weak', 'leave').eventually('never', () => false))).toBe('undecided')
    const branching = smallGraph('a', { go: 'a>b', other: 'a>c', leave: 'b>z' })
      .constraint('inside', ({ node }) => node !== 'z')
      .fair('weak', ['go', 'other'])
    expect(outcome(branching.eventually('c', isAt('c')))).toBe('violated 2')
    expect(outcome(branching.fair('weak', 'leave').eventually('c', isAt('c')))).toBe('holds')
  })

  it('a step out of the constraint takes no other condition with it', () => {
    const spec = smallGraph('a', { turn: 'a>b b>a', leave: { out: 'a>z', on: 'b>a' } })
      .constraint('inside', ({ node }) => node !== 'z')
      .fair('weak', 'turn')
    expect(outcome(spec.fair('strong', 'leave').eventually('never', () => false))).toBe('violated 1')
    expect(outcome(spec.fair('strong', 'leave', 'x').eventually('never', () => false))).toBe('undecided')
    const aside = smallGraph('a', { turn: 'a>b b>a', leave: { out: 'a>z', on: 'b>a' }, end: 'b>c' })
      .constraint('inside', ({ node }) => node !== 'z')
      .fair('weak', 'turn')
    expect(outcome(aside.fair('strong', 'leave').eventually('c', isAt('c')))).toBe('violated 1')
    expect(outcome(aside.fair('strong', 'leave', 'x').eventually('c', isAt('c')))).toBe('holds')
  })

  it('where every fair behaviour leaves the constraint, nothing is decided', () => {
    const spec = smallGraph('a', { go: 'a>b' }).constraint('none', () => false)
    expect(outcome(spec.eventually('never', () => false))).toBe('undecided')
    const pushed = smallGraph('a', { go: 'a>b', leave: 'b>z' })
      .constraint('inside', ({ node }) => node !== 'z')
      .fair('weak', ['go', 'leave'])
    expect(outcome(pushed.eventually('b', isAt('b')))).toBe('undecided')
  })

  it('a bound on depth leaves a property undecided, unless what was expanded breaks it', () => {
    const line = smallGraph('a', { go: 'a>b b>c c>d' })
    expect(outcome(line.eventually('d', isAt('d')), { maxDepth: 2 })).toBe('violated 1')
    const fair = line.fair('weak', 'go')
    expect(
      outcome(
        fair.eventually('never', () => false),
        { maxDepth: 3 },
      ),
    ).toBe('undecided')
    expect(
      outcome(
        fair.eventually('never', () => false),
        { maxDepth: 4 },
      ),
    ).toBe('undecided')
    expect(
      outcome(
        fair.eventually('never', () => false),
        { maxDepth: 5 },
      ),
    ).toBe('violated 4')
  })

  it('a loop through a state that was not expanded is none', () => {
    const ring = smallGraph('a', { turn: 'a>b b>c c>a' }).fair('weak', 'turn')
    expect(outcome(ring.eventuallyAlways('a', isAt('a')), { maxDepth: 3 })).toBe('undecided')
    expect(outcome(ring.eventuallyAlways('a', isAt('a')), { maxDepth: 4 })).toBe('violated 1')
    expect(outcome(ring.eventuallyAlways('a', isAt('a')), { maxStates: 1 })).toBe('undecided')
  })
})

describe('by definition', () => {
  it('is what a search through all sets of states that a behaviour may keep to says', () => {
    let violated = 0
    for (const plan of fc.sample(graphBlueprint, { seed: 17, numRuns: 200 })) {
      const definition = graphSpecificationOf(plan)
      const { graph, properties } = exploreReference(
        definition,
        plan.maxDepth === null ? {} : { maxDepth: plan.maxDepth },
      )
      if (graph.states.length > 9) continue
      definition.properties.forEach((property, at) => {
        if (!isLiveness(property)) return
        const stem = stemBySearch(definition, graph, property)
        expect(properties[at]?.stem).toBe(stem)
        if (stem !== null) violated++
      })
    }
    expect(violated).toBeGreaterThan(100)
  })
})

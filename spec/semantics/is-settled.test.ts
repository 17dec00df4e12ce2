import { describe, expect, it } from 'vitest'
import { type Arguments, type PropertyDefinition, type SpecDefinition, type State, specify } from '../language/index.ts'
import { isSettled } from './is-settled.ts'
import type { Path } from './path.ts'
import { PlainWorld } from './plain-world.ts'
import { Walk } from './walk.ts'
import type { Call, Successor, World } from './world.ts'

const even = specify('even', { half: 0 })
  .action('on')
  .when((s) => s.half < 2)
  .changes((s) => ({ half: s.half + 1 }))

/** Counts to four; from three on it may also fall back to two, for ever. */
const counter = specify('counter', { n: 0 })
  .action('add')
  .when((s) => s.n < 4)
  .changes((s) => ({ n: s.n + 1 }))
  .action('fall')
  .when((s) => s.n === 3)
  .changes(() => ({ n: 2 }))

const [zero, one, two, three, four] = [[], ['add'], ['add', 'add'], Array(3).fill('add'), Array(4).fill('add')]
const round = { stem: two, back: 'fall' }

interface Told {
  readonly stem: readonly string[]
  /** The step back to the state at the end of the stem, after one more `add`. */
  readonly back?: string
}

function pathIn<S>(world: World<S>, { stem, back }: Told): Path<S> {
  const call = (action: string): Call => ({ action, args: {} })
  const calls = [...stem, ...(back === undefined ? [] : ['add'])].map(call)
  const [initial] = [...world.initialStates()]
  const walk = new Walk(world, initial as S)
  const stoppedAt = walk.takeAll(calls)
  const { states } = walk.path
  if (stoppedAt !== null) throw new Error(`call ${stoppedAt} cannot be taken`)
  if (back === undefined) return { states, calls, loop: null, back: null }
  return { states, calls, loop: stem.length, back: call(back) }
}

/** The same worlds with states as texts: `{"n":3}`. */
class TextWorld implements World<string> {
  readonly definition: SpecDefinition
  readonly #plain: PlainWorld

  constructor(definition: SpecDefinition) {
    this.#plain = new PlainWorld(definition)
    this.definition = this.#plain.definition
  }

  #state(text: string): State {
    return this.#plain.adopt(JSON.parse(text))
  }

  view(text: string): State {
    return this.#plain.view(this.#state(text))
  }

  isSame(left: string, right: string): boolean {
    return left === right
  }

  keyOf(text: string): string {
    return text
  }

  *initialStates(): Iterable<string> {
    for (const state of this.#plain.initialStates()) yield JSON.stringify(state)
  }

  *successors(text: string): Iterable<Successor<string>> {
    for (const step of this.#plain.successors(this.#state(text))) yield { ...step, after: JSON.stringify(step.after) }
  }

  after(text: string, call: Call): string | null {
    const after = this.#plain.after(this.#state(text), call)
    return after && JSON.stringify(after)
  }

  argumentsOf(...[action, text]: Parameters<World<string>['argumentsOf']>): readonly Arguments[] {
    return this.#plain.argumentsOf(action, this.#state(text))
  }

  truth(answer: unknown, where: string): boolean {
    return this.#plain.truth(answer, where)
  }
}

const only = ({ definition }: { readonly definition: SpecDefinition }): PropertyDefinition => {
  const [property] = definition.properties
  if (property === undefined) throw new Error('no property')
  return property
}

describe('whether a path settles a property', () => {
  const cases: readonly [
    string,
    { readonly definition: SpecDefinition },
    Told | readonly string[],
    Told | readonly string[],
  ][] = [
    ['always: its last state breaks it', counter.always('low', (s) => s.n < 3), three, two],
    ['reachable: its last state meets it', counter.reachable('three', (s) => s.n === 3), three, two],
    ['alwaysStep: its last step breaks it', counter.alwaysStep('small', (b) => b.n < 2), three, two],
    ['alwaysStep: there has to be a step', counter.alwaysStep('none', () => false), one, zero],
    ['reachableStep: its last step meets it', counter.reachableStep('last', (_b, _s, a) => a.n === 4), four, three],
    ['noWayBack: its last step goes back', counter.noWayBack('low', (s) => s.n < 2), two, three],
    [
      'unless: its last step ends it too soon',
      counter.unless(
        'low',
        (s) => s.n < 2,
        (s) => s.n === 3,
      ),
      two,
      three,
    ],
    ['deadlockFree: nothing is enabled', counter.deadlockFree(), four, three],
    ['eventually: true nowhere', counter.eventually('four', (s) => s.n === 4), round, four],
    ['infinitelyOften: true nowhere in the loop', counter.infinitelyOften('one', (s) => s.n === 1), round, one],
    ['eventuallyAlways: false somewhere in the loop', counter.eventuallyAlways('two', (s) => s.n === 2), round, two],
    [
      'leadsTo: a trigger that is never answered',
      counter.leadsTo(
        'up',
        (s) => s.n === 1,
        (s) => s.n === 4,
      ),
      round,
      four,
    ],
    [
      'infinitelyOftenStep: a step that the loop does not take',
      counter.infinitelyOftenStep('to two', (_before, _step, after) => after.n === 2),
      four,
      round,
    ],
    [
      'an assumption that the loop does not meet',
      counter.infinitelyOften('one', (s) => s.n === 1).assuming('four', (s) => s.n === 4),
      four,
      round,
    ],
    [
      'an assumption of a step that the loop does not take',
      counter.infinitelyOften('one', (s) => s.n === 1).assumingStep('to two', (_before, _step, after) => after.n === 2),
      round,
      four,
    ],
    [
      'leadsToAlways: a response that does not stay',
      counter.leadsToAlways(
        'up',
        (s) => s.n === 1,
        (s) => s.n === 2,
      ),
      round,
      zero,
    ],
    ['canAlwaysReach: no way leads there', counter.canAlwaysReach('two', (s) => s.n === 2), four, three],
    ['refines: its last step is none', counter.refines('even', even, (s) => ({ half: s.n })), three, two],
    ['refines: it begins elsewhere', counter.refines('even', even, (s) => ({ half: s.n + 1 })), zero, one],
  ]

  it.each(cases)('%s', (_, spec, settling, other) => {
    const told = (path: Told | readonly string[]): Told => (Array.isArray(path) ? { stem: path } : (path as Told))
    for (const world of [new PlainWorld(spec.definition), new TextWorld(spec.definition)] as World<unknown>[]) {
      expect(isSettled(world, only(spec), null, pathIn(world, told(settling)))).toBe(true)
      expect(isSettled(world, only(spec), null, pathIn(world, told(other)))).toBe(false)
    }
  })
})

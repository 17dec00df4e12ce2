/**
 * Random abstract specifications for a numbered graph to refine: its states in classes, and the steps between classes
 * that the graph has, or some of them only.
 */
import fc from 'fast-check'
import { at, each, type State, specify } from '../../../spec/language/index.ts'
import type { LooseBuilder } from './loose-builder.ts'

export interface RefinementPlan {
  /** The class of a state: what one variable says, the remainder of its number, or a class from a list. */
  readonly classes:
    | { readonly kind: 'variable'; readonly variable: number }
    | { readonly kind: 'remainder'; readonly divisor: number }
    | { readonly kind: 'listed'; readonly list: readonly number[] }
  /** What the abstract specification leaves out; with nothing left out it is a genuine abstraction. */
  readonly without:
    | { readonly kind: 'nothing' }
    | { readonly kind: 'action'; readonly action: number }
    | { readonly kind: 'steps'; readonly steps: readonly number[] }
    | { readonly kind: 'initial states' }
  /** A class as a number, or as a family with one member set. */
  readonly form: 'number' | 'family'
  /** What the abstract specification assumes. */
  readonly fairness: readonly AbstractAssumption[]
  /** Whether that is asked for. */
  readonly isSafetyOnly: boolean
}

interface AbstractAssumption {
  readonly strength: 'weak' | 'strong'
  /** Steps to any class, those to an even one, or either kind, all of which other steps may be as well. */
  readonly actions: readonly ('move' | 'move evenly')[]
  /** Whether it is assumed of each class that steps lead to. */
  readonly isByTarget: boolean
  /** Only of steps from classes, and to classes, whose sum leaves another remainder. */
  readonly except: { readonly divisor: number; readonly remainder: number } | null
}

const assumption: fc.Arbitrary<AbstractAssumption> = fc.record({
  strength: fc.constantFrom('weak' as const, 'strong' as const),
  actions: fc.constantFrom(['move'] as const, ['move evenly'] as const, ['move', 'move evenly'] as const),
  isByTarget: fc.boolean(),
  except: fc.option(fc.record({ divisor: fc.integer({ min: 2, max: 4 }), remainder: fc.nat(3) })),
})

export const refinementPlan: fc.Arbitrary<RefinementPlan> = fc.record({
  classes: fc.oneof(
    fc.record({ kind: fc.constant('variable' as const), variable: fc.nat(2) }),
    fc.record({ kind: fc.constant('remainder' as const), divisor: fc.integer({ min: 2, max: 7 }) }),
    fc.record({
      kind: fc.constant('listed' as const),
      list: fc.array(fc.nat(4), { minLength: 2, maxLength: 12, size: 'max' }),
    }),
  ),
  without: fc.oneof(
    { weight: 2, arbitrary: fc.constant({ kind: 'nothing' as const }) },
    fc.record({ kind: fc.constant('action' as const), action: fc.nat(3) }),
    fc.record({
      kind: fc.constant('steps' as const),
      steps: fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }),
    }),
    fc.constant({ kind: 'initial states' as const }),
  ),
  form: fc.constantFrom('number' as const, 'family' as const),
  fairness: fc.array(assumption, { maxLength: 2 }),
  isSafetyOnly: fc.nat(5).map((tenth) => tenth === 0),
})

export interface ConcreteGraph {
  readonly initial: readonly number[]
  readonly edges: readonly { readonly action: number; readonly from: number; readonly to: number }[]
  /** The value of a variable, counted round, in a state. */
  readonly digitOf: (state: number, variable: number) => number
}

export interface Abstraction {
  readonly spec: LooseBuilder
  /** The abstract state of a numbered one. */
  readonly map: (state: number) => State
}

/** The abstract specification numbers its states by class. */
export function abstractionOf(plan: RefinementPlan, graph: ConcreteGraph): Abstraction {
  const { classes, without, form } = plan
  const classOf = (state: number): number => {
    switch (classes.kind) {
      case 'variable':
        return graph.digitOf(state, classes.variable)
      case 'remainder':
        return state % classes.divisor
      case 'listed':
        return classes.list[state % classes.list.length] as number
    }
  }
  const kept = graph.edges
    .filter(({ action }) => without.kind !== 'action' || action !== without.action)
    .map(({ from, to }) => ({ from: classOf(from), to: classOf(to) }))
    .filter((_, step) => without.kind !== 'steps' || !without.steps.includes(step))
  const starts = graph.initial.map(classOf).filter((_, start) => without.kind !== 'initial states' || start > 0)
  const [first = 7, ...others] = starts

  const whole = (chosen: number): State =>
    form === 'number' ? { class: chosen } : { isIn: Object.fromEntries(all.map((each) => [each, each === chosen])) }
  const changes = (from: number, to: number): object =>
    form === 'number' ? { class: to } : { isIn: { ...at(from, false), ...at(to, true) } }
  const variables = form === 'number' ? { class: first } : { isIn: each(all, (key: number) => key === first) }
  const isKept = (from: unknown, to: unknown): boolean => kept.some((step) => step.from === from && step.to === to)
  const bare = (specify('abstract', variables) as unknown as LooseBuilder)
    .derive('now', (s: State) => (form === 'number' ? s.class : all.find((key) => (s.isIn as State)[key])))
    .startingFrom(() => [{}, ...others.map((start) => changes(first, start))])
    .action('move')
    .over('to', all)
    .when((s, { to }) => isKept(s.now, to))
    .changes((s, { to }) => changes(s.now as number, to as number))
    .action('move evenly')
    .over(
      'to',
      all.filter((to) => to % 2 === 0),
    )
    .when((s, { to }) => isKept(s.now, to))
    .changes((s, { to }) => changes(s.now as number, to as number))
    // None of these plays a part in a refinement.
    .always('false', () => false)
    .constraint('false', () => false)
  const spec = plan.fairness.reduce((to, { strength, actions, isByTarget, except }) => {
    const isAbout = (s: State, { to }: State): boolean =>
      ((s.now as number) + (to as number)) % (except?.divisor ?? 1) !== except?.remainder
    return to.fair(strength, actions, ...(isByTarget ? ['to'] : []), ...(except === null ? [] : [isAbout]))
  }, bare)
  return { spec, map: (state) => whole(classOf(state)) }
}

/** Classes that a plan can name. */
const all = [0, 1, 2, 3, 4, 5, 6, 7]

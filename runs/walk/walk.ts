/** `walk`: random behaviours of a specification. */
import { traceOf } from '../../counterexamples/play/trace-of.ts'
import type { Trace } from '../../spec/language/index.ts'
import type { Path } from '../../spec/semantics/path.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { type Call, constraintAround, type World } from '../../spec/semantics/world.ts'
import { requireFields, requireWholeNumber } from '../port/checked-options.ts'
import { definitionFrom, type SpecSource } from '../port/spec-source.ts'
import { UsageError } from '../port/usage-error.ts'
import { Random } from './random.ts'
import { type Scheduler, uniform } from './scheduler.ts'

export interface WalkOptions {
  /** With the number of the walk, it decides everything. */
  readonly seed: string | number
  /** Which walk of this seed, from 0; 0 where it is left out. */
  readonly number?: number
  /** Steps at most; 100 where it is left out. */
  readonly steps?: number
  /** Who chooses; where it is left out, each step that can be taken is as likely as the others. */
  readonly scheduler?: Scheduler
}

/**
 * Why a walk ended: it has all of its `steps`; nothing can be done any more (`no step`); every step leads outside a
 * `constraint`; the `scheduler` ended it.
 */
export type WalkEnd = 'steps' | 'no step' | 'constraint' | 'scheduler'

export interface RandomWalk {
  readonly trace: Trace
  readonly end: WalkEnd
}

/**
 * A random behaviour of a specification, which begins in any of its initial states and stays inside its constraints. It
 * follows from the specification, the seed and the number of the walk alone. Throws `UsageError` for options that do not
 * fit, or where no initial state is inside the constraints, and `SpecError` on a mistake in the specification. Cost: for
 * each step all of the actions, and the initial states once.
 *
 * @example
 * const { trace } = walk(lock, { seed: 'monday', number: 3, steps: 20 })
 */
export function walk<P extends string>(source: SpecSource<P>, options: WalkOptions): RandomWalk {
  return walker(source, options)(options.number ?? 0)
}

/**
 * Walks `number`, `number` + 1 and so on, `count` of them: the same as `walk` gives one by one, and faster. What is wrong
 * is thrown when the first of them is taken.
 */
export function* walks<P extends string>(
  source: SpecSource<P>,
  count: number,
  options: WalkOptions,
): Iterable<RandomWalk> {
  requireWholeNumber(count, 'walks: the number of walks', 0)
  const take = walker(source, options)
  const first = options.number ?? 0
  for (let number = first; number < first + count; number++) yield take(number)
}

const optionNames = ['seed', 'number', 'steps', 'scheduler']

function walker(source: unknown, options: WalkOptions): (number: number) => RandomWalk {
  const definition = definitionFrom(source)
  requireFields(options, 'walk: the options', optionNames)
  const { seed, number = 0, steps = 100, scheduler = uniform } = options
  if (typeof seed !== 'string' && !Number.isSafeInteger(seed)) {
    throw new UsageError(`walk: the seed is ${String(seed)}; expected text or a whole number`)
  }
  requireWholeNumber(number, 'walk: the number', 0)
  requireWholeNumber(steps, 'walk: the number of steps', 0)
  const world = new PlainWorld(definition)
  return (walkNumber) => {
    const { path, end } = randomPath(world, steps, new Random(`${seed}#${walkNumber}`), scheduler)
    return { trace: traceOf(world.definition, path), end }
  }
}

function randomPath<S>(
  world: World<S>,
  mostSteps: number,
  random: Random,
  scheduler: Scheduler,
): { readonly path: Path<S>; readonly end: WalkEnd } {
  const choose = scheduler.begin(random)
  const states = [randomStart(world, random)]
  const calls: Call[] = []
  const ended = (end: WalkEnd): ReturnType<typeof randomPath<S>> => ({
    path: { states, calls, loop: null, back: null },
    end,
  })
  while (calls.length < mostSteps) {
    const all = [...world.successors(states.at(-1) as S)]
    const inside = all.filter(({ after }) => constraintAround(world, after) === null)
    if (inside.length === 0) return ended(all.length === 0 ? 'no step' : 'constraint')
    const chosen = choose(inside.map(({ action, args }) => ({ action, args })))
    if (chosen === null) return ended('scheduler')
    const step = inside[chosen]
    if (step === undefined) {
      throw new UsageError(`walk: the scheduler chose step ${chosen} of ${inside.length}, counted from 0`)
    }
    calls.push({ action: step.action, args: step.args })
    states.push(step.after)
  }
  return ended('steps')
}

/** Any initial state inside the constraints, each as likely as the others; there may be too many to keep. */
function randomStart<S>(world: World<S>, random: Random): S {
  let chosen: { readonly state: S } | null = null
  let seen = 0
  for (const state of world.initialStates()) {
    if (constraintAround(world, state) !== null) continue
    seen++
    if (random.below(seen) === 0) chosen = { state }
  }
  if (chosen !== null) return chosen.state
  throw new UsageError(`walk: no initial state of "${world.definition.name}" is inside its constraints`)
}

/** The point of no return by the plain meaning of the words: the graph beyond a trace laid out, and pruned from its ends. */
import type { PropertyDefinition, SpecDefinition, State, Trace } from '../../spec/language/index.ts'
import { canonicalText } from '../../spec/semantics/plain-values.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Refinement } from '../../spec/semantics/refinement.ts'
import type { Successor } from '../../spec/semantics/world.ts'

/** For each state of a trace but the last, whether the break can still be avoided from there. */
export type Avoidable = 'yes' | 'no' | 'unknown'

interface Node {
  /** Nothing changes this state any more, and it is no break. */
  readonly isEnd: boolean
  /** Some step from here leaves a constraint without a break. */
  readonly isCut: boolean
  /** Steps that change the state, break nothing and stay inside. */
  readonly ways: readonly { readonly step: Successor<State>; readonly to: string }[]
}

export class Beyond {
  readonly #semantics: PlainWorld
  readonly #definition: SpecDefinition
  readonly #isBroken: (before: State, step: Successor<State>) => boolean
  readonly #isDeadlock: (state: State) => boolean
  readonly #nodes = new Map<string, Node>()

  constructor(definition: SpecDefinition, property: PropertyDefinition) {
    const semantics = new PlainWorld(definition)
    this.#semantics = semantics
    this.#definition = definition
    const view = (state: State): State => semantics.view(state)
    const refinement = property.kind === 'refines' ? new Refinement(definition.name, property) : null
    this.#isBroken = (before, { action, args, after }) => {
      switch (property.kind) {
        case 'always':
          return property.parts.some(({ holds }) => !holds(view(after)))
        case 'always-step':
          return !property.holds(view(before), { action, args }, view(after))
        case 'no-way-back':
          return property.parts.some(({ holds }) => holds(view(before)) && !holds(view(after)))
        case 'unless':
          return property.parts.some(({ holds, until }) => {
            const isOpen = holds(view(before)) && !until(view(before))
            return isOpen && !holds(view(after)) && !until(view(after))
          })
        case 'refines':
          return refinement?.isStep(view(before), view(after)) === false
        default:
          return false
      }
    }
    this.#isDeadlock = (state) => property.kind === 'deadlock-free' && property.isFinal?.(view(state)) !== true
  }

  /** Whether the end can be avoided, for each state of the trace but its last. */
  alongTrace(trace: Trace): readonly Avoidable[] {
    const texts = trace.steps.slice(0, -1).map(({ state }) => this.#explore(this.#semantics.adopt(state)))
    const surely = this.#avoiding(false)
    const perhaps = this.#avoiding(true)
    return texts.map((text) => (surely.has(text) ? 'yes' : perhaps.has(text) ? 'unknown' : 'no'))
  }

  /** Whether a step from a state of the trace leads to where the break can surely be avoided. */
  isAvoidedBy(state: State, { action, params }: { readonly action: string; readonly params: object }): boolean {
    const { ways } = this.#nodes.get(this.#explore(this.#semantics.adopt(state))) as Node
    const surely = this.#avoiding(false)
    const isIt = ({ step }: Node['ways'][number]): boolean =>
      step.action === action && canonicalText(step.args) === canonicalText(params)
    return ways.some((way) => isIt(way) && surely.has(way.to))
  }

  /** States with a way on that ends well or never ends: what is left when all others have been taken away. */
  #avoiding(isCutGood: boolean): ReadonlySet<string> {
    const left = new Set(this.#nodes.keys())
    for (let before = -1; before !== left.size; ) {
      before = left.size
      for (const text of left) {
        const { isEnd, isCut, ways } = this.#nodes.get(text) as Node
        if (!isEnd && !(isCut && isCutGood) && !ways.some(({ to }) => left.has(to))) left.delete(text)
      }
    }
    return left
  }

  #explore(from: State): string {
    const semantics = this.#semantics
    const waiting = [from]
    for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
      const text = semantics.textOf(state)
      if (this.#nodes.has(text)) continue
      const before = state
      const steps = [...semantics.successors(before)]
      const changing = steps.map((step) => ({ step, to: semantics.textOf(step.after) })).filter(({ to }) => to !== text)
      const good = changing.filter(({ step }) => !this.#isBroken(before, step))
      const ways = good.filter(({ step }) => !this.#isOutside(step.after))
      const isEnd = changing.length === 0 && !(steps.length === 0 && this.#isDeadlock(before))
      this.#nodes.set(text, { isEnd, isCut: ways.length < good.length, ways })
      waiting.push(...ways.map(({ step }) => step.after))
    }
    return semantics.textOf(from)
  }

  #isOutside(state: State): boolean {
    const view = this.#semantics.view(state)
    return this.#definition.constraints.some(({ holds }) => !holds(view))
  }
}

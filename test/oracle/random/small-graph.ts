/** Specifications of one variable from a drawing of their graph, for tests in which every step counts. */
import { type SpecDefinition, type State, specify } from '../../../spec/language/index.ts'

/** `'a>b b>c'`: steps from node to node, for an action without parameters, or by the value of its parameter `x`. */
export type Steps = string | Readonly<Record<string, string>>

type Condition = (state: { readonly node: string }) => boolean
type StepOfNodes = (
  before: { readonly node: string },
  step: { readonly action: string },
  after: { readonly node: string },
) => boolean
type KeyedCondition = (state: { readonly node: string }, key: string) => boolean

/** What of the builder these tests need; a loop over actions cannot follow the types of the whole. */
export interface SmallGraph {
  readonly definition: SpecDefinition
  fair(strength: 'weak' | 'strong', actions: string | readonly string[], ...parameters: readonly 'x'[]): SmallGraph
  eventually(name: string, holds: Condition): SmallGraph
  eventually(name: string, keys: readonly string[], holds: KeyedCondition): SmallGraph
  leadsTo(name: string, trigger: Condition, response: Condition): SmallGraph
  leadsTo(name: string, keys: readonly string[], trigger: KeyedCondition, response: KeyedCondition): SmallGraph
  leadsToAlways(name: string, trigger: Condition, response: Condition): SmallGraph
  leadsToAlways(name: string, keys: readonly string[], trigger: KeyedCondition, response: KeyedCondition): SmallGraph
  infinitelyOften(name: string, holds: Condition): SmallGraph
  infinitelyOften(name: string, keys: readonly string[], holds: KeyedCondition): SmallGraph
  infinitelyOftenStep(name: string, holds: StepOfNodes): SmallGraph
  assuming(label: string, holds: Condition): SmallGraph
  assumingStep(label: string, holds: StepOfNodes): SmallGraph
  eventuallyAlways(name: string, holds: Condition): SmallGraph
  eventuallyAlways(name: string, keys: readonly string[], holds: KeyedCondition): SmallGraph
  canAlwaysReach(name: string, holds: Condition): SmallGraph
  canAlwaysReach(name: string, keys: readonly string[], holds: KeyedCondition): SmallGraph
  noWayBack(name: string, holds: Condition): SmallGraph
  noWayBack(name: string, keys: readonly string[], holds: KeyedCondition): SmallGraph
  refines(name: string, abstract: { readonly definition: SpecDefinition }, map: (state: State) => unknown): SmallGraph
  constraint(name: string, holds: Condition): SmallGraph
}

/** The state is `node`; `starts` lists the initial nodes. An action has at most one step from a node for each value. */
export function smallGraph(starts: string, actions: Readonly<Record<string, Steps>>): SmallGraph {
  const nodes = starts.split(' ')
  let spec = specify('small graph', { node: nodes[0] as string }).startingFrom(nodes.map((node) => ({ node })))
  for (const [name, steps] of Object.entries(actions)) {
    if (typeof steps === 'string') {
      const targets = targetsOf(steps)
      spec = spec
        .action(name)
        .when((s) => targets.has(s.node))
        .changes((s) => ({ node: targets.get(s.node) as string })) as unknown as typeof spec
      continue
    }
    const byValue = new Map(Object.entries(steps).map(([value, drawn]) => [value, targetsOf(drawn)]))
    spec = spec
      .action(name)
      .over('x', [...byValue.keys()])
      .when((s, { x }) => byValue.get(x)?.has(s.node) ?? false)
      .changes((s, { x }) => ({ node: byValue.get(x)?.get(s.node) as string })) as unknown as typeof spec
  }
  return spec as unknown as SmallGraph
}

function targetsOf(steps: string): ReadonlyMap<string, string> {
  return new Map(steps.split(' ').map((step) => step.split('>') as [string, string]))
}

/** What `counterexamples/gallery` keeps of a row that breaks the promise it is about: one story in every form. */
import { storyDot } from '../../counterexamples/dot/dot.ts'
import { type Story, storyMermaid, storyText, tell } from '../../counterexamples/index.ts'
import { traceOf } from '../../counterexamples/play/trace-of.ts'
import { fileStem } from '../../node/diagrams.ts'
import type { CheckData } from '../../reporters/json/check-report.ts'
import type { StoryData } from '../../reporters/json/explanation.ts'
import { reproduceCommand } from '../../reporters/reproduce.ts'
import { behaviourOf } from '../../runs/conform/behaviour.ts'
import type { PlannedScenario } from '../../runs/port/plan.ts'
import { plannedOf } from '../../runs/testing/planned.ts'
import type { AnySuite, Scenario } from '../../spec/language/index.ts'
import { isSettled } from '../../spec/semantics/is-settled.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'

/** A row that is expected to break the promise it is about. */
export interface Break {
  readonly scenario: Scenario
  readonly planned: PlannedScenario
  readonly promise: string
  /** Pinned, in states. */
  readonly length: number
}

export function breaksOf(suite: AnySuite): readonly Break[] {
  const plan = plannedOf(suite)
  return suite.scenarios.flatMap((scenario, at) => {
    const { headline, expect } = scenario
    const expected = headline === null ? undefined : expect[headline]
    if (headline === null || expected?.verdict !== 'violated') return []
    return [{ scenario, planned: plan[at] as PlannedScenario, promise: headline, length: expected.length ?? 0 }]
  })
}

/** The path of its files from the gallery, without an ending: `rocketmq-store/b02-async-flush-1-power-cut`. */
export function stemOf({ scenario: { suite, name } }: Break): string {
  return `${fileStem([suite])}/${fileStem([name])}`
}

/** The story as data: what a report says of it, and of what it is one. `live reproduce` takes it as well. */
export interface Exhibit extends StoryData {
  readonly version: 1
  readonly spec: string
  readonly scenario: string
  readonly id: string | null
  readonly configuration: Scenario['configuration']
  readonly promise: string
}

/** As the report of a check has it. Throws where it has none. */
export function foundIn({ results }: Pick<CheckData, 'results'>, { scenario, promise }: Break): Exhibit {
  const { suite: spec, name, id, configuration } = scenario
  const result = results.find((each) => each.spec === spec && each.scenario === name)
  const property = result?.properties.find((each) => each.name === promise)
  if (property?.verdict !== 'violated') throw new Error(`the report has no break of "${promise}" in "${name}"`)
  const { part, sentences, trace, explanation } = property
  return { version: 1, spec, scenario: name, id, configuration, promise, part, sentences, trace, explanation }
}

/**
 * The story, told of the steps of its trace as the plain meaning of the specification takes them, from an initial state. Throws
 * where a step is none of the specification, and where the promise is not broken at the end. The point of no return is
 * what the search came to.
 */
export function replayed({ scenario, promise }: Break, { part, trace, explanation }: Exhibit): Story {
  const { definition } = scenario
  const property = definition.properties.find(({ name }) => name === promise)
  if (property === undefined || trace === null) throw new Error(`"${scenario.name}" has no story of "${promise}"`)
  const world = new PlainWorld(definition)
  const { loop, back } = trace
  const path = {
    ...behaviourOf(world, trace),
    loop,
    back: back === null ? null : world.call(back.action, back.params),
  }
  if (isSettled(world, property, part, path) !== true) throw new Error(`"${promise}" is kept at the end of the story`)
  const story = tell(definition, { property: promise, kind: property.kind, part, trace: traceOf(definition, path) })
  return { ...story, pointOfNoReturn: explanation?.pointOfNoReturn ?? null }
}

/** The story in the forms that people read, by the ending of the file. */
export function textsOf({ scenario, planned }: Break, story: Story): Readonly<Record<'txt' | 'dot' | 'mmd', string>> {
  return {
    txt: storyText(story, { color: false, isFull: true, reproduce: reproduceCommand(planned, 'npx ackproof') }),
    dot: storyDot(story, { scenario: scenario.name }),
    mmd: storyMermaid(story),
  }
}

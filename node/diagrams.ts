/** A `.dot` and an `.svg` for every counterexample. */

import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Story } from '../counterexamples/index.ts'
import { plural } from '../counterexamples/print/wording.ts'
import type { FinishedSearch } from '../runs/faults/finished-search.ts'
import { budgetText } from '../runs/faults/frontier-sentence.ts'
import type { PlannedScenario } from '../runs/port/plan.ts'
import type { FinishedScenario } from '../runs/scenarios/finished-scenario.ts'
import type { JudgedProperty } from '../runs/scenarios/judge.ts'
import { isGoal } from '../spec/language/property-kinds.ts'
import { type Drawn, removeOutdated, writeIndex } from './diagram-index.ts'
import { drawFiles } from './dot/draw-files.ts'

export interface WrittenDiagrams {
  /** What was drawn where, and by whom, as a line. */
  readonly text: string
  /** What could not be drawn, and why, one sentence each. */
  readonly problems: readonly string[]
}

/** A story and what its picture is called. */
export interface StoryToDraw {
  readonly suite: string
  readonly scenario: string
  /** Name of the scenario, and what else tells this story from others of the property. */
  readonly title: string
  readonly property: string
  readonly story: Story
}

/**
 * Draws them, as many at once as there are processors. Pictures of the same scenarios that an earlier run drew in this folder are removed
 * first, so that none is left of a break that is gone. `planned` are the scenarios that were run; the pictures that are
 * left when `isEnded` are not drawn.
 */
export async function writeDiagrams(
  folder: string,
  stories: readonly StoryToDraw[],
  planned: readonly PlannedScenario[],
  onProgress: (text: string) => void,
  isEnded: () => boolean = () => false,
): Promise<WrittenDiagrams> {
  // Loaded where something is drawn: it takes a package of others.
  const { storyDot } = await import('../counterexamples/dot/dot.ts')
  const kept = removeOutdated(folder, planned)
  const listed: Drawn[] = [...kept]
  const problems: string[] = []
  let count = 0
  let renderer: string | null = null
  // Most of the time is Graphviz's, a process of its own.
  const atOnce = availableParallelism()
  for (let first = 0; first < stories.length; first += atOnce) {
    if (isEnded()) {
      problems.push(`${plural(stories.length - first, 'counterexample')} not drawn: the run was ended`)
      break
    }
    onProgress(`drawing counterexample ${first + 1} of ${stories.length}`)
    const named = stories.slice(first, first + atOnce).map(({ suite, scenario, title, property, story }) => {
      const stem = unusedName(fileStem([suite, title, property]), folder, listed)
      listed.push({ stem, suite, scenario })
      return { stem, dot: storyDot(story, { scenario: story.spec === suite ? title : `${suite}: ${title}` }) }
    })
    // In the list first, so that a picture that is interrupted belongs to us as well.
    const drawn = await Promise.all(
      named.map(({ stem, dot }) => drawFiles(join(folder, stem), dot, () => writeIndex(folder, listed))),
    )
    for (const each of drawn) {
      if (each.problem !== null) problems.push(each.problem)
      else count++
      renderer ??= each.note
    }
  }
  writeIndex(folder, listed)
  const by = count === 0 ? '' : ` (${renderer ?? 'drawn by dot'})`
  return { text: `diagrams: ${plural(count, 'counterexample')}, as .dot and .svg, in ${folder}${by}`, problems }
}

/** The counterexamples that a scenario came to. */
export function storiesOfCheck({ planned, run, judgement }: FinishedScenario): readonly StoryToDraw[] {
  const { suite, name: title } = planned.scenario
  return judgement.properties.filter(isCounterexample).flatMap(({ result }) => {
    const story = run.stories[result.name]
    return story === undefined ? [] : [{ suite, scenario: title, title, property: result.name, story }]
  })
}

/** A broken promise, or a way to what was expected to be out of reach. */
function isCounterexample({ result, expected }: JudgedProperty): boolean {
  return result.verdict === 'violated' || (result.verdict === 'reachable' && expected?.verdict === 'unreachable')
}

/** The counterexamples with the fewest faults that a search came to. */
export function storiesOfSearch({ searched, properties }: FinishedSearch): readonly StoryToDraw[] {
  const { suite, name } = searched.scenario
  return properties
    .filter(({ kind }) => !isGoal(kind))
    .flatMap(({ name: property, stories }) =>
      stories.flatMap(({ budget, story }) => {
        const title = `${name}, with ${budgetText(searched.kinds, budget)}`
        return story === null ? [] : [{ suite, scenario: name, title, property, story }]
      }),
    )
}

const longestPart = 60

/** A file name that every file system takes: `rocketmq-store--t01-async-flush--no-loss`. */
export function fileStem(parts: readonly string[]): string {
  return parts
    .map((part) =>
      part
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '')
        .slice(0, longestPart)
        .replace(/-$/, ''),
    )
    .map((part) => part || 'x')
    .join('--')
}

/** A picture that is there and is not listed is the user's. */
function unusedName(stem: string, folder: string, listed: readonly Drawn[]): string {
  const isTaken = (name: string): boolean =>
    listed.some((each) => each.stem === name) ||
    ['dot', 'svg'].some((ending) => existsSync(join(folder, `${name}.${ending}`)))
  let name = stem
  for (let number = 2; isTaken(name); number++) name = `${stem}-${number}`
  return name
}

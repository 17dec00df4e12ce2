/** A `.dot` and an `.svg` for every counterexample. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StatusLine } from '../cli/status-line.ts'
import { messageOf } from '../cli/usage-error.ts'
import { type Story, storyDot } from '../counterexamples/index.ts'
import type { FinishedScenario } from '../runs/finished-scenario.ts'
import type { JudgedProperty } from '../runs/judge.ts'
import { renderSvg } from './dot/render-svg.ts'

export interface WrittenDiagrams {
  /** Counterexamples drawn. */
  readonly count: number
  /** What could not be drawn, and why, one sentence each. */
  readonly problems: readonly string[]
  /** Who drew them, e.g. `drawn by dot`; null where there are none. */
  readonly renderer: string | null
}

/** A story and what its picture is called. */
export interface StoryToDraw {
  readonly suite: string
  /** Of the scenario, and what else tells this story from others of the property. */
  readonly title: string
  readonly property: string
  readonly story: Story
}

/** Draws them one after the other, with progress on stderr unless that is not wanted. */
export async function writeDiagrams(
  folder: string,
  stories: readonly StoryToDraw[],
  isQuiet = false,
): Promise<WrittenDiagrams> {
  const status = isQuiet ? null : new StatusLine(process.stderr, performance.now())
  const taken = new Set<string>()
  const problems: string[] = []
  let count = 0
  let renderer: string | null = null
  for (const [index, { suite, title, property, story }] of stories.entries()) {
    status?.say(() => `drawing counterexample ${index + 1} of ${stories.length}`, performance.now())
    const stem = unusedName(fileStem([suite, title, property]), taken)
    const dot = storyDot(story, { scenario: story.spec === suite ? title : `${suite}: ${title}` })
    try {
      writeFileSync(join(folder, `${stem}.dot`), dot)
      const { svg, note } = await renderSvg(dot)
      writeFileSync(join(folder, `${stem}.svg`), svg)
      renderer ??= note
      count++
    } catch (error) {
      problems.push(`cannot draw ${join(folder, stem)}: ${messageOf(error)}`)
    }
  }
  status?.clear()
  return { count, problems, renderer: renderer ?? (count === 0 ? null : 'drawn by dot') }
}

/** The counterexamples that a scenario came to. */
export function counterexamplesOf({ selected, run, judgement }: FinishedScenario): readonly StoryToDraw[] {
  const { suite, name: title } = selected.scenario
  return judgement.properties.filter(isCounterexample).flatMap(({ result }) => {
    const story = run.stories[result.name]
    return story === undefined ? [] : [{ suite, title, property: result.name, story }]
  })
}

/** A broken promise, or a way to what was expected to be out of reach. */
function isCounterexample({ result, expected }: JudgedProperty): boolean {
  return result.verdict === 'violated' || (result.verdict === 'reachable' && expected.verdict === 'unreachable')
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

function unusedName(stem: string, taken: Set<string>): string {
  let name = stem
  for (let number = 2; taken.has(name); number++) name = `${stem}-${number}`
  taken.add(name)
  return name
}

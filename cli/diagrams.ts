/** A `.dot` and an `.svg` for every counterexample. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderSvg, storyDot } from '../counterexamples/index.ts'
import type { FinishedScenario } from './finished-scenario.ts'
import type { JudgedProperty } from './judge.ts'
import { messageOf } from './usage-error.ts'

export interface WrittenDiagrams {
  /** Counterexamples drawn. */
  readonly count: number
  /** What could not be drawn, and why, one sentence each. */
  readonly problems: readonly string[]
}

export async function writeDiagrams(folder: string, scenarios: readonly FinishedScenario[]): Promise<WrittenDiagrams> {
  const taken = new Set<string>()
  const problems: string[] = []
  let count = 0
  for (const { selected, run, judgement } of scenarios) {
    for (const { result } of judgement.properties.filter(isCounterexample)) {
      const story = run.stories[result.name]
      if (story === undefined) continue
      const { suite, name } = selected.scenario
      const stem = unusedName(fileStem([suite, name, result.name]), taken)
      const dot = storyDot(story, { scenario: story.spec === suite ? name : `${suite}: ${name}` })
      try {
        writeFileSync(join(folder, `${stem}.dot`), dot)
        writeFileSync(join(folder, `${stem}.svg`), (await renderSvg(dot)).svg)
        count++
      } catch (error) {
        problems.push(`cannot draw ${join(folder, stem)}: ${messageOf(error)}`)
      }
    }
  }
  return { count, problems }
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

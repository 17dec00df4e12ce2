/** A suite as a Markdown page: what it says, and, where there is a report, what its scenarios came to. */
import { count, plural } from '../../counterexamples/print/wording.ts'
import type { SuiteOutline } from '../../runs/port/outline.ts'
import { propertyTraits } from '../../spec/language/property-kinds.ts'
import { code, inline } from '../formats/markdown-text.ts'
import type { CheckData, PropertyData, ScenarioData } from '../json/check-report.ts'
import { sectionsOf, suiteTitle } from '../text/specification.ts'

/** Longer names and sentences are cut. */
const longest = 1_000

/** `report`: of a run of the suite, with which its scenarios are told; null = as they are declared. Ends with a newline. */
export function specificationPage(suite: SuiteOutline, report: Pick<CheckData, 'results'> | null): string {
  const { name, rest } = suiteTitle(suite)
  const results = report?.results.filter(({ spec }) => spec === suite.name) ?? null
  const sections = sectionsOf(suite).filter(({ title }) => results === null || title !== 'Scenarios')
  return [
    `# ${inline(name, longest)}`,
    '',
    inline(rest, longest),
    '',
    ...paragraphs(suite.spec.about),
    ...sections.flatMap(({ title, lines }) => [`## ${title}`, '', ...items(lines), '']),
    ...(results === null ? [] : rowLines(suite, results)),
  ].join('\n')
}

/** What the scenarios of a suite came to: a table, and the story of each promise that is told first. */
export function rowLines({ scenarios }: SuiteOutline, results: readonly ScenarioData[]): readonly string[] {
  const rows = results.map((result) => ({ result, told: toldFirst(scenarios, result) }))
  return [
    '## Rows',
    '',
    '| scenario | promise | verdict | faults in its story | states |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(tableRow),
    '',
    ...rows.flatMap(storyLines),
  ]
}

interface PageRow {
  readonly result: ScenarioData
  /** The promise that the scenario is about, or null. */
  readonly told: PropertyData | null
}

function tableRow({ result, told }: PageRow): string {
  const faults = told === null ? '' : faultsIn(told)
  const verdict = told === null ? outcomeText(result) : `${told.ok ? '' : '✗ '}${told.text}`
  const cells = [result.scenario, told?.name ?? '', verdict, faults].map((cell) => inline(cell, longest))
  return `| ${cells.join(' | ')} | ${count(result.states.distinct)} |`
}

/** Of a scenario that tells none first. */
function outcomeText({ ran, ok, properties }: ScenarioData): string {
  if (!ran) return 'not run'
  return ok ? `${plural(properties.length, 'property', 'properties')} as expected` : '✗ not as expected'
}

function toldFirst(scenarios: SuiteOutline['scenarios'], result: ScenarioData): PropertyData | null {
  const headline = scenarios.find(({ name }) => name === result.scenario)?.headline ?? null
  return result.properties.find(({ name }) => name === headline) ?? null
}

function faultsIn({ explanation }: PropertyData): string {
  const faults = explanation?.steps.filter(({ isFault }) => isFault).map(({ action }) => action ?? '') ?? []
  return [...new Set(faults)]
    .map((fault) => {
      const times = faults.filter((each) => each === fault).length
      return times === 1 ? fault : `${times} × ${fault}`
    })
    .join(', ')
}

function storyLines({ result, told }: PageRow): readonly string[] {
  if (told === null || told.sentences === null) return []
  const faults = new Set(told.explanation?.steps.filter(({ isFault }) => isFault).map(({ step }) => step))
  const steps = told.sentences
    .slice(1)
    .map((sentence, at) => `${at + 1}. ${faults.has(at + 1) ? '⚡ ' : ''}${inline(sentence, longest)}`)
  const others = result.properties.filter(
    ({ name, kind, verdict }) => name !== told.name && verdict === 'violated' && !propertyTraits[kind].isGoal,
  )
  return [
    `### ${inline(result.scenario, longest)}`,
    '',
    `Breaks "${inline(told.name, longest)}": ${inline(told.text, longest)}.`,
    '',
    ...steps,
    '',
    ...(others.length === 0 ? [] : ['The same run breaks besides:', '', ...others.map(otherLine), '']),
    `${code(result.reproduce)} tells it in full.`,
    '',
  ]
}

function otherLine({ name, text }: PropertyData): string {
  return `- ${inline(name, longest)}: ${inline(text, longest)}`
}

/** Text as its author divided it; a line that begins a list begins one here. */
function paragraphs(text: string): readonly string[] {
  if (text === '') return []
  return [...text.split('\n').map((line) => listLine(line) ?? inline(line, longest)), '']
}

function listLine(line: string): string | null {
  const [, margin, words] = /^(\s*)- (.*)$/.exec(line) ?? []
  return words === undefined ? null : `${margin}- ${inline(words, longest)}`
}

/** An indented line goes on with the item before it. */
function items(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `${line.startsWith('  ') ? '  ' : '- '}${inline(line.trim(), longest)}`)
}

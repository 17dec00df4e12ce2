/** `ackproof show`: a specification in words. */

import { fold } from '../counterexamples/plain-text.ts'
import { printValue } from '../counterexamples/print-value.ts'
import type {
  ActionDefinition,
  AnySuite,
  Counts,
  FairnessDefinition,
  PropertyDefinition,
  Scenario,
  ScenarioFaults,
  SpecDefinition,
} from '../spec/language/index.ts'
import { builtInSuites } from './catalog.ts'
import { triedText } from './faults/frontier-sentence.ts'
import { expectedText } from './judge.ts'
import { loadSpecFile } from './load-spec.ts'
import type { Output } from './output.ts'
import { selectSuites } from './select-suites.ts'
import { plural } from './wording.ts'

export async function show(spec: string, output: Output): Promise<number> {
  const suites = await selectSuites([spec], builtInSuites, loadSpecFile)
  for (const [index, { suite }] of suites.entries()) {
    if (index > 0) output.line('')
    for (const line of suiteLines(suite, output)) output.line(line)
  }
  return 0
}

export function suiteLines(suite: AnySuite, { colors, width }: Pick<Output, 'colors' | 'width'>): readonly string[] {
  const definition = suite.scenarios[0]?.definition ?? suite.build()
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', colors.bold(title), ...lines.flatMap((line) => folded(`  ${line}`, width))]
  const title = definition.name === suite.name ? '' : `${definition.name}, `
  const configured = suite.scenarios.length > 0 ? ' (as the first scenario sets them)' : ''
  return [
    `${colors.bold(suite.name)}  ${title}${plural(suite.scenarios.length, 'scenario')}`,
    ...(definition.about === '' ? [] : ['', ...definition.about.split('\n').flatMap((line) => folded(line, width))]),
    ...section(`Variables${configured}`, variableLines(definition)),
    ...section(
      'Derived values',
      definition.derived.map(({ name, keys }) => (keys === null ? name : `${name} for each of ${keys.join(', ')}`)),
    ),
    ...section('Actions', definition.actions.flatMap(actionLines)),
    ...section(`Fairness${configured}`, definition.fairness.map(fairnessLine)),
    ...section('Promises', definition.properties.map(propertyLine)),
    ...section(
      'Constraints',
      definition.constraints.map(({ name }) => `${name}: states outside are checked, but not explored further`),
    ),
    ...section('Scenarios', suite.scenarios.flatMap(scenarioLines)),
  ]
}

/** A line folded to the width; what does not fit goes below its first word. */
function folded(line: string, width: number): readonly string[] {
  const margin = line.slice(0, line.search(/\S|$/))
  return fold(line.trim(), width - margin.length).map((piece) => `${margin}${piece}`.trimEnd())
}

function variableLines({ variables, initialStates }: SpecDefinition): readonly string[] {
  const lines = variables.map(({ name, keys, initial }) => {
    if (keys === null) return `${name} = ${valueText(initial)}`
    const values = initial as Readonly<Record<string, unknown>>
    const texts = keys.map((key) => valueText(values[key]))
    const isSame = texts.every((text) => text === texts[0])
    const start = isSame ? (texts[0] ?? '-') : keys.map((key, index) => `${key}: ${texts[index]}`).join(', ')
    return `${name} for each of ${keys.join(', ')} = ${start}`
  })
  return initialStates === null ? lines : [...lines, 'There are several initial states: these values, changed.']
}

const longestValue = 100

function valueText(value: unknown): string {
  const text = printValue(value)
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text
}

function actionLines({ name, parameters, isFault, about }: ActionDefinition): readonly string[] {
  const domains = parameters.map(({ name: parameter, domain }) =>
    typeof domain === 'function' ? `${parameter} from the state` : `${parameter} in ${valueText(domain)}`,
  )
  const over = domains.length === 0 ? '' : ` (${domains.join('; ')})`
  return [`${name}${over}${isFault ? '  [fault]' : ''}`, ...(about === '' ? [] : indented(about))]
}

function indented(text: string): readonly string[] {
  return text.split('\n').map((line) => `    ${line.trim()}`)
}

function fairnessLine({ strength, actions, parameters }: FairnessDefinition): string {
  const when = strength === 'weak' ? 'when it stays enabled' : 'when it is enabled again and again'
  const each = parameters.length === 0 ? '' : `, for each ${parameters.join(' and ')}`
  return `${strength}: ${actions.join(' or ')} happens ${when}${each}`
}

function propertyLine(property: PropertyDefinition): string {
  const parts =
    'parts' in property && property.parts.length > 1
      ? `, in parts: ${property.parts.map(({ label }) => label).join(', ')}`
      : ''
  return `${property.name}  (${kindText(property)}${parts})`
}

function kindText({ kind }: PropertyDefinition): string {
  switch (kind) {
    case 'always':
      return 'true in every reachable state'
    case 'always-step':
      return 'true of every step'
    case 'reachable':
      return 'some reachable state satisfies it'
    case 'reachable-step':
      return 'some step that is taken satisfies it'
    case 'deadlock-free':
      return 'some action is enabled in every state that is not final'
    case 'eventually':
      return 'true at some time in every fair behaviour'
    case 'leads-to':
      return 'whenever its trigger is true, its response becomes true sooner or later, in every fair behaviour'
    case 'infinitely-often':
      return 'true again and again in every fair behaviour'
    case 'eventually-always':
      return 'true from some time on in every fair behaviour'
    case 'can-always-reach':
      return 'can still be reached from every reachable state'
    case 'no-way-back':
      return 'once true, true for ever'
    case 'refines':
      return 'every step is one of the abstract specification, or none'
  }
}

function faultLines({ kinds, frontier }: ScenarioFaults): readonly string[] {
  return [
    `    with --faults, tries ${triedText(kinds)}`,
    ...Object.entries(frontier).map(([property, sentence]) => `    expects of "${property}": ${sentence}`),
  ]
}

function countsText({ distinct, generated, depth }: Counts): string {
  return [
    ...(distinct === undefined ? [] : [`${distinct} distinct`]),
    ...(generated === undefined ? [] : [`${generated} generated`]),
    ...(depth === undefined ? [] : [`depth ${depth}`]),
  ].join(', ')
}

function scenarioLines(scenario: Scenario): readonly string[] {
  const { name, about, expect, counts, maxDepth, neighbour, configuration, faults } = scenario
  const settings = Object.entries(configuration).map(([key, value]) => `${key} = ${valueText(value)}`)
  const pins = counts === null ? [] : [`counts: ${countsText(counts)}`]
  return [
    name,
    ...(about === '' ? [] : indented(about)),
    ...(settings.length === 0 ? [] : [`    with ${settings.join(', ')}`]),
    ...Object.entries(expect).map(([property, expected]) => `    expects "${property}": ${expectedText(expected)}`),
    ...(faults === null ? [] : faultLines(faults)),
    ...[...pins, ...(maxDepth === null ? [] : [`explored to depth ${maxDepth}`])].map((line) => `    ${line}`),
    ...(neighbour === null ? [] : [`    one switch away, with the opposite outcome: ${neighbour}`]),
  ]
}

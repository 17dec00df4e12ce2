/** A specification in words, and a list of suites. */

import { columnsOf, fold, oneLine, padTo, visible } from '../../counterexamples/print/plain-text.ts'
import { count, plural } from '../../counterexamples/print/wording.ts'
import { triedText } from '../../runs/faults/frontier-sentence.ts'
import type {
  ActionOutline,
  DerivedOutline,
  PropertyOutline,
  ScenarioOutline,
  SpecOutline,
  SuiteOutline,
  VariableOutline,
} from '../../runs/port/outline.ts'
import { expectedText } from '../../runs/scenarios/judge.ts'
import type { Counts, ScenarioFaults } from '../../spec/language/index.ts'
import { propertyTraits } from '../../spec/language/property-kinds.ts'
import type { Colors } from '../colors.ts'

const leastRoom = 30

/** Suites with the first sentence about each. */
export function listLines(suites: readonly SuiteOutline[], width: number): readonly string[] {
  const nameWidth = Math.max(0, ...suites.map(({ name }) => columnsOf(oneLine(name))))
  const countWidth = 'nn scenarios'.length
  const startWidth = nameWidth + countWidth + 4
  return suites.flatMap((suite) => {
    const start = `${padTo(oneLine(suite.name), nameWidth)}  ${plural(suite.scenarios.length, 'scenario')}`.padEnd(
      startWidth,
    )
    const about = oneLine(firstSentence(suite.spec.about))
    const [first = '', ...rest] = fold(about, Math.max(leastRoom, width - startWidth))
    return [`${start}${first}`.trimEnd(), ...rest.map((line) => `${' '.repeat(startWidth)}${line}`)]
  })
}

/** Up to the first full stop that ends a sentence. */
function firstSentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return /^.*?[.:](?= |$)/.exec(line)?.[0].replace(/:$/, '.') ?? line
}

/** A part of a specification in words. A line that is indented belongs to the one before it. */
export interface SpecificationSection {
  readonly title: string
  readonly lines: readonly string[]
}

/** What there is to say of a suite below its name, in order; empty sections are left out. */
export function sectionsOf(suite: SuiteOutline): readonly SpecificationSection[] {
  const definition = suite.spec
  const configured = suite.scenarios.length > 0 ? ' (as the first scenario sets them)' : ''
  const sections: readonly SpecificationSection[] = [
    { title: `Variables${configured}`, lines: variableLines(definition) },
    { title: 'Derived values', lines: definition.derived.map(nameWithKeys) },
    { title: 'Actions', lines: definition.actions.flatMap(actionLines) },
    { title: `Fairness${configured}`, lines: definition.fairness.map(fairnessLine) },
    { title: 'Promises', lines: definition.properties.map(propertyLine) },
    {
      title: 'Constraints',
      lines: definition.constraints.map(({ name }) => `${name}: states outside are checked, but not explored further`),
    },
    { title: 'Scenarios', lines: suite.scenarios.flatMap(scenarioLines) },
  ]
  return sections.filter(({ lines }) => lines.length > 0)
}

/** `rocketmq/store  20 scenarios`, with the title of the specification where it has one of its own. */
export function suiteTitle({ name, spec, scenarios }: SuiteOutline): { readonly name: string; readonly rest: string } {
  const title = spec.name === name ? '' : `${oneLine(spec.name)}, `
  return { name: oneLine(name), rest: `${title}${plural(scenarios.length, 'scenario')}` }
}

export function suiteLines(
  suite: SuiteOutline,
  { colors, width }: { readonly colors: Colors; readonly width: number },
): readonly string[] {
  const { about } = suite.spec
  const { name, rest } = suiteTitle(suite)
  return [
    `${colors.bold(name)}  ${rest}`,
    ...(about === '' ? [] : ['', ...about.split('\n').flatMap((line) => folded(line, width))]),
    ...sectionsOf(suite).flatMap(({ title, lines }) => [
      '',
      colors.bold(title),
      ...lines.flatMap((line) => folded(`  ${line}`, width)),
    ]),
  ]
}

/** A line folded to the width; what does not fit goes below its first word. */
function folded(line: string, width: number): readonly string[] {
  const margin = line.slice(0, line.search(/\S|$/))
  return fold(visible(line.trim()), width - margin.length).map((piece) => `${margin}${piece}`.trimEnd())
}

function variableLines({ variables, hasManyInitialStates }: SpecOutline): readonly string[] {
  const lines = variables.map(variableLine)
  return hasManyInitialStates ? [...lines, 'There are several initial states: these values, changed.'] : lines
}

function variableLine(variable: VariableOutline): string {
  const texts = variable.initial.map(({ value }) => shortened(value))
  const isSame = texts.every((text) => text === texts[0])
  const start = isSame ? (texts[0] ?? '-') : listed(variable.initial.map(({ keys }, at) => `${keys}: ${texts[at]}`))
  return `${nameWithKeys(variable)} = ${start}`
}

/** `log`, `phase for each of rm1, rm2`, `inbox for each of a, b and each of a, b` */
function nameWithKeys({ name, keyLists }: DerivedOutline): string {
  return keyLists.length === 0 ? name : `${name} for ${keyLists.map((keys) => `each of ${listed(keys)}`).join(' and ')}`
}

const longestValue = 100

/** Keys or parts named at most. */
const mostListed = 60

function listed(names: readonly string[]): string {
  const hidden = names.length - mostListed
  return names.slice(0, mostListed).join(', ') + (hidden > 0 ? ` and ${count(hidden)} more` : '')
}

function shortened(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text
}

function actionLines({ name, parameters, isFault, spends, together, about }: ActionOutline): readonly string[] {
  const domains = parameters.map(({ name: parameter, domain, isGiven }) => {
    if (isGiven) return `where there is a ${parameter}`
    return domain === null ? `${parameter} from the state` : `${parameter} in ${shortened(domain)}`
  })
  const over = domains.length === 0 ? '' : ` (${domains.join('; ')})`
  return [
    `${name}${over}${isFault ? `  [fault${spends === null ? '' : `, spends ${spends}`}]` : ''}`,
    ...(together.length === 0 ? [] : indented(`${together.join(' and ')} in one step`)),
    ...(about === '' ? [] : indented(about)),
  ]
}

function indented(text: string): readonly string[] {
  return text.split('\n').map((line) => `    ${line.trim()}`)
}

function fairnessLine({ strength, actions, parameters, isConditional }: SpecOutline['fairness'][number]): string {
  const when = strength === 'weak' ? 'when it stays enabled' : 'when it is enabled again and again'
  const each = parameters.length === 0 ? '' : `, for each ${parameters.join(' and ')}`
  const part = isConditional ? ', as far as its condition is true' : ''
  return `${strength}: ${actions.join(' or ')} happens ${when}${each}${part}`
}

function propertyLine(property: PropertyOutline): string {
  const parts = property.parts.length === 0 ? '' : `, in parts: ${listed(property.parts)}`
  const assumed = property.assuming.length === 0 ? '' : `, assuming again and again: ${listed(property.assuming)}`
  return `${property.name}  (${propertyTraits[property.kind].meaning}${refinedText(property)}${parts}${assumed})`
}

function refinedText({ refined }: PropertyOutline): string {
  if (refined === null) return ''
  const fairness = refined.fairness ? '; every fair behaviour is fair there' : ''
  return `: "${oneLine(refined.spec)}"${fairness}`
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

function scenarioLines(scenario: ScenarioOutline): readonly string[] {
  const { name, about, expect, ignored, counts, maxDepth, neighbour, settings: texts, faults } = scenario
  const settings = Object.entries(texts).map(([key, text]) => `${key} = ${shortened(text)}`)
  const pins = counts === null ? [] : [`counts: ${countsText(counts)}`]
  return [
    name,
    ...(about === '' ? [] : indented(about)),
    ...(settings.length === 0 ? [] : [`    with ${settings.join(', ')}`]),
    ...Object.entries(expect).map(([property, expected]) => `    expects "${property}": ${expectedText(expected)}`),
    ...ignored.map((property) => `    ignores "${property}"`),
    ...(faults === null ? [] : faultLines(faults)),
    ...[...pins, ...(maxDepth === null ? [] : [`explored to depth ${maxDepth}`])].map((line) => `    ${line}`),
    ...(neighbour === null ? [] : [`    one switch away, with the opposite outcome: ${neighbour}`]),
  ]
}

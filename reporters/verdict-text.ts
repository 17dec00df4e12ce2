/** Verdicts in words. Bounds are part of every verdict: nothing just "holds". */
import type { CheckResult, PropertyResult } from '../checker/contract/result.ts'
import { vacuityText } from '../checker/trust/findings.ts'
import { oneLine } from '../counterexamples/print/plain-text.ts'
import { count, plural } from '../counterexamples/print/wording.ts'
import type { RunLimits } from '../runs/port/limits.ts'

/** One property's verdict, e.g. `holds inside constraint "short logs" (14 transitions cut)`. */
export function verdictText(
  property: PropertyResult,
  result: CheckResult,
  constraints: readonly string[],
  limits: RunLimits,
): string {
  switch (property.verdict) {
    case 'violated':
    case 'reachable':
      return property.trace === null
        ? `${property.verdict} (the run ended before its story could be told)`
        : `${property.verdict} (${plural(property.trace.length, 'state')})`
    case 'holds':
    case 'unreachable':
      return isCutShort(result)
        ? `undecided (${endText(result, limits)})`
        : `${property.verdict} ${extentText(result, constraints)}${property.reason === null ? '' : `, ${oneLine(property.reason)}`}${vacuityOf(property, result)}`
    case 'undecided':
      return `undecided (${oneLine(property.reason ?? endText(result, limits))})`
  }
}

/** ` (vacuously: its antecedent was never true)`, or nothing. */
function vacuityOf(property: PropertyResult, result: CheckResult): string {
  const text = vacuityText(result, property)
  return text === null ? '' : ` (${oneLine(text)})`
}

/** `on the full graph`, `to depth 12`, `inside constraint "c" (14 transitions cut)`. */
function extentText(result: CheckResult, constraints: readonly string[]): string {
  const depth = `to depth ${result.bounds.depth ?? result.states.depth}`
  const names = constraints.map((name) => `"${oneLine(name)}"`).join(' and ')
  const inside = `inside constraint ${names} (${plural(result.bounds.constraintCut, 'transition')} cut)`
  const upTo = isUpToSymmetry(result) ? ' up to symmetry' : ''
  if (result.completeness === 'constraint') return inside + upTo
  if (result.completeness === 'depth')
    return (result.bounds.constraintCut > 0 ? `${depth} and ${inside}` : depth) + upTo
  return `on the full graph${upTo}`
}

/** Whether states that differ by renaming interchangeable ids were explored as one. */
function isUpToSymmetry({ states }: CheckResult): boolean {
  return states.symmetric !== undefined && states.symmetric.length > 0
}

/** `states up to renaming rm1, rm2, rm3`; what is said where ids are declared interchangeable, else nothing. */
export function symmetryLines({ symmetric }: CheckResult['states']): readonly string[] {
  if (symmetric === undefined) return []
  if (symmetric.length === 0) return ['every state explored, without symmetry; pinned counts are not compared']
  return [`states up to renaming ${symmetric.map((ids) => oneLine(ids.join(', '))).join('; ')}`]
}

function isCutShort(result: CheckResult): boolean {
  return !['full', 'depth', 'constraint'].includes(result.completeness)
}

/** Why and where a run ended early: `time limit of 5 s reached at 1,200 states, depth 9`. */
export function endText(result: CheckResult, limits: RunLimits): string {
  const { distinct, depth } = result.states
  if (distinct === 0 && result.completeness === 'stopped') return 'ended before any state was counted'
  return `${limitText(result, limits)} at ${plural(distinct, 'state')}, depth ${count(depth)}`
}

const mostVariablesListed = 5

/** Which variables still took new values when a limit ended the run: where to look for a graph without an end. */
export function growthLines({ completeness, variables }: CheckResult): readonly string[] {
  if (!['states', 'time', 'memory'].includes(completeness)) return []
  const growing = variables.filter(({ isGrowing }) => isGrowing).sort((left, right) => right.values - left.values)
  if (growing.length === 0) return []
  const named = growing.slice(0, mostVariablesListed).map(({ path, values }) => `${path} (${plural(values, 'value')})`)
  const rest = growing.length - named.length
  return [`still taking new values: ${oneLine(named.join(', '))}${rest > 0 ? ` and ${rest} more` : ''}`]
}

function limitText(result: CheckResult, limits: RunLimits): string {
  switch (result.completeness) {
    case 'states':
      return `limit of ${count(result.bounds.states ?? limits.maxStates ?? 0)} states reached`
    case 'depth':
      return `limit of depth ${count(result.bounds.depth ?? limits.maxDepth ?? 0)} reached`
    case 'time':
      return `time limit of ${limits.timeLimitSeconds ?? '?'} s reached`
    case 'memory':
      return `memory limit of ${count(Math.round(limits.memoryLimitBytes / 2 ** 20))} MB reached`
    case 'stopped':
      return limits.stopFirst ? 'stopped at the first violation' : 'stopped'
    case 'sampled':
      return 'sampled only'
    case 'full':
    case 'constraint':
      return 'ended'
  }
}

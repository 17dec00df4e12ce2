/** Tells the findings from what one run, or all runs of a suite, suspected and did not refute. */
import { isOfCost } from '../../spec/language/acceptance.ts'
import type { FindingKind, VacuityKind } from '../../spec/language/index.ts'
import type { CheckResult, Finding, LookedForKind, PropertyResult, SlowSpot, Suspicion } from '../contract/result.ts'

/**
 * Findings are the suspicions of every run that none refuted, in the order in which they were met.
 * `bound` is the part of the graph that was explored, where that is not all of it: `to depth 12`.
 */
export function findingsOf(runs: readonly (readonly Suspicion[])[], bound: string | null = null): Finding[] {
  const bySubject = new Map<string, Map<string | null, Suspicion[]>>()
  for (const suspicion of runs.flat()) {
    const key = `${suspicion.kind} ${suspicion.subject}`
    const byPart = bySubject.get(key) ?? new Map<string | null, Suspicion[]>()
    byPart.set(suspicion.part, [...(byPart.get(suspicion.part) ?? []), suspicion])
    bySubject.set(key, byPart)
  }
  const found = [...bySubject.values()].flatMap((byPart) => findingAbout([...byPart.values()], bound))
  return found.filter((finding) => !found.some((other) => impliesIt(other, finding)))
}

/** What a property can refute: it may read what nothing else does, or be the one that is missed. */
const refutedByProperties: readonly FindingKind[] = ['never-read', 'parameter-unused', 'stops']

/** The result of a run in which some properties were left out, without what only all of them together could say. */
export function withoutOthers(result: CheckResult): CheckResult {
  const isTold = ({ kind }: { readonly kind: FindingKind }): boolean => !refutedByProperties.includes(kind)
  return { ...result, suspicions: result.suspicions.filter(isTold), findings: result.findings.filter(isTold) }
}

/** The finding about one subject, by its parts. */
function findingAbout(parts: readonly (readonly Suspicion[])[], bound: string | null): Finding[] {
  const open = parts.filter((suspicions) => suspicions.every(({ isRefuted }) => !isRefuted))
  const [first] = open[0] ?? []
  if (first === undefined) return []
  const { kind, subject } = first
  // Members that nothing looks at are worth a word where nothing looks at any, or where they are exceptions.
  if (kind === 'never-read' && open.length < parts.length && 2 * open.length >= parts.length) return []
  const labels = open.length === parts.length ? null : open.map(([suspicion]) => suspicion?.part ?? '')
  const reasons = new Set(open.flat().map(({ reason }) => reason))
  const finding = findingOf(kind, subject, labels, reasons.size === 1 ? first.reason : null)
  return [bound === null ? finding : { ...finding, text: `${bound}, ${finding.text}` }]
}

/**
 * Findings about the cost, each told by the run in which it costs most: that a scenario is small refutes nothing. Those of
 * different places are different, whatever their text.
 */
export function costFindings(runs: readonly (readonly SlowSpot[])[]): Finding[] {
  const worst = new Map<string, SlowSpot>()
  for (const spot of runs.flat()) {
    const key = JSON.stringify([spot.kind, spot.subject, spot.location])
    if (spot.weight > (worst.get(key)?.weight ?? 0)) worst.set(key, spot)
  }
  return [...worst.values()].map(({ kind, subject, text, location }) => {
    return { kind, subject, parts: null, text, ...(location !== null && { location }) }
  })
}

/** Those that make a strict check fail: a model that is slow is not wrong. */
export function failing<Found extends Pick<Finding, 'kind'>>(findings: readonly Found[]): readonly Found[] {
  return findings.filter(({ kind }) => !isOfCost(kind))
}

/** A finding with its sentence. */
export function findingOf(
  kind: LookedForKind,
  subject: string,
  parts: readonly string[] | null = null,
  reason: string | null = null,
): Finding {
  return {
    kind,
    subject,
    parts,
    text: sentence(kind, subject, forParts(parts), reason),
  }
}

/** Whether the second finding goes without saying after the first. */
function impliesIt(first: Finding, second: Finding): boolean {
  if (first.kind === 'only-start-left') return second.kind === 'always-cut'
  const isAboutFields = first.parts === null && isFieldOf(second.subject, first.subject)
  if (isAboutFields && first.kind === 'never-changes') return second.kind === 'never-changes'
  if (isAboutFields && first.kind === 'never-read') return ['never-read', 'never-changes'].includes(second.kind)
  if (first.subject !== second.subject || !covers(first.parts, second.parts)) return false
  if (second.kind === 'unaffected') return first.kind === 'antecedent-never-true' || first.kind === 'trigger-never-true'
  return second.kind === 'never-changes' && first.kind === 'never-read'
}

/** Whether the one is named as a field in the other: `log.flushed`, `log["1"]` in `log`. */
function isFieldOf(field: string, whole: string): boolean {
  return field.startsWith(whole) && ['.', '['].includes(field.charAt(whole.length))
}

function covers(parts: readonly string[] | null, others: readonly string[] | null): boolean {
  if (parts === null) return true
  const known = new Set(parts)
  return others?.every((part) => known.has(part)) ?? false
}

/** Why a promise that holds says little. */
const vacuity: Readonly<Record<VacuityKind, string>> = {
  'antecedent-never-true': 'its antecedent was never true',
  'trigger-never-true': 'its trigger was never true',
  'assumption-never-met': 'no fair behaviour meets what it assumes',
  unaffected: 'nothing that it reads ever changed',
}

/** Why nothing can affect a promise. */
export const unaffectedReasons = {
  noKeys: 'its list of keys or parts has no members',
  noReads: 'it reads no variable',
  noMembers: (families: readonly string[]): string =>
    families.length === 1
      ? `the family "${families[0]}" has no members`
      : `the families ${families.map((family) => `"${family}"`).join(', ')} have no members`,
  noChanges: (variables: readonly string[]): string => `${onlyReads} ${variables.join(', ')}, and that never changes`,
} as const

/** So begins the one reason that says no more than that nothing changes. */
const onlyReads = 'it reads only'

/** For the verdict on a promise that holds: `vacuously: its antecedent was never true`; null where it may be trusted. */
export function vacuityText(
  { findings, suspicions }: Pick<CheckResult, 'findings' | 'suspicions'>,
  { name, kind }: Pick<PropertyResult, 'name' | 'kind'>,
): string | null {
  if (findings.some((finding) => finding.kind === 'start-excluded')) {
    const isAskedOfInitialStates = kind === 'always' || kind === 'refines'
    return isAskedOfInitialStates
      ? 'only initial states were looked at, all outside the constraint'
      : 'vacuously: there is no state to look at'
  }
  const finding = findings.find((each) => each.kind in vacuity && each.subject === name)
  if (finding === undefined) return null
  const { parts } = finding
  const reasons = suspicions
    .filter((each) => each.kind === finding.kind && each.subject === name && !each.isRefuted)
    .map(({ reason }) => reason)
  const [first = null, ...others] = finding.kind === 'unaffected' ? new Set(reasons) : []
  const isTelling = first !== null && others.length === 0 && !first.startsWith(onlyReads)
  const because = isTelling ? first : vacuity[finding.kind as VacuityKind]
  return `vacuously${forParts(parts)}: ${because}`
}

/** Parts named in a sentence at most; the finding itself has all of them. */
const mostNamed = 20

function forParts(parts: readonly string[] | null): string {
  if (parts === null) return ''
  const others = parts.length - mostNamed
  return ` for ${parts.slice(0, mostNamed).join(', ')}${others > 0 ? ` and ${others} more` : ''}`
}

/** One sentence: what was found, and what to do about it. `parts` is `''`, or ` for a, b`. */
function sentence(kind: LookedForKind, subject: string, parts: string, reason: string | null): string {
  const because = reason === null ? '' : ` (${reason})`
  switch (kind) {
    case 'never-fires':
      return `action "${subject}" never fires${because}: mend it, add a scenario in which it can happen, or remove it`
    case 'guard-always-true':
      return `the guard of action "${subject}" is true wherever it is asked: leave it out, or make it rule something out`
    case 'parameter-unused':
      return `parameter "${subject}" is used by no guard, effect, later domain or step property: remove it, it only multiplies steps`
    case 'always-cut':
      return `every step of action "${subject}" leaves the constraint, so that nothing after it is explored: widen the constraint`
    case 'never-read':
      return `"${subject}" is never read${parts}, by no guard, effect, domain, derived value, property or constraint: remove it, or state the promise that it is for`
    case 'never-changes':
      return `"${subject}" never changes${because}: make it a constant outside the state, or add the action that changes it`
    case 'antecedent-never-true':
      return `"${subject}" holds vacuously${parts}, because its antecedent is never true: mend the antecedent, or add what makes it true`
    case 'trigger-never-true':
      return `"${subject}" holds vacuously${parts}, because its trigger is never true${because}: mend the trigger, or ${reason === null ? 'add what makes it true' : 'widen the constraint'}`
    case 'assumption-never-met':
      return `"${subject}" holds vacuously${parts}, because no fair behaviour meets what it assumes: mend the assumption, or add what makes it come true again and again`
    case 'unaffected':
      return `"${subject}" cannot break${parts}, because ${reason ?? 'nothing that it reads ever changes'}: ${
        reason?.endsWith('no members') ? 'give it some in a scenario' : 'make it read what it is about'
      }`
    case 'start-excluded':
      return `no initial state satisfies the constraint "${subject}", so that nothing is explored: widen it`
    case 'only-start-left':
      return `every step from the initial states leaves the constraint "${subject}", so that nothing else is explored: widen it`
    case 'stray-key':
      return `"${subject}" is a key that no initial state has, and some later state does: is it misspelt? Give it an initial value, or accept this`
    case 'ids-never-met':
      return `no state has any of the ids of symmetric(…) ${subject}, so that they save nothing: are they misspelt? Give those that stand in the state, or leave them out`
    case 'branch-never-ran':
      return `${subject} never runs in any scenario${because}: add a scenario in which it does, or remove it`
    case 'stops':
      return `in some states${because} nothing can happen any more, and no deadlockFree says that it may end there: declare .deadlockFree(state => …) with the states that may be final, or accept this`
    case 'not-explored':
      return `no scenario of "${subject}" was explored to its end, so that nothing is known of what never happens: pin the counts of one, and all of it is explored`
    case 'acceptance-unused':
      return `the suite accepts ${subject}, and there is no such finding: remove the acceptance`
  }
}

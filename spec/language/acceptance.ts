/** Findings about a specification that are intended, each accepted in its suite with the reason. */
import type { Problem } from './errors.ts'

/** Findings about a property: its verdict says less than it seems to. */
export type VacuityKind =
  | 'antecedent-never-true' // of an `implies`
  | 'trigger-never-true' // of a `leadsTo`, `leadsToAlways` or `unless`
  | 'assumption-never-met' // of what follows `assuming`
  | 'unaffected' // nothing that it reads ever changes

/** Findings about the cost of exploring. A model that is slow is not wrong: these never make a check fail. */
export type CostKind =
  | 'read-whole' // a set or a bag, of which a part would do
  | 'value-per-state' // of a variable that hardly ever takes a value again
  | 'order-unread' // of a list that might be a set or a bag

/**
 * What a check may find out about a specification beside its verdicts. Most are about something named: an action
 * (`never-fires`, `guard-always-true`, `always-cut`), a parameter (`parameter-unused`), a variable or derived value
 * (`never-read`, `never-changes`), a key of an object in a variable (`stray-key`), a constraint (`start-excluded`,
 * `only-start-left`), a list of interchangeable ids, `ann, bob` (`ids-never-met`), a way in which the source goes on (`branch-never-ran`), the promise that is missing (`stops`, of `no deadlock`), the suite (`not-explored`), an acceptance
 * in it (`acceptance-unused`); or about what makes exploring slow: a place in the source (`read-whole`), a variable
 * (`value-per-state`, `order-unread`).
 */
export type FindingKind =
  | VacuityKind
  | CostKind
  | 'never-fires'
  | 'guard-always-true'
  | 'parameter-unused'
  | 'always-cut'
  | 'never-read'
  | 'never-changes'
  | 'stray-key'
  | 'ids-never-met'
  | 'start-excluded'
  | 'only-start-left'
  | 'branch-never-ran'
  | 'stops'
  | 'not-explored'
  | 'acceptance-unused'

/** All but the finding that an acceptance has become needless. */
export type AcceptableKind = Exclude<FindingKind, 'acceptance-unused'>

const kinds: Readonly<Record<AcceptableKind, true>> = {
  'antecedent-never-true': true,
  'trigger-never-true': true,
  'assumption-never-met': true,
  unaffected: true,
  'never-fires': true,
  'guard-always-true': true,
  'parameter-unused': true,
  'always-cut': true,
  'never-read': true,
  'never-changes': true,
  'stray-key': true,
  'ids-never-met': true,
  'start-excluded': true,
  'only-start-left': true,
  'branch-never-ran': true,
  stops: true,
  'not-explored': true,
  'read-whole': true,
  'value-per-state': true,
  'order-unread': true,
}

const costs: readonly FindingKind[] = ['read-whole', 'value-per-state', 'order-unread'] satisfies readonly CostKind[]

/** Whether a finding is about the cost of exploring, and nothing else. */
export function isOfCost(kind: FindingKind): kind is CostKind {
  return costs.includes(kind)
}

/** A finding that is no mistake. */
export interface Acceptance {
  readonly finding: AcceptableKind
  /** What it is about, as findings name it: `power cut`, `deliver.message`, `no loss`. */
  readonly of: string
  /** Why it is intended; shown with the finding. */
  readonly because: string
}

/** The same, with the names of properties known. */
export type AcceptanceOf<P extends string> =
  | { readonly finding: VacuityKind; readonly of: P; readonly because: string }
  | { readonly finding: Exclude<AcceptableKind, VacuityKind>; readonly of: string; readonly because: string }

/** What is wrong with an acceptance, or null. Takes anything that JavaScript may pass. */
export function problemWithAcceptance(given: unknown, earlier: readonly Acceptance[]): Problem | null {
  const { finding, of, because } = (given ?? {}) as Partial<Acceptance>
  if (typeof finding !== 'string' || !Object.hasOwn(kinds, finding)) {
    const hint = `The kinds are: ${Object.keys(kinds).join(', ')}.`
    return { problem: `it accepts findings of the kind "${String(finding)}", which there is not`, hint }
  }
  if (typeof of !== 'string' || of === '') {
    return { problem: `it accepts a finding "${finding}" of nothing`, hint: "Write of: 'name', as the finding has it." }
  }
  if (typeof because !== 'string' || because.trim() === '') {
    return {
      problem: `it accepts that "${of}" is a finding of the kind "${finding}" without a reason`,
      hint: "Write because: '…' with the reason: it is shown with the finding.",
    }
  }
  if (earlier.some((each) => each.finding === finding && each.of === of)) {
    return { problem: `it accepts the finding "${finding}" of "${of}" twice`, hint: 'Once is enough.' }
  }
  return null
}

/**
 * Fault budgets: how many faults of each kind the environment may still commit. A verdict always holds "under this
 * budget", so the budget is part of the configuration and of every report.
 */
import { at, type Each, each, keysOf } from '../language/index.ts'
import { requireWhole, shown, wrongCall } from './words/wrong-call.ts'

/** Faults allowed, by kind: `{ powerCut: 1, failedFsync: 0 }`. Kinds are camel-case phrases of the field. */
export type FaultBudget<Kind extends string = string> = Readonly<Record<Kind, number>>

/** Declares the variable that counts what is left of a budget: `specify('store', { faults: budget({ powerCut: 1 }) })`. */
export function budget<const Kind extends string>(allowed: FaultBudget<Kind>): Each<Kind, number> {
  requireAllowed('budget', allowed)
  return each(Object.keys(allowed) as Kind[], (kind: Kind): number => allowed[kind])
}

/** Whether one more fault of that kind may happen; the guard of every fault action. */
export function mayHappen<Kind extends string>(faults: Each<Kind, number>, kind: NoInfer<Kind>): boolean {
  return leftOf('mayHappen', faults, kind) > 0
}

/** The change that uses up one fault: `{ faults: spend(s.faults, 'powerCut'), … }`. Throws a RangeError where none is left. */
export function spend<Kind extends string, const Spent extends Kind>(
  faults: Each<Kind, number>,
  kind: Spent,
): { readonly [P in Spent]?: number } {
  const left = leftOf('spend', faults, kind)
  if (!(left > 0)) throw wrongCall('spend', `of ${shown(kind)}, of which none is left`, 'ask mayHappen() first')
  return at(kind, left - 1)
}

/**
 * Whether a step spends one fault of this kind that was left, or none where `kind` is null, and leaves the others as they
 * are. Every verdict is one under a budget: `.alwaysStep('every fault counts against its budget', (before, step, after) =>
 * spendsOnly(before.faults, step.action === 'cut' ? 'powerCut' : null, after.faults))`.
 */
export function spendsOnly<Kind extends string>(
  before: Each<Kind, number>,
  kind: NoInfer<Kind> | null,
  after: Each<Kind, number>,
): boolean {
  if (kind !== null) requireKind('spendsOnly', before, kind)
  return keysOf(before).every((each) => after[each] === before[each] - (each === kind ? 1 : 0) && after[each] >= 0)
}

/** The budget as a phrase for reports: `1 power cut, 2 failed fsyncs`; `no fault` where nothing is allowed. */
export function budgetPhrase(allowed: FaultBudget): string {
  requireAllowed('budgetPhrase', allowed)
  const parts = Object.entries(allowed)
    .filter(([, times]) => times > 0)
    .map(([kind, times]) => `${times} ${times === 1 ? words(kind) : plural(words(kind))}`)
  return parts.length === 0 ? 'no fault' : parts.join(', ')
}

function requireAllowed(call: string, allowed: unknown): void {
  if (typeof allowed !== 'object' || allowed === null || Array.isArray(allowed)) {
    throw wrongCall(call, `got ${shown(allowed)}`, 'give how many faults of each kind there are, { powerCut: 1 }')
  }
  for (const [kind, times] of Object.entries(allowed)) requireWhole(call, shown(kind), times, 0)
}

function requireKind<Kind extends string>(call: string, faults: Each<Kind, number>, kind: Kind): void {
  if (typeof faults === 'object' && faults !== null && kind in faults) return
  const known = typeof faults === 'object' && faults !== null ? Object.keys(faults).map(shown).join(', ') : ''
  throw wrongCall(
    call,
    `of ${shown(kind)} in ${known === '' ? shown(faults) : `a budget of ${known}`}`,
    'declare it with budget({ … })',
  )
}

function leftOf<Kind extends string>(call: string, faults: Each<Kind, number>, kind: Kind): number {
  requireKind(call, faults, kind)
  return faults[kind]
}

/** `powerCut` → `power cut`. */
function words(kind: string): string {
  return kind.replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
}

function plural(phrase: string): string {
  return /(?:s|sh|ch|x)$/.test(phrase) ? `${phrase}es` : `${phrase}s`
}

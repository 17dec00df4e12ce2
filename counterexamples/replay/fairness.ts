/** Why a loop is fair, assumption by assumption, in words; and what nothing obliges to happen. */
import type { Arguments, FairnessDefinition } from '../../spec/language/index.ts'
import { type Enabled, enabledInLoop, type FairnessReason, fairnessOf } from '../../spec/semantics/fairness.ts'
import { loopIndices, loopSteps, type PlainPath } from '../../spec/semantics/path.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { callText, takenText, whenText } from '../print/sentence.ts'

/** One assumption, for one combination of the values that it distinguishes, and what the loop has to say to it. */
export interface FairnessAccount {
  /** `weak fairness of deliver(message: m1)` */
  readonly label: string
  readonly isFair: boolean
  /** `taken in step 6`, `not enabled after step 5` */
  readonly detail: string
  /** Where it is not fair, index of a state of the loop in which it is enabled; else null. */
  readonly enabledAt: number | null
}

/** An action that is enabled somewhere in the loop, is never taken there, and is not assumed to be fair. */
export interface Unobliged {
  readonly action: string
  /** Index of the first state of the loop in which it is enabled. */
  readonly at: number
}

export interface LoopFairness {
  readonly accounts: readonly FairnessAccount[]
  /** Without faults: those are not expected to be fair. */
  readonly unobliged: readonly Unobliged[]
}

/** Cost: every action is tried in every state of the loop, and domains in the others. May throw what the specification throws. */
export function loopFairness(spec: PlainWorld, path: PlainPath): LoopFairness {
  const enabled = enabledInLoop(spec, path)
  return {
    accounts: fairnessOf(spec, path, enabled).map(({ assumption, values, isFair, reason }) => ({
      label: labelOf(assumption, values),
      isFair,
      detail: reasonText(reason, path),
      enabledAt: enabledAt(reason, path),
    })),
    unobliged: unobligedIn(spec, path, enabled),
  }
}

function enabledAt(reason: FairnessReason, { loop }: PlainPath): number | null {
  if (reason.kind === 'always enabled') return loop
  return reason.kind === 'enabled again' ? reason.state : null
}

function labelOf({ actions, condition, parameters, strength }: FairnessDefinition, values: Arguments | null): string {
  const name = `${strength} fairness of ${actions.join(' or ')}`
  const part = condition === null ? '' : ', where its condition is true'
  if (values !== null) return `${callText(name, values)}${part}`
  return parameters.length === 0 ? `${name}${part}` : `${name}, for each ${parameters.join(' and ')}${part}`
}

function reasonText(reason: FairnessReason, path: PlainPath): string {
  switch (reason.kind) {
    case 'taken':
      return takenText(reason)
    case 'not enabled':
      return `not enabled ${whenText(reason.state)}`
    case 'never enabled':
      return loopIndices(path).length === 1
        ? `not enabled ${whenText(path.states.length - 1)}`
        : 'not enabled in any state of the loop'
    case 'condition false':
      return `enabled ${whenText(reason.state)}, but its condition is false there`
    case 'condition never true':
      return loopIndices(path).length === 1
        ? `enabled ${whenText(path.states.length - 1)}, but its condition is false there`
        : 'its condition is false wherever it is enabled in the loop'
    case 'always enabled':
      return 'always enabled and never taken'
    case 'enabled again':
      return `enabled again and again, ${whenText(reason.state)}, and never taken`
  }
}

function unobligedIn<S>(spec: PlainWorld, path: PlainPath, enabled: Enabled<S>): readonly Unobliged[] {
  const { actions, fairness } = spec.definition
  const taken = new Set(loopSteps(path).map(({ call }) => call.action))
  const free = actions.filter(
    ({ name, isFault }) => !isFault && !taken.has(name) && !fairness.some((each) => each.actions.includes(name)),
  )
  return free.flatMap(({ name }) => {
    const at = loopIndices(path).find((index) => enabled.get(index)?.some(({ action }) => action === name))
    return at === undefined ? [] : [{ action: name, at }]
  })
}

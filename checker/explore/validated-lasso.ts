/**
 * No lasso is shown before it has been run again plainly: its steps lead where they should, the property's conditions
 * are what they must be along it, and going round its loop for ever is fair.
 */
import type { Arguments, FairnessDefinition, PropertyDefinition, State, Trace } from '../../spec/language/index.ts'
import type { Program } from '../memo/program.ts'
import type { FoundLasso, PathStep } from './path.ts'
import type { PlainEvaluator } from './plain-evaluator.ts'
import { changedAnswer, requireRealPath, requireRealStep, sameIds, stepsOf } from './validated-trace.ts'

export function validatedLasso(
  program: Program,
  plain: PlainEvaluator,
  property: PropertyDefinition,
  lasso: FoundLasso,
): Trace {
  const { path, loop, back } = lasso
  const last = path[path.length - 1] as PathStep
  const entry = path[loop] as PathStep
  requireRealPath(program, plain, path)
  if (back !== null) requireRealStep(program, plain, last, { fn: back, ids: entry.ids })
  if (!isBrokenBy(plain, property, lasso)) throw changedAnswer(program, property)
  requireFair(program, plain, lasso)
  const { definition } = program.model
  const closing = back === null ? null : program.instance(back)
  return {
    length: path.length,
    loop,
    back: closing && { action: definition.actions[closing.action]?.name as string, params: closing.args },
    steps: stepsOf(program, path),
  }
}

/** Whether the property's conditions are along the lasso what a violation needs. */
function isBrokenBy(plain: PlainEvaluator, property: PropertyDefinition, { path, loop }: FoundLasso): boolean {
  const views = path.map(({ ids }) => plain.view(ids))
  const name = { kind: 'property', name: property.name, detail: '' } as const
  const truths = (holds: (state: State) => boolean): boolean[] =>
    views.map((view) => plain.holds(name, () => holds(view)))
  switch (property.kind) {
    case 'eventually':
      return property.parts.some(({ holds }) => !truths(holds).includes(true))
    case 'infinitely-often':
      return property.parts.some(({ holds }) => !truths(holds).slice(loop).includes(true))
    case 'eventually-always':
      return property.parts.some(({ holds }) => truths(holds).slice(loop).includes(false))
    case 'leads-to':
      return property.parts.some(({ trigger, response }) => {
        const responses = truths(response)
        return truths(trigger).some((isTrue, at) => isTrue && !responses.slice(Math.min(at, loop)).includes(true))
      })
    default:
      return false
  }
}

/** A fairness condition, and in which states and steps of the loop it is enabled or taken. */
interface Condition {
  readonly declared: FairnessDefinition
  readonly values: readonly unknown[]
  readonly enabledIn: Set<number>
  isTaken: boolean
}

function requireFair(program: Program, plain: PlainEvaluator, { path, loop, back }: FoundLasso): void {
  const { definition } = program.model
  const states = path.slice(loop).map(({ ids }) => ids)
  const conditions: Condition[] = []
  states.forEach((ids, at) => {
    const isLast = at === states.length - 1
    const next = isLast && back === null ? null : (states[(at + 1) % states.length] as Int32Array)
    for (const successor of plain.successors(ids)) {
      if (sameIds(program, successor.ids, ids)) continue
      const { name } = definition.actions[successor.action] as { readonly name: string }
      for (const declared of definition.fairness) {
        if (!declared.actions.includes(name)) continue
        const condition = conditionIn(conditions, declared, successor.args)
        condition.enabledIn.add(at)
        if (next !== null && sameIds(program, successor.ids, next)) condition.isTaken = true
      }
    }
  })
  for (const { declared, enabledIn, isTaken } of conditions) {
    const isFair = isTaken || (declared.strength === 'weak' && enabledIn.size < states.length)
    if (!isFair) throw new Error(`unreachable: the loop of a lasso is not fair to ${declared.actions.join(', ')}`)
  }
}

function conditionIn(conditions: Condition[], declared: FairnessDefinition, args: Arguments): Condition {
  const values = declared.parameters.map((parameter) => args[parameter])
  const known = conditions.find(
    (each) => each.declared === declared && each.values.every((value, at) => value === values[at]),
  )
  if (known !== undefined) return known
  const condition: Condition = { declared, values, enabledIn: new Set(), isTaken: false }
  conditions.push(condition)
  return condition
}

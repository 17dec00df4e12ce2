/**
 * What was looked for while a specification was explored, and whether it was seen: facts about actions, variables,
 * parameters, constraints, and about promises that hold. All of it falls out of exploring, except where properties were
 * decided early: see `late-runs.ts`.
 */

import { halvesOf } from '../../spec/language/implication.ts'
import type { PropertyDefinition } from '../../spec/language/index.ts'
import { type KeyPath, nameOfKeys } from '../../spec/language/keys.ts'
import { isLeadsTo, isOfProgress, propertyTraits } from '../../spec/language/property-kinds.ts'
import { familyKeys, isDivided, pathsIn, type Shape, shapeUnder } from '../../spec/language/shape.ts'
import { deadlockPropertyName } from '../../spec/language/specify.ts'
import type { PropertyResult, Suspicion } from '../contract/result.ts'
import type { Ending } from '../explore/ending.ts'
import type { Decision } from '../liveness/analyse.ts'
import type { CompiledPart, CompiledProperty, Program } from '../memo/program.ts'
import type { FunctionReads } from '../model/function-reads.ts'
import { placesIn, type SlotGroup } from '../model/model.ts'
import type { Pool } from '../model/pool.ts'
import { unaffectedReasons } from './findings.ts'
import { runLate } from './late-runs.ts'
import { strayKeys } from './stray-keys.ts'
import { upToSymmetry } from './up-to-symmetry.ts'

/** What a run suspects at its end. A run that ended early tells only what it has refuted. */
export function suspicionsOf(ending: Ending, properties: readonly PropertyResult[]): Suspicion[] {
  const { completeness, gaveUp, states, program } = ending
  const isComplete = ['full', 'constraint', 'depth'].includes(completeness) && gaveUp === null
  if (isComplete && states.distinct === 0) return [startExcluded(program, false)]
  const ofVerdicts = program.properties.flatMap((property, at) => [
    ...verdictSuspicions(ending, property, at, (properties[at] as PropertyResult).verdict),
    ...assumptionSuspicions(property.definition, ending.decisions.get(at)),
  ])
  const suspicions = upToSymmetry(program.symmetry, [
    ...actionSuspicions(ending),
    ...constraintSuspicions(ending),
    ...stopSuspicions(ending),
    ...symmetrySuspicions(program),
    ...strayKeys(program).map((path) => suspicion('stray-key', path, false)),
    ...ofVerdicts,
    ...changeSuspicions(program),
    ...useSuspicions(ending, isComplete),
  ])
  return isComplete ? suspicions : suspicions.filter(({ isRefuted }) => isRefuted)
}

function suspicion(
  kind: Suspicion['kind'],
  subject: string,
  isRefuted: boolean,
  more: { readonly part?: string | null; readonly reason?: string | null } = {},
): Suspicion {
  return { kind, subject, part: more.part ?? null, isRefuted, reason: more.reason ?? null }
}

function actionSuspicions({ program, generatedBy, cutBy }: Ending): Suspicion[] {
  const { guardWasTrue, guardWasFalse, effectRan } = program.witnesses
  return program.model.definition.actions.flatMap(({ name, parameters, spends }, action) => {
    const generated = generatedBy[action] as number
    const reason =
      effectRan[action] === 1
        ? 'its effect is disabled each time'
        : guardWasFalse[action] === 1
          ? 'its guard is never true'
          : program.memo.states === 0 && !hasEmptyDomain(program, action)
            ? 'it is never tried: no step is taken within this depth'
            : parameters.every(({ isGiven }) => isGiven === true)
              ? `its given value ${parameters.map((each) => each.name).join(' or ')} is never there`
              : 'one of its parameters never has a value'
    const found = [suspicion('never-fires', name, generated > 0, { reason })]
    // A budget that lasts is no guard that could be left out.
    if (spends === undefined && (guardWasTrue[action] === 1 || guardWasFalse[action] === 1)) {
      found.push(suspicion('guard-always-true', name, guardWasFalse[action] === 1))
    }
    if (generated > 0 && program.constraints.length > 0) {
      found.push(suspicion('always-cut', name, (cutBy[action] as number) < generated))
    }
    return found
  })
}

/** Whether an action has no instance in any state at all. */
function hasEmptyDomain({ model }: Program, action: number): boolean {
  return model.definition.actions[action]?.parameters.some(({ domain }) => isEmptyList(domain)) === true
}

function isEmptyList(domain: unknown): boolean {
  return Array.isArray(domain) && domain.length === 0
}

function constraintSuspicions({ program, generatedBy, cutBy }: Ending): Suspicion[] {
  if (program.constraints.length === 0) return []
  const sumOf = (counts: Float64Array): number => counts.reduce((sum, count) => sum + count, 0)
  const isOnlyStartLeft = sumOf(cutBy) > 0 && sumOf(cutBy) === sumOf(generatedBy)
  return [startExcluded(program, true), suspicion('only-start-left', constraintNames(program), !isOnlyStartLeft)]
}

/** Most models that stop do so by mistake; `deadlockFree` says of a model where it may. One scenario that stops is enough. */
function stopSuspicions({ program, states }: Ending): Suspicion[] {
  const { deadEnds } = program.witnesses
  if (deadEnds === 0 || program.model.definition.properties.some(({ kind }) => kind === 'deadlock-free')) return []
  return [suspicion('stops', deadlockPropertyName, false, { reason: `${deadEnds} of ${states.distinct}` })]
}

/** Whether any id of each list is in a state at all. */
function symmetrySuspicions({ symmetry }: Program): Suspicion[] {
  if (symmetry === null) return []
  const { lists, names } = symmetry.ids
  return lists.map((list) => {
    const subject = list.map((id) => names[id]).join(', ')
    return suspicion(
      'ids-never-met',
      subject,
      list.some((id) => symmetry.isMet(id)),
    )
  })
}

function startExcluded(program: Program, isRefuted: boolean): Suspicion {
  return suspicion('start-excluded', constraintNames(program), isRefuted)
}

function constraintNames({ constraints }: Program): string {
  return constraints.map(({ name }) => name).join(', ')
}

/** Whether a promise could have been broken at all. */
function verdictSuspicions(
  ending: Ending,
  property: CompiledProperty,
  at: number,
  verdict: PropertyResult['verdict'],
): Suspicion[] {
  const { definition, parts, responses } = property
  if (!propertyTraits[definition.kind].canBeVacuous) return []
  if ('parts' in definition && definition.parts.length === 0) {
    // Where the run leaves it undecided nothing is said of it.
    if (verdict !== 'holds') return []
    return [suspicion('unaffected', definition.name, false, { reason: unaffectedReasons.noKeys })]
  }
  const found =
    definition.kind === 'always-step'
      ? stepSuspicions(ending.program, definition, at)
      : parts.flatMap((part, index) => partSuspicions(ending, property, part, responses[index]))
  // A promise that is broken was not evaluated to the end; all that is certain is that it could be.
  if (verdict === 'holds') return found
  const unaffected = found.filter(({ kind }) => kind === 'unaffected').map((each) => ({ ...each, isRefuted: true }))
  const others = found.filter(({ kind, isRefuted }) => kind !== 'unaffected' && isRefuted)
  return verdict === 'violated' ? [...unaffected, ...others] : others
}

/** Whether some fair behaviour meets what a promise assumes. The one that breaks it does; of other parts it says nothing. */
function assumptionSuspicions(property: PropertyDefinition, decision: Decision | undefined): Suspicion[] {
  if (!isOfProgress(property) || decision === undefined || decision.verdict === 'undecided') return []
  const { name, parts } = property
  return [...parts].flatMap(({ label, assuming = [] }): Suspicion[] => {
    if (assuming.length === 0 || (decision.verdict === 'violated' && decision.part !== label)) return []
    const isMet = decision.verdict === 'violated' || !decision.unmet.includes(label)
    return [suspicion('assumption-never-met', name, isMet, { part: label })]
  })
}

function stepSuspicions(
  { witnesses }: Program,
  { name, holds }: { readonly name: string; readonly holds: unknown },
  at: number,
): Suspicion[] {
  if (halvesOf(holds) === null) return []
  return [suspicion('antecedent-never-true', name, witnesses.antecedentWasTrue[at] === 1)]
}

function partSuspicions(
  { program, constraintCut }: Ending,
  { definition }: CompiledProperty,
  part: CompiledPart,
  response: CompiledPart | undefined,
): Suspicion[] {
  const { name } = definition
  const more = { part: part.label }
  const predicate = program.statePredicate(part.fn)
  const found: Suspicion[] = []
  if (isLeadsTo(definition) || definition.kind === 'unless') {
    const reason = constraintCut === 0 ? null : 'inside the constraint'
    found.push(suspicion('trigger-never-true', name, predicate.wasTrue, { ...more, reason }))
  } else if (halvesOf(part.holds) !== null) {
    found.push(suspicion('antecedent-never-true', name, predicate.antecedentWasTrue, more))
  }
  const { slots, pools, emptyFamilies } = readBy(program, response === undefined ? [part] : [part, response])
  const { witnesses } = program
  const isAffected =
    slots.some((slot) => witnesses.hasChanged(slot)) || pools.some((pool) => hasPoolChanged(program, pool))
  const { noChanges, noMembers, noReads } = unaffectedReasons
  const reason =
    slots.length + pools.length > 0
      ? noChanges([...namesOf(program, slots), ...pools.map(({ name }) => name)])
      : emptyFamilies.length > 0
        ? noMembers(emptyFamilies)
        : noReads
  found.push(suspicion('unaffected', name, isAffected, { ...more, reason }))
  return found
}

/** Stored slots, pools, and families without members, that the conditions have read, directly or by way of derived values. */
function readBy(
  program: Program,
  parts: readonly CompiledPart[],
): { readonly slots: readonly number[]; readonly pools: readonly Pool[]; readonly emptyFamilies: readonly string[] } {
  const { model } = program
  const seen = new Set<number>()
  const pools = new Set<Pool>()
  const emptyFamilies = new Set<string>()
  const add = (reads: FunctionReads): void => {
    for (const family of reads.emptyFamilies) emptyFamilies.add(family)
    for (const slot of reads.slots()) {
      if (seen.has(slot)) continue
      seen.add(slot)
      const pool = model.poolAt(slot)
      if (pool !== null) pools.add(pool)
      else if (slot >= model.firstComputed) add(program.derivedValue(slot).reads)
    }
  }
  for (const { fn } of parts) add(program.statePredicate(fn).reads)
  return {
    slots: [...seen].filter((slot) => slot < model.firstGrown).sort((a, b) => a - b),
    pools: [...pools],
    emptyFamilies: [...emptyFamilies],
  }
}

/** What was read: a variable where all of it was, else its members. Cost: the number of slots that were read. */
function namesOf({ model }: Program, slots: readonly number[]): readonly string[] {
  const byVariable = new Map<number, number[]>()
  for (const slot of slots) {
    const variable = model.families[slot] as number
    const read = byVariable.get(variable)
    if (read === undefined) byVariable.set(variable, [slot])
    else read.push(slot)
  }
  return [...byVariable].flatMap(([variable, read]) => {
    const name = model.definition.variables[variable]?.name ?? ''
    return read.length === model.groups.get(name)?.size ? [name] : read.map((slot) => model.path(slot))
  })
}

function hasPoolChanged({ witnesses }: Program, { elements }: Pool): boolean {
  return elements.some(({ slot }) => witnesses.hasChanged(slot))
}

function changeSuspicions(program: Program): Suspicion[] {
  const { model, witnesses } = program
  return [...model.groups.values()]
    .filter(({ derived }) => derived === null)
    .flatMap((group) =>
      group.pool === null
        ? subjectsOf(group).map(({ name, slots }) => ({
            name,
            hasChanged: slots.some(({ slot }) => witnesses.hasChanged(slot)),
            isEmpty: slots.length === 0,
          }))
        : [{ name: group.name, hasChanged: hasPoolChanged(program, group.pool), isEmpty: false }],
    )
    .map(({ name, hasChanged, isEmpty }) => {
      return suspicion('never-changes', name, hasChanged, { reason: isEmpty ? 'it has no members' : null })
    })
}

/** What nothing looks at. Before that is said, properties decided early are evaluated on what they have not seen. */
function useSuspicions(ending: Ending, isComplete: boolean): Suspicion[] {
  const { program, completeness, states } = ending
  const current = (): Suspicion[] =>
    upToSymmetry(program.symmetry, [...readSuspicions(program), ...parameterSuspicions(ending)])
  if (!isComplete) return current()
  const unexpandedDepth = completeness === 'depth' ? states.depth : null
  const isAnyOpen = (): boolean => current().some(({ isRefuted }) => !isRefuted)
  const isCertain = !isAnyOpen() || runLate({ ...ending, unexpandedDepth }, states.generated, isAnyOpen)
  return isCertain ? current() : current().filter(({ isRefuted }) => isRefuted)
}

function readSuspicions({ model, userCode }: Program): Suspicion[] {
  const isRead = ({ slot }: { readonly slot: number }): boolean => userCode.isRead[slot] === 1
  return [...model.groups.values()].flatMap((group) => {
    if (group.pool !== null) {
      const isAnyRead = group.pool.slots.some((slot) => isRead({ slot }))
      return [suspicion('never-read', group.name, isAnyRead)]
    }
    return subjectsOf(group).flatMap(({ name, slots }) =>
      slots.map((each) => suspicion('never-read', name, isRead(each), { part: each.key })),
    )
  })
}

function parameterSuspicions({ program, generatedBy }: Ending): Suspicion[] {
  return program.model.definition.actions.flatMap(({ name, parameters }, action) =>
    // Little can be told of an action that never fires.
    generatedBy[action] === 0
      ? []
      : parameters.map((parameter) =>
          suspicion('parameter-unused', `${name}.${parameter.name}`, program.witnesses.isUsed(action, parameter.name)),
        ),
  )
}

/** What is told of as one: a variable, or a field of a record in it. */
interface Subject {
  /** `log`, `log.flushed`, `disk.*.flushed` of the records of a family. */
  readonly name: string
  /** Its slots, each with the keys of the families that it is in; null for all of them together. */
  readonly slots: readonly { readonly slot: number; readonly key: string | null }[]
}

function subjectsOf(group: SlotGroup): readonly Subject[] {
  const paths = pathsIn(group.shape)
  const single = placesIn(group).filter(({ slot }) => slot >= 0)
  const byPattern = new Map<string, { readonly slot: number; readonly key: string | null }[]>()
  single.forEach(({ slot, pattern }, at) => {
    const keys = familyKeysIn(group.shape, paths[at] ?? [])
    const known = byPattern.get(pattern) ?? []
    byPattern.set(pattern, [...known, { slot, key: keys.length === 0 ? null : nameOfKeys(keys) }])
  })
  const isDividedAlike = familyKeys(group.shape).length === (paths[0] ?? []).length || single.length === 0
  if (isDividedAlike) return [{ name: group.name, slots: [...byPattern.values()].flat() }]
  const whole = { name: group.name, slots: single.map(({ slot }) => ({ slot, key: null })) }
  return [whole, ...[...byPattern].map(([name, slots]) => ({ name, slots }))]
}

/** Those keys of a path that are keys of families. */
function familyKeysIn(shape: Shape, [key, ...rest]: KeyPath): KeyPath {
  if (!isDivided(shape) || key === undefined) return []
  const inside = familyKeysIn(shapeUnder(shape, String(key)) ?? null, rest)
  return shape.kind === 'family' ? [key, ...inside] : inside
}

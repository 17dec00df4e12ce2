/**
 * Findings computed in the plainest way: every function of a specification runs on every state and step that it is for,
 * on states that note what is read. What the engine reports must be the same.
 */

import type { Finding } from '../../checker/contract/result.ts'
import { memberAt } from '../../spec/language/family-shape.ts'
import { halvesOf } from '../../spec/language/implication.ts'
import type { Arguments, PropertyDefinition, SpecDefinition, State, StepCondition } from '../../spec/language/index.ts'
import { disabled } from '../../spec/language/index.ts'
import { type KeyPath, nameOfKeys } from '../../spec/language/keys.ts'
import { touchedNames } from '../../spec/language/lazy-view.ts'
import { isOfSameList } from '../../spec/language/list-view.ts'
import { isOfSamePool } from '../../spec/language/pool-view.ts'
import { assumptionsOf, needsGraph } from '../../spec/language/property-kinds.ts'
import { isDivided, membersOf, pathsIn, type Shape, shapeOfKeys, shapeUnder } from '../../spec/language/shape.ts'
import { canonicalText } from '../../spec/semantics/plain-values.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { exploreReference, type ReferenceProperty } from './explore.ts'
import type { ReferenceState } from './graph.ts'
import { strayPaths } from './stray-paths.ts'
import { placeOf, ReadLog, trackedArguments, trackedState } from './tracked-state.ts'

export type ExpectedFinding = Pick<Finding, 'kind' | 'subject' | 'parts'>

/** In no particular order. */
export function referenceFindings(
  definition: SpecDefinition,
  options: { readonly maxDepth?: number } = {},
): ExpectedFinding[] {
  return new ReferenceFindings(definition, options).all()
}

class ReferenceFindings {
  readonly #definition: SpecDefinition
  readonly #semantics: PlainWorld
  readonly #verdicts: readonly ReferenceProperty[]
  readonly #states: readonly ReferenceState[]
  readonly #log = new ReadLog()
  readonly #usedParameters = new Set<string>()
  /** What happened at least once, each in words of its own. */
  readonly #seen = new Set<string>()
  /** Values by variable or member of one, as texts. */
  readonly #values = new Map<string, Set<string>>()
  readonly #initial: readonly State[]
  /** Every state that was generated, outside a constraint as well. */
  readonly #met: State[] = []

  constructor(definition: SpecDefinition, options: { readonly maxDepth?: number }) {
    this.#definition = definition
    this.#semantics = new PlainWorld(definition)
    this.#initial = [...this.#semantics.initialStates()]
    const reference = exploreReference(definition, options)
    this.#verdicts = reference.properties
    // The states come from another world, with objects of its own.
    this.#states = reference.graph.states.map((each) => ({ ...each, state: this.#semantics.adopt(each.state) }))
    for (const { actions, parameters } of definition.fairness)
      for (const action of actions) for (const each of parameters) this.#usedParameters.add(`${action}.${each}`)
  }

  all(): ExpectedFinding[] {
    const { constraints } = this.#definition
    const names = constraints.map(({ name }) => name).join(', ')
    for (const state of this.#semantics.initialStates()) this.#generated(state, 1)
    if (this.#states.length === 0) return [{ kind: 'start-excluded', subject: names, parts: null }]
    for (const state of this.#states) this.#expand(state)
    for (const state of this.#states) this.#wholeGraph(state.state, state.steps !== null)
    const isAnyStepKept = this.#definition.actions.some(({ name }) => this.#seen.has(`kept ${name}`))
    const isOnlyStartLeft = this.#seen.has('cut step') && !isAnyStepKept
    const beforeLate = [
      ...this.#aboutActions().filter(({ kind }) => !isOnlyStartLeft || kind !== 'always-cut'),
      ...(isOnlyStartLeft ? [{ kind: 'only-start-left' as const, subject: names, parts: null }] : []),
      ...this.#stops(),
      ...this.#strayKeys(),
      ...this.#definition.properties.flatMap((property, at) => this.#aboutProperty(property, at)),
    ]
    for (const state of this.#states) this.#late(state)
    const unread = this.#unread()
    const isUnread = (name: string): boolean =>
      unread.some(
        ({ subject, parts }) =>
          parts === null &&
          (subject === name || (/^[.[]/.test(name.slice(subject.length)) && name.startsWith(subject))),
      )
    const unchanged = this.#unchanged().filter(({ subject }) => !isUnread(subject))
    return [...beforeLate, ...unread, ...unchanged, ...this.#unusedParameters()]
  }

  /** A state that was generated: constraints up to the first that is false; conditions of open properties. */
  #generated(state: State, depth: number): boolean {
    this.#met.push(state)
    for (const { name, shape } of this.#definition.variables) {
      for (const path of pathsIn(shape)) {
        const value = memberAt(state[name], path)
        const place = placeOf('variable', name, path)
        this.#values.set(place, (this.#values.get(place) ?? new Set()).add(canonicalText({ value })))
      }
    }
    const isInside = this.#definition.constraints.every(({ name, holds }) => holds(this.#view(state, `c ${name}`)))
    this.#definition.properties.forEach((property, at) => {
      if (!this.#isOpen(at, depth)) return
      if (property.kind === 'reachable') property.holds(this.#view(state, `p ${at}`))
      if (property.kind !== 'always') return
      property.parts.every(({ holds }, part) => this.#condition(at, part, holds, state))
    })
    return isInside
  }

  /** Steps of a state are taken while states one deeper are found. */
  #expand({ state, depth, steps }: ReferenceState): void {
    if (steps === null) return
    for (const { action, args, after } of this.#semantics.successors(state)) {
      this.#seen.add(`fired ${action}`)
      const isInside = this.#generated(after, depth + 1)
      this.#seen.add(isInside ? `kept ${action}` : 'cut step')
      this.#definition.properties.forEach((property, at) => {
        if (this.#isOpen(at, depth + 1)) this.#step(property, at, state, action, args, after)
      })
    }
    if (steps.length === 0) this.#deadlock(state, (at) => this.#isOpen(at, depth + 1))
    for (const action of this.#definition.actions) this.#instances(action, state)
  }

  /** Runs domains, guards and effects. */
  #instances({ name, parameters, guard, effect }: SpecDefinition['actions'][number], state: State): void {
    const reader = `a ${name}`
    const view = this.#view(state, reader)
    const used = (args: Arguments): Arguments =>
      trackedArguments(args, (parameter) => this.#usedParameters.add(`${name}.${parameter}`))
    let instances: Arguments[] = [{}]
    for (const parameter of parameters) {
      instances = instances.flatMap((args) => {
        const { domain, isGiven } = parameter
        const found = typeof domain === 'function' ? domain(view, used(args)) : domain
        const values = isGiven === true ? [found].filter((value) => (value ?? null) !== null) : found
        const distinct = new Set((values as readonly unknown[]).map((value) => this.#semantics.share(value)))
        return [...distinct].map((value) => ({ ...args, [parameter.name]: value }))
      })
    }
    for (const args of instances) {
      if (guard !== null) {
        const isTrue = guard(view, used(args))
        this.#seen.add(`guard ${isTrue} ${name}`)
        if (!isTrue) continue
      }
      const changes = effect(view, used(args))
      // A value that is passed on as it is has been read; what lies behind a getter is read here.
      if (changes !== disabled) this.#readChanges(changes as State, view)
    }
  }

  /**
   * A copy of a record reads the fields that it was given, and those of another record. A pool or a list that is changed
   * element by element is not looked at by that.
   */
  #readChanges(changes: State, view: State): void {
    const readContent = (shape: Shape | undefined, content: unknown, before: () => unknown): void => {
      if (!isDivided(shape) || typeof content !== 'object' || content === null) {
        // Only a list is told apart from what was there before: to look at anything else there is to read it.
        const isSameList = shape?.kind === 'list' && isOfSameList(before(), content)
        if (!isSameList) JSON.stringify(content)
        return
      }
      for (const name of touchedNames(content, before)) {
        const inside = (): unknown => (before() as State)[name]
        readContent(shapeUnder(shape, name), (content as State)[name], inside)
      }
    }
    for (const { name, shape } of this.#definition.variables) {
      if (!Object.hasOwn(changes, name) || isOfSamePool(view[name], changes[name])) continue
      readContent(shape, changes[name], () => view[name])
    }
  }

  /** Conditions that are evaluated on every stored state once all was explored. */
  #wholeGraph(state: State, isExpanded: boolean): void {
    for (const property of this.#definition.properties) {
      const assumed = assumptionsOf(property).flat()
      for (const each of assumed) if (each.of === 'states') each.holds(this.#view(state, 'assumed'))
      if (isExpanded) this.#recurring(property, state)
    }
    if (isExpanded && this.#definition.properties.some(needsGraph)) this.#fairness(state)
    this.#definition.properties.forEach((property, at) => {
      switch (property.kind) {
        case 'leads-to':
        case 'leads-to-always':
          property.parts.forEach(({ trigger, response }, part) => {
            if (this.#condition(at, part, trigger, state)) this.#seen.add(`trigger ${at} ${part}`)
            response(this.#view(state, `p ${at} ${part}`))
          })
          break
        case 'eventually':
        case 'infinitely-often':
        case 'eventually-always':
        case 'can-always-reach':
          property.parts.forEach(({ holds }, part) => {
            this.#condition(at, part, holds, state)
          })
      }
    })
  }

  /** Steps that are to be taken again and again, or are assumed to be, are asked of each step that changes something. */
  #recurring(property: PropertyDefinition, state: State): void {
    const assumed = assumptionsOf(property).flat()
    const conditions = [
      ...(property.kind === 'infinitely-often-step' ? property.parts : []),
      ...assumed.filter(({ of }) => of === 'steps'),
    ].map(({ holds }) => holds as StepCondition)
    if (conditions.length === 0) return
    const before = canonicalText({ ...state })
    for (const { action, args, after } of this.#semantics.successors(state)) {
      if (canonicalText({ ...after }) === before) continue
      const used = trackedArguments(args, (parameter) => this.#usedParameters.add(`${action}.${parameter}`))
      for (const holds of conditions)
        holds(this.#view(state, 'recurring'), { action, args: used }, this.#view(after, 'recurring'))
    }
  }

  /** Conditions of fairness are asked of each step that changes something. */
  #fairness(state: State): void {
    for (const { action, args, after } of this.#semantics.successors(state)) {
      if (this.#semantics.isSame(state, after)) continue
      const used = trackedArguments(args, (parameter) => this.#usedParameters.add(`${action}.${parameter}`))
      for (const { actions, condition } of this.#definition.fairness)
        if (actions.includes(action)) condition?.(this.#view(state, 'fairness'), used)
    }
  }

  #step(property: PropertyDefinition, at: number, before: State, action: string, args: Arguments, after: State): void {
    if (property.kind === 'no-way-back') {
      property.parts.forEach(({ holds }, part) => {
        if (this.#condition(at, part, holds, before)) this.#condition(at, part, holds, after)
      })
    }
    if (property.kind === 'unless') {
      property.parts.forEach(({ holds, until }, part) => {
        const isEnded = (state: State): boolean => until(this.#view(state, `p ${at} ${part}`))
        const isKept = (state: State): boolean => {
          const isTrue = this.#condition(at, part, holds, state)
          if (isTrue) this.#seen.add(`trigger ${at} ${part}`)
          return isTrue
        }
        const wasKept = isKept(before)
        const wasEnded = isEnded(before)
        if (wasKept && !wasEnded && !isKept(after)) isEnded(after)
      })
    }
    if (property.kind !== 'always-step' && property.kind !== 'reachable-step') return
    const views = [this.#view(before, `p ${at}`), this.#view(after, `p ${at}`)] as const
    const used = trackedArguments(args, (parameter) => this.#usedParameters.add(`${action}.${parameter}`))
    const step = { action, args: used }
    if (halvesOf(property.holds)?.antecedent(views[0], step, views[1])) this.#seen.add(`antecedent ${at} 0`)
    property.holds(views[0], step, views[1])
  }

  #deadlock(state: State, isDue: (at: number) => boolean): void {
    this.#definition.properties.forEach((property, at) => {
      if (property.kind === 'deadlock-free' && isDue(at)) property.isFinal?.(this.#view(state, `p ${at}`))
    })
  }

  #condition(at: number, part: number, holds: (state: State) => boolean, state: State): boolean {
    const view = this.#view(state, `p ${at} ${part}`)
    if (halvesOf(holds)?.antecedent(view)) this.#seen.add(`antecedent ${at} ${part}`)
    return holds(view)
  }

  /** A decided property is evaluated wherever it was not; only what is read and used counts. */
  #late({ state, steps }: ReferenceState): void {
    this.#definition.properties.forEach((property, at) => {
      if (this.#isOpen(at, Number.POSITIVE_INFINITY)) return
      if (property.kind === 'reachable') property.holds(this.#view(state, 'late'))
      if (property.kind === 'unless') for (const { until } of property.parts) until(this.#view(state, 'late'))
      if (property.kind === 'always' || property.kind === 'no-way-back' || property.kind === 'unless')
        for (const { holds } of property.parts) holds(this.#view(state, 'late'))
      if (steps === null) return
      for (const { action, args, after } of this.#semantics.successors(state))
        if (property.kind.endsWith('-step')) this.#step(property, at, state, action, args, after)
    })
    if (steps?.length === 0) this.#deadlock(state, () => true)
  }

  #aboutActions(): ExpectedFinding[] {
    return this.#definition.actions.flatMap(({ name, spends }) => {
      const found: ExpectedFinding[] = []
      const add = (kind: ExpectedFinding['kind']): void => {
        found.push({ kind, subject: name, parts: null })
      }
      const hasFired = this.#seen.has(`fired ${name}`)
      if (!hasFired) add('never-fires')
      if (spends === undefined && this.#seen.has(`guard true ${name}`) && !this.#seen.has(`guard false ${name}`))
        add('guard-always-true')
      if (hasFired && !this.#seen.has(`kept ${name}`)) add('always-cut')
      return found
    })
  }

  /** Keys that came to objects after the start, in variables whose objects all had the same keys then. */
  #strayKeys(): ExpectedFinding[] {
    return this.#definition.variables.flatMap(({ name, shape, initial }) =>
      fieldsOf(shape).flatMap(({ pattern, members }) => {
        const parts = (whole: State): readonly unknown[] => members.map(({ path }) => memberAt(whole[name], path))
        const start = [...parts({ [name]: initial }), ...this.#initial.flatMap(parts)]
        const all = [...start, ...this.#met.flatMap(parts)]
        return strayPaths(start, all, name + pattern).map((subject) => ({
          kind: 'stray-key' as const,
          subject,
          parts: null,
        }))
      }),
    )
  }

  #stops(): ExpectedFinding[] {
    const isDeclared = this.#definition.properties.some(({ kind }) => kind === 'deadlock-free')
    const isStopped = this.#states.some(({ steps }) => steps?.length === 0)
    return isStopped && !isDeclared ? [{ kind: 'stops', subject: 'no deadlock', parts: null }] : []
  }

  #aboutProperty(property: PropertyDefinition, at: number): ExpectedFinding[] {
    if (this.#verdicts[at]?.verdict !== 'holds') return []
    const { name, kind } = property
    if (kind === 'always-step') {
      const isVacuous = halvesOf(property.holds) !== null && !this.#seen.has(`antecedent ${at} 0`)
      return isVacuous ? [{ kind: 'antecedent-never-true', subject: name, parts: null }] : []
    }
    if (!('parts' in property)) return []
    const unmet = this.#verdicts[at]?.unmet ?? []
    const ofAssumptions: ExpectedFinding[] =
      unmet.length === 0
        ? []
        : [
            {
              kind: 'assumption-never-met',
              subject: name,
              parts:
                assumptionsOf(property).filter((each) => each.length > 0).length === unmet.length
                  ? null
                  : unmet.map(String),
            },
          ]
    if (kind === 'infinitely-often-step') return ofAssumptions
    const hasTriggers = kind === 'leads-to' || kind === 'leads-to-always' || kind === 'unless'
    const parts = property.parts.map((each, part) => {
      const condition = 'trigger' in each ? each.trigger : each.holds
      const hasNoTrigger = hasTriggers && !this.#seen.has(`trigger ${at} ${part}`)
      const hasNoAntecedent =
        !hasTriggers && halvesOf(condition) !== null && !this.#seen.has(`antecedent ${at} ${part}`)
      const places = [...this.#log.variablesBehind(`p ${at} ${part}`)]
      const isUnaffected = places.every((place) => (this.#values.get(place)?.size ?? 0) < 2)
      return { label: each.label ?? '', isVacuous: hasNoTrigger || hasNoAntecedent, isUnaffected }
    })
    const about = (
      found: ExpectedFinding['kind'],
      isFound: (part: (typeof parts)[number]) => boolean,
    ): ExpectedFinding[] => {
      const labels = parts.filter(isFound).map(({ label }) => label)
      if (labels.length === 0) return []
      return [{ kind: found, subject: name, parts: labels.length === parts.length ? null : labels }]
    }
    const vacuous = about(hasTriggers ? 'trigger-never-true' : 'antecedent-never-true', (p) => p.isVacuous)
    const saysAll = parts.every(({ isVacuous, isUnaffected }) => isVacuous || !isUnaffected)
    return [...ofAssumptions, ...vacuous, ...(saysAll ? [] : about('unaffected', ({ isUnaffected }) => isUnaffected))]
  }

  #unread(): ExpectedFinding[] {
    const groups = [
      ...this.#definition.variables.map(({ name, shape }) => ({ kind: 'variable' as const, name, shape })),
      ...this.#definition.derived.map(({ name, keyLists }) => ({
        kind: 'derived' as const,
        name,
        shape: shapeOfKeys(keyLists),
      })),
    ]
    return groups.flatMap(({ kind, name, shape }): ExpectedFinding[] => {
      const isUnread = ({ path }: { readonly path: KeyPath }): boolean => !this.#log.isRead(placeOf(kind, name, path))
      const fields = fieldsOf(shape)
      if (fields.every(({ members }) => members.every(isUnread)))
        return [{ kind: 'never-read', subject: name, parts: null }]
      return fields.flatMap(({ pattern, members, isField }): ExpectedFinding[] => {
        const subject = isField ? name + pattern : name
        const unread = members.filter(isUnread)
        if (unread.length === members.length) return [{ kind: 'never-read', subject, parts: null }]
        if (unread.length === 0 || 2 * unread.length >= members.length) return []
        return [{ kind: 'never-read', subject, parts: unread.map(({ keys }) => nameOfKeys(keys)) }]
      })
    })
  }

  #unchanged(): ExpectedFinding[] {
    return this.#definition.variables.flatMap(({ name, shape }): ExpectedFinding[] => {
      const isSame = ({ path }: { readonly path: KeyPath }): boolean =>
        (this.#values.get(placeOf('variable', name, path))?.size ?? 0) < 2
      const fields = fieldsOf(shape)
      const same = fields.filter(({ members }) => members.every(isSame))
      const subjects =
        same.length === fields.length
          ? [name]
          : same.flatMap(({ pattern, isField }) => (isField ? [name + pattern] : []))
      return subjects.map((subject) => ({ kind: 'never-changes', subject, parts: null }))
    })
  }

  #unusedParameters(): ExpectedFinding[] {
    return this.#definition.actions.flatMap(({ name, parameters }) =>
      parameters
        .filter(({ isGiven }) => isGiven !== true)
        .filter((each) => this.#seen.has(`fired ${name}`) && !this.#usedParameters.has(`${name}.${each.name}`))
        .map((each) => ({ kind: 'parameter-unused' as const, subject: `${name}.${each.name}`, parts: null })),
    )
  }

  #view(state: State, reader: string): State {
    return trackedState(this.#semantics, this.#definition, state, reader, this.#log)
  }

  /** Whether a property is evaluated while states of this depth are found: until the level on which it is decided. */
  #isOpen(at: number, depth: number): boolean {
    const { verdict, length, kind } = this.#verdicts[at] as ReferenceProperty
    if (length === null || (verdict !== 'violated' && verdict !== 'reachable')) return true
    // A deadlock is noticed when its state is expanded, which is when states one deeper are found.
    return depth <= (kind === 'deadlock-free' ? length + 1 : length)
  }
}

/** Single values that are alike: all members of families, or one field of a record (in each member of a family). */
interface Alike {
  /** What stands after the name of the variable: `.*.flushed`. */
  readonly pattern: string
  readonly isField: boolean
  readonly members: readonly { readonly path: KeyPath; readonly keys: KeyPath }[]
}

function fieldsOf(shape: Shape): readonly Alike[] {
  if (!isDivided(shape)) return [{ pattern: '', isField: false, members: [{ path: [], keys: [] }] }]
  if (shape.kind === 'record') {
    return membersOf(shape).flatMap(({ key, member }) =>
      fieldsOf(member).map(({ pattern, members }) => ({
        pattern: fieldStep(String(key)) + pattern,
        isField: true,
        members: members.map(({ path, keys }) => ({ path: [key, ...path], keys })),
      })),
    )
  }
  const [first] = shape.members
  if (first === undefined) return [{ pattern: '.*', isField: false, members: [] }]
  return fieldsOf(first).map(({ pattern, isField, members }) => ({
    pattern: `.*${pattern}`,
    isField,
    members: shape.keys.flatMap((key) =>
      members.map(({ path, keys }) => ({ path: [key, ...path], keys: [key, ...keys] })),
    ),
  }))
}

function fieldStep(field: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(field) ? `.${field}` : `[${JSON.stringify(field)}]`
}

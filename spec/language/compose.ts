/** `compose`: a specification of specifications. */
import type { Nothing, Spec, SpecBuilder } from './builder-types.ts'
import { captureCallSite } from './call-site.ts'
import type {
  ComposedActions,
  ComposedPromises,
  ComposedVariables,
  Glue,
  JointSteps,
  NamesOf,
  Shares,
} from './compose-types.ts'
import { Component, type Occurrence, type SharedPlace } from './composed-component.ts'
import { composedFairness } from './composed-fairness.ts'
import { composedStates } from './composed-states.ts'
import { composedVariables, type Share } from './composed-variables.ts'
import { declarationError } from './declaration-error.ts'
import type { ActionDefinition, PropertyDefinition, SpecDefinition } from './definition.ts'
import type { Problem } from './errors.ts'
import { jointStep, type Part } from './joint-step.ts'
import { isReserved, reservedHint } from './keys.ts'
import type { ParameterNames } from './renamed-arguments.ts'
import { isRecord, scopeOfWhole } from './scope.ts'
import { builderFrom, definitionOf, describeKind } from './specify.ts'
import { suggest } from './suggest.ts'

/**
 * Composes specifications: each component keeps its variables, actions, derived values and promises, and sees nothing
 * else. Over the whole, variables are read and changed as `s.store.log`; actions and promises are named `store.append`.
 *
 * ```ts
 * const mail = compose('mail', { sender, channel }, {
 *   together: { send: { sender: 'send', channel: 'put' } },
 * }).always('no message is made up', (s) => s.channel.queue.length <= s.sender.sent)
 * ```
 *
 * - `together`: joint steps, by name. Each is an action of each of several components, taken as one step: enabled where all
 *   of them are. Parameters with the same name are one parameter, `{ channel: { put: { item: 'message' } } }` calls
 *   one otherwise. Such an action happens in no other way, unless `alone` names it.
 * - `share`: variables of components that are one variable of the whole, by its name: `{ log: ['store.log', 'index.log'] }`.
 * - `budgets`: the same for fault budgets, which are added up, families of them key by key.
 * - `without`: actions that never happen and promises that are not made.
 * - `hidden`: variables and derived values that only their component sees.
 *
 * Constraints, initial states (all combinations) and fairness are those of the components. `deadlockFree` speaks of the
 * whole and is not carried over. Throws a `SpecError` where names clash or mean nothing.
 */
export function compose<
  const C extends Readonly<Record<string, Spec>>,
  const T extends JointSteps<C> = Nothing,
  const Sh extends Shares<C> = Nothing,
  const B extends Shares<C> = Nothing,
  const L extends NamesOf<C>['actions'] = never,
  const W extends NamesOf<C>['actions'] | NamesOf<C>['promises'] = never,
  const H extends NamesOf<C>['variables'] = never,
>(
  name: string,
  components: C,
  glue?: Glue<C, T, Sh, B, L, W, H>,
): SpecBuilder<ComposedVariables<C, Sh, B, H>, Nothing, ComposedActions<C, T, L, W>, ComposedPromises<C, W>> {
  return builderFrom(new Composition(name, components, glue === undefined ? {} : glue).definition()) as never
}

const options = ['together', 'share', 'budgets', 'alone', 'without', 'hidden'] as const

class Composition {
  readonly #name: string
  readonly #glue: Readonly<Partial<Record<(typeof options)[number], unknown>>>
  readonly #specs: ReadonlyMap<string, SpecDefinition>
  readonly #shares: readonly Share[]
  readonly #components: readonly Component[]
  readonly #hidden: readonly string[]
  readonly #declaredAt = captureCallSite()

  constructor(name: string, components: unknown, glue: unknown) {
    const text: unknown = name
    if (typeof text !== 'string' || text.trim() === '') {
      this.#name = 'composition'
      const given = typeof text === 'string' ? 'empty' : describeKind(text)
      throw declarationError(
        null,
        `the name of a composition is ${given}`,
        "Give it a name first: compose('mail', { … }).",
      )
    }
    this.#name = name
    if (!isRecord(components) || Object.keys(components).length === 0) {
      this.#fail('it has no components', "Write compose('mail', { sender, channel }, { … }).")
    }
    this.#specs = new Map(Object.entries(components).map(([each, spec]) => [each, this.#componentOf(each, spec)]))
    if (!isRecord(glue)) this.#fail(`the glue is ${describeKind(glue)}`, 'Write { together: { … } }, or leave it out.')
    const misspelt = Object.keys(glue).find((option) => !(options as readonly string[]).includes(option))
    if (misspelt !== undefined) {
      this.#fail(`"${misspelt}" is no option of compose(…)${suggest(misspelt, options)}`, null)
    }
    this.#glue = glue
    this.#shares = [...this.#sharesOf('share', false), ...this.#sharesOf('budgets', true)]
    const doubled = this.#shares.find(
      ({ name: each }, at) => this.#shares.findIndex((other) => other.name === each) < at,
    )
    if (doubled !== undefined) {
      this.#fail(`"${doubled.name}" is in "share" and in "budgets"`, 'It is one of the two.')
    }
    this.#hidden = this.#hiddenNames()
    const names = new Map([...this.#specs.keys()].map((each) => [each, this.#composedNames(each)]))
    const isTwice = (definition: SpecDefinition): boolean =>
      [...this.#specs.values()].filter((other) => other.name === definition.name).length > 1
    this.#components = [...this.#specs].map(([each, definition]) => {
      const prefix = isTwice(definition) ? `${each}.` : ''
      return new Component(name, { name: each, definition, names: names.get(each) as never }, prefix)
    })
  }

  /** All that a specification may have: nothing that components say is forgotten. */
  definition(): Required<Omit<SpecDefinition, 'symmetric'>> {
    const components = this.#components
    const name = this.#name
    const variables = composedVariables(this.#components, this.#shares)
    if ('problem' in variables) this.#failWith(variables)
    const joint = this.#jointParts()
    const without = this.#namesIn('without', this.#actionAndPromiseNames(), 'action or promise')
    const inJoint = new Set(
      [...joint.values()].flatMap((parts) => parts.map(({ component, own }) => component.titleOf(own.name))),
    )
    const alone = this.#namesIn('alone', [...inJoint], 'action of a joint step')
    const lost = without.find((each) => inJoint.has(each))
    if (lost !== undefined) {
      this.#fail(`"${lost}" is part of a joint step, and "without" leaves it out`, 'Take it out of one of the two.')
    }
    const happens = (title: string): boolean =>
      (!inJoint.has(title) || alone.includes(title)) && !without.includes(title)
    const ownActions = components.flatMap((component) =>
      component.definition.actions
        .filter((own) => happens(component.titleOf(own.name)))
        .map((own) => component.action(own)),
    )
    const jointActions = [...joint].map(([title, parts]): ActionDefinition => {
      const made = jointStep(name, title, parts, { variables, declaredAt: this.#declaredAt })
      if ('problem' in made) this.#failWith(made)
      return made
    })
    const occurrences = new Map(components.map((each) => [each, occurrencesOf(each, happens, joint)]))
    const fairness = composedFairness(components, occurrences)
    if ('problem' in fairness) this.#failWith(fairness)
    return {
      name,
      about: '',
      variables,
      initialStates: composedStates(name, components, this.#shares, this.#declaredAt),
      derived: components.flatMap((component) =>
        component.definition.derived.map((derived) => ({
          ...component.seen.derived(derived),
          name: component.placeOf(derived.name),
        })),
      ),
      actions: [...ownActions, ...jointActions],
      properties: components.flatMap((component) =>
        this.#promisesOf(component, occurrences.get(component) ?? []).filter((each) => !without.includes(each.name)),
      ),
      constraints: components.flatMap((component) =>
        component.definition.constraints.map((constraint) => ({
          ...component.seen.constraint(constraint),
          name: component.titleOf(constraint.name),
        })),
      ),
      fairness,
      components: components.map((component) => ({
        name: component.name,
        definition: component.definition,
        names: component.names,
        hidden: new Set(
          this.#hidden
            .filter((path) => path.startsWith(`${component.name}.`))
            .map((path) => path.slice(component.name.length + 1)),
        ),
      })),
      declaredAt: this.#declaredAt,
    }
  }

  #componentOf(name: string, spec: unknown): SpecDefinition {
    if (name === '' || name.includes('.')) {
      this.#fail(
        `"${name}" cannot be the name of a component`,
        'Use a name without a dot: its parts are called store.log.',
      )
    }
    if (isReserved(name)) this.#fail(`"${name}" cannot be the name of a component`, reservedHint)
    try {
      return definitionOf(spec)
    } catch {
      return this.#fail(
        `component "${name}" is no finished specification`,
        'Give what specify(…) or compose(…) made, its last action ended with .changes(…); not a suite.',
      )
    }
  }

  /** What is shared: `{ log: ['store.log', 'index.log'] }`. */
  #sharesOf(option: 'share' | 'budgets', isBudget: boolean): readonly Share[] {
    const given = this.#glue[option] ?? {}
    const howTo = `Write ${option}: { log: ['store.log', 'index.log'] }.`
    if (!isRecord(given)) this.#fail(`${option} is ${describeKind(given)}`, howTo)
    const known = this.#variableNames().filter((path) => {
      const [component = '', own = ''] = split(path)
      return this.#specs.get(component)?.variables.some((each) => each.name === own)
    })
    return Object.entries(given).map(([name, paths]): Share => {
      if (name === '') this.#fail(`${option} has a variable with an empty name`, howTo)
      if (isReserved(name)) this.#fail(`"${name}" cannot be the name of a shared variable`, reservedHint)
      if (this.#specs.has(name)) {
        this.#fail(`"${name}" is a component and a shared variable`, 'Call the variable otherwise.')
      }
      const clash = [...this.#specs.keys()].find((component) => name.startsWith(`${component}.`))
      if (clash !== undefined) {
        this.#fail(`the shared variable "${name}" is named like a variable of "${clash}"`, 'Call it otherwise.')
      }
      const names = this.#names(`${option}: "${name}"`, paths, known, 'variable')
      if (names.length === 0) this.#fail(`${option}: "${name}" names no variable`, howTo)
      const secret = names.find((path) => this.#isHiddenInside(path))
      if (secret !== undefined) {
        this.#fail(
          `${option}: "${name}" names "${secret}", which "${split(secret)[0]}" hides inside itself`,
          'Take it out of "hidden" there, or share another.',
        )
      }
      return { name, places: names.map((path) => ({ component: split(path)[0], own: split(path)[1] })), isBudget }
    })
  }

  /** Whether a component, itself composed, keeps this to one of its own components. */
  #isHiddenInside(path: string): boolean {
    const [component, own] = split(path)
    const definition = this.#specs.get(component)
    return definition !== undefined && (scopeOfWhole(definition)?.hiddenAs(own) ?? null) !== null
  }

  /** What is shared has a name in the whole, so that no component could keep it to itself. */
  #hiddenNames(): readonly string[] {
    const hidden = this.#namesIn('hidden', this.#variableNames(), 'variable or derived value')
    for (const { name, places, isBudget } of this.#shares) {
      const open = places.map(({ component, own }) => `${component}.${own}`).find((path) => hidden.includes(path))
      if (open === undefined) continue
      this.#fail(
        `"${open}" is in "hidden", and ${isBudget ? 'in "budgets"' : 'shared'} as "${name}", which the whole sees`,
        `Take it out of "hidden" or out of "${isBudget ? 'budgets' : 'share'}".`,
      )
    }
    return hidden
  }

  #composedNames(component: string): ReadonlyMap<string, string> {
    const { variables, derived } = this.#specs.get(component) as SpecDefinition
    const shared = new Map<string, string>()
    for (const { name, places } of this.#shares) {
      for (const place of places.filter((each) => each.component === component)) {
        const known = shared.get(place.own)
        if (known === name) this.#fail(`"${name}" names ${component}.${place.own} twice`, 'Every name counts once.')
        if (known !== undefined) {
          this.#fail(
            `${component}.${place.own} is shared as "${known}" and as "${name}"`,
            'It is one variable: give it one name.',
          )
        }
        if ([...shared.values()].includes(name)) {
          this.#fail(`"${name}" is two variables of component "${component}"`, 'A component keeps its variables apart.')
        }
        shared.set(place.own, name)
      }
    }
    return new Map([...variables, ...derived].map(({ name }) => [name, shared.get(name) ?? `${component}.${name}`]))
  }

  #jointParts(): ReadonlyMap<string, readonly Part[]> {
    const given = this.#glue.together ?? {}
    const howTo = "Write together: { send: { sender: 'send', channel: 'put' } }."
    if (!isRecord(given)) this.#fail(`together is ${describeKind(given)}`, howTo)
    const known = new Map<string, string>()
    return new Map(
      Object.entries(given).map(([name, step]): [string, readonly Part[]] => {
        if (name === '') this.#fail('a joint step has an empty name', howTo)
        if (isReserved(name)) this.#fail(`"${name}" cannot be the name of a joint step`, reservedHint)
        if (this.#actionAndPromiseNames().includes(name)) {
          this.#fail(`joint step "${name}" is named like an action or promise of a component`, 'Call it otherwise.')
        }
        if (!isRecord(step)) this.#fail(`joint step "${name}" is ${describeKind(step)}`, howTo)
        const parts = Object.entries(step).map(([component, what]) => this.#part(name, component, what))
        if (parts.length < 2) {
          this.#fail(`joint step "${name}" is of ${parts.length === 0 ? 'no component' : 'one component alone'}`, howTo)
        }
        const key = JSON.stringify(
          parts.map(({ component, own, parameters }) => [component.name, own.name, ...parameters]).sort(),
        )
        const other = known.get(key)
        if (other !== undefined) {
          this.#fail(`joint steps "${other}" and "${name}" are the same`, 'One of them is enough.')
        }
        known.set(key, name)
        return [name, parts]
      }),
    )
  }

  #part(step: string, name: string, what: unknown): Part {
    const component = this.#components.find((each) => each.name === name)
    if (component === undefined) {
      return this.#fail(
        `joint step "${step}" names "${name}", which is no component${suggest(name, [...this.#specs.keys()])}`,
        null,
      )
    }
    const entries = typeof what === 'string' ? [[what, {}] as const] : isRecord(what) ? Object.entries(what) : []
    const [entry, ...others] = entries
    if (entry === undefined || others.length > 0 || !isRecord(entry[1])) {
      return this.#fail(
        `joint step "${step}" does not say which one action of "${name}" is part of it`,
        `Write { ${name}: 'action' }, or { ${name}: { action: { parameter: 'name in the joint step' } } }.`,
      )
    }
    const [action, renamed] = entry
    const { actions } = component.definition
    const own = actions.find((each) => each.name === action)
    if (own === undefined) {
      const known = actions.map((each) => each.name)
      return this.#fail(`joint step "${step}": "${action}" is no action of "${name}"${suggest(action, known)}`, null)
    }
    const parameters = own.parameters.map((each) => each.name)
    const unknown = Object.keys(renamed).find((each) => !parameters.includes(each))
    if (unknown !== undefined) {
      this.#fail(
        `joint step "${step}": "${unknown}" is no parameter of ${component.titleOf(action)}${suggest(unknown, parameters)}`,
        parameters.length === 0 ? 'The action has no parameters.' : null,
      )
    }
    const pairs = parameters.map((each): [string, string] => [each, this.#renamed(step, each, renamed[each])])
    const names: ParameterNames = new Map(pairs)
    const doubled = pairs.find(([, to], at) => pairs.findIndex(([, other]) => other === to) < at)
    if (doubled !== undefined) {
      this.#fail(
        `joint step "${step}" calls two parameters of ${component.titleOf(action)} "${doubled[1]}"`,
        'Give each a name of its own.',
      )
    }
    return { component, own, parameters: names }
  }

  #renamed(step: string, parameter: string, to: unknown): string {
    if (to === undefined) return parameter
    if (typeof to === 'string' && to !== '' && !(to in Object.prototype)) return to
    const given = typeof to === 'string' ? `"${to}"` : describeKind(to)
    return this.#fail(`joint step "${step}" calls the parameter "${parameter}" ${given}`, 'Give it a name, in quotes.')
  }

  #promisesOf(component: Component, occurrences: readonly Occurrence[]): readonly PropertyDefinition[] {
    const all = sharedPlaces(component, () => true)
    const others = this.#components.filter((each) => each !== component)
    const isShared = (place: string): boolean => others.some((each) => [...each.names.values()].includes(place))
    const shared = sharedPlaces(component, isShared)
    const known = new Set<string>([
      ...this.#components.flatMap((each) => each.definition.actions.map(({ name }) => each.titleOf(name))),
      ...Object.keys(this.#glue.together ?? {}),
    ])
    const mayChange = (action: string): readonly SharedPlace[] => (known.has(action) ? shared : all)
    const steps = { occurrences, mayChange }
    return component.definition.properties
      .filter(({ kind }) => kind !== 'deadlock-free')
      .map((property) => {
        // What is to be done, or is assumed to be, is not done where nothing happens.
        const kind = property.kind === 'always-step' ? property.kind : 'reachable-step'
        return {
          ...component.seen.property(property, component.onStep(kind, steps)),
          name: component.titleOf(property.name),
        }
      })
  }

  #variableNames(): readonly string[] {
    return [...this.#specs].flatMap(([component, { variables, derived }]) =>
      [...variables, ...derived].map(({ name }) => `${component}.${name}`),
    )
  }

  #actionAndPromiseNames(): readonly string[] {
    return [...this.#specs].flatMap(([component, { actions, properties }]) =>
      [...actions, ...properties].map(({ name }) => `${component}.${name}`),
    )
  }

  #namesIn(option: 'alone' | 'without' | 'hidden', known: readonly string[], what: string): readonly string[] {
    return this.#names(option, this.#glue[option] ?? [], known, what)
  }

  #names(subject: string, given: unknown, known: readonly string[], what: string): readonly string[] {
    if (!Array.isArray(given)) {
      return this.#fail(
        `${subject} is given ${describeKind(given)}`,
        `Give an array of names: ['${known[0] ?? 'store.log'}'].`,
      )
    }
    for (const name of given as readonly unknown[]) {
      if (typeof name === 'string' && known.includes(name)) continue
      const shown = typeof name === 'string' ? `"${name}"` : describeKind(name)
      this.#fail(
        `${subject} names ${shown}, which is no ${what}${typeof name === 'string' ? suggest(name, known) : ''}`,
        null,
      )
    }
    return given as readonly string[]
  }

  #failWith({ problem, hint }: Problem): never {
    return this.#fail(problem, hint)
  }

  #fail(problem: string, hint: string | null): never {
    throw declarationError(this.#name, problem, hint)
  }
}

/** `store.log` → store, log. */
function split(path: string): readonly [string, string] {
  const dot = path.indexOf('.')
  return [path.slice(0, dot), path.slice(dot + 1)]
}

/** Where each action of a component happens. */
function occurrencesOf(
  component: Component,
  happens: (title: string) => boolean,
  joint: ReadonlyMap<string, readonly Part[]>,
): readonly Occurrence[] {
  const alone = component.definition.actions
    .filter(({ name }) => happens(component.titleOf(name)))
    .map(({ name, parameters }) => ({
      in: component.titleOf(name),
      action: name,
      parameters: new Map(parameters.map((each) => [each.name, each.name])),
    }))
  const together = [...joint].flatMap(([title, parts]) =>
    parts
      .filter((part) => part.component === component)
      .map(({ own, parameters }) => ({ in: title, action: own.name, parameters })),
  )
  return [...alone, ...together]
}

function sharedPlaces(component: Component, isMeant: (place: string) => boolean): readonly SharedPlace[] {
  return component.definition.variables
    .map(({ name, shape }) => ({ place: component.placeOf(name), shape }))
    .filter(({ place }) => isMeant(place))
}

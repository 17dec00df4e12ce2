/** `conform`: a behaviour of a specification, carried out on a real system, and compared after each step. */

import { oneLine } from '../../counterexamples/print/plain-text.ts'
import { stepText } from '../../counterexamples/print/sentence.ts'
import { plural } from '../../counterexamples/print/wording.ts'
import type { Step } from '../../spec/language/definition.ts'
import type { PlainState, Spec, SpecDefinition, State, Trace } from '../../spec/language/index.ts'
import { describeKind } from '../../spec/language/specify.ts'
import { suggest } from '../../spec/language/suggest.ts'
import type { Path } from '../../spec/semantics/path.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { differencesText } from '../observed/difference-text.ts'
import { type Difference, Lens, type Moment, type Observation } from '../observed/lens.ts'
import { requireFields, requireWholeNumber } from '../port/checked-options.ts'
import { definitionFrom } from '../port/spec-source.ts'
import type { StopSignal } from '../port/stop-signal.ts'
import { UsageError } from '../port/usage-error.ts'
import { requireAction } from '../validate/log.ts'
import type { Adapter, AttemptHandler, StepAtHand, StepHandler } from './adapter.ts'
import { type Attempt, type ConformedAttempt, requireAttempts } from './attempt.ts'
import { behaviourOf } from './behaviour.ts'
import { type Compared, ComparedCounter } from './compared.ts'
import { inTime, sleep, WaitRanOut } from './wait.ts'

export interface ConformOptions {
  /** How long each step, and each look at the system, may take at most; 10,000 where it is left out. */
  readonly waitMs?: number
  /** How long to wait before an awaited step is looked for again; 20 where it is left out. */
  readonly pollMs?: number
  /** Asks the run to end: it is inconclusive then. */
  readonly signal?: StopSignal
  /** Steps that the specification refuses: they are tried, each after so many steps, and nothing may change. */
  readonly attempts?: readonly Attempt[]
}

/** A step that was carried out, and after which the system was as it should be. */
export interface ConformedStep {
  readonly step: Step
  readonly how: StepHandler['how']
  /** Why nobody can see it; null unless it is unobservable. */
  readonly because: string | null
  /** What was compared. */
  readonly observed: Observation
}

interface Conformed {
  /** The behaviour as the specification has it. */
  readonly trace: Trace
  /** Steps after which the system was as it should be, in order. */
  readonly steps: readonly ConformedStep[]
  /** Attempts that changed nothing, in order. */
  readonly attempts: readonly ConformedAttempt[]
  /** How much of the specification's variables was compared, in the initial state, after each step and after each attempt. */
  readonly compared: Compared
  /** What came of it, in a line or two. */
  readonly text: string
}

/** The system did all that the behaviour says. */
export interface Follows extends Conformed {
  readonly outcome: 'follows'
}

/** The system is otherwise than the specification says. */
export interface Departs extends Conformed {
  readonly outcome: 'departs'
  /** Number of the step, from 1; 0 for the initial state. */
  readonly at: number
  readonly step: Step | null
  readonly how: StepHandler['how'] | null
  /** The attempt that changed something after that step; null where the step itself, or the start, is what departs. */
  readonly attempt: Attempt | null
  readonly differences: readonly Difference[]
  readonly observed: Observation
}

/** A wait ran out, so nothing is known. */
export interface Inconclusive extends Conformed {
  readonly outcome: 'inconclusive'
  /** Number of the step, from 1; 0 for the initial state. */
  readonly at: number
  readonly step: Step | null
  /** The attempt during which the wait ran out, after that step, or null. */
  readonly attempt: Attempt | null
  readonly reason: string
  /** What was not yet as it should be when the wait ran out; none where that is not known. */
  readonly differences: readonly Difference[]
}

export type Conformance = Follows | Departs | Inconclusive

/**
 * Carries out a behaviour, step by step, on a real system, and compares what can be seen with the state that the
 * specification has. The first difference ends the run: it is a finding, and is not tried again. Of a trace with a loop, the
 * step that closes it is left out. `attempts` are steps that the specification refuses: each is tried, and nothing may change. Rejects with `UsageError` where the trace is no behaviour of the specification, or the adapter does not fit
 * it; with `SpecError` on a mistake in the specification; and with what the adapter itself throws.
 *
 * @example
 * const { trace } = walk(lock, { seed: 1 })
 * const { outcome, text } = await conform(lock, adapter, trace)
 */
export function conform<S, A, P extends string>(
  spec: Spec<S, unknown, A, P>,
  adapter: Adapter<PlainState<S>, keyof A & string>,
  trace: Trace,
  options?: ConformOptions,
): Promise<Conformance>
export function conform(
  definition: SpecDefinition,
  adapter: Adapter,
  trace: Trace,
  options?: ConformOptions,
): Promise<Conformance>
export async function conform(
  source: unknown,
  given: unknown,
  trace: Trace,
  options: ConformOptions = {},
): Promise<Conformance> {
  requireFields(options, 'conform: the options', ['waitMs', 'pollMs', 'signal', 'attempts'])
  const { waitMs = 10_000, pollMs = 20, signal = null, attempts = [] } = options
  requireWholeNumber(waitMs, 'conform: "waitMs"', 1)
  requireWholeNumber(pollMs, 'conform: "pollMs"', 0)
  const world = new PlainWorld(definitionFrom(source))
  requireAdapter(world.definition, given as Adapter)
  const adapter = given as Adapter
  const lens = new Lens(world, adapter.projection, 'conform: the projection')
  const path = behaviourOf(world, trace)
  requireHandlers(adapter, path)
  requireAttempts(world, path, adapter, attempts)
  const behaviour = { path, trace, definition: world.definition, attempts }
  return new Run(adapter, lens, behaviour, { waitMs, pollMs, signal }).run()
}

interface Behaviour {
  readonly path: Path<State>
  readonly trace: Trace
  readonly definition: SpecDefinition
  readonly attempts: readonly Attempt[]
}

interface Patience {
  readonly waitMs: number
  readonly pollMs: number
  readonly signal: StopSignal | null
}

/** A behaviour on its way through a system. */
class Run {
  readonly #adapter: Adapter
  readonly #lens: Lens
  readonly #behaviour: Behaviour
  readonly #patience: Patience
  readonly #counter: ComparedCounter
  readonly #steps: ConformedStep[] = []
  readonly #attempts: ConformedAttempt[] = []
  /** The attempt that is being made. */
  #attempt: Attempt | null = null
  /** What an awaited step still lacked when it was last looked at. */
  #lacked: readonly Difference[] = []

  constructor(adapter: Adapter, lens: Lens, behaviour: Behaviour, patience: Patience) {
    this.#adapter = adapter
    this.#lens = lens
    this.#behaviour = behaviour
    this.#patience = patience
    this.#counter = new ComparedCounter(lens)
  }

  async run(): Promise<Conformance> {
    const stop = (): Promise<void> => inTime(() => this.#adapter.stop(), { ...this.#timed('the stop'), signal: null })
    let conformance: Conformance
    try {
      conformance = await this.#followed()
    } catch (error) {
      // What went wrong first is what is told.
      await stop().catch(() => {})
      throw error
    }
    await stop()
    return conformance
  }

  async #followed(): Promise<Conformance> {
    const { states, calls } = this.#behaviour.path
    let at = 0
    try {
      await this.#inTime('the start', (signal) => this.#adapter.start(this.#lens.shown(states[0] as State), signal))
      let departed = this.#compare(0, await this.#observe(0)) ?? (await this.#makeAttempts(0))
      while (departed === null && at < calls.length) {
        at++
        departed = this.#compare(at, await this.#carryOut(at, calls[at - 1] as Step)) ?? (await this.#makeAttempts(at))
      }
      return departed ?? { outcome: 'follows', ...this.#known(), text: `follows: ${this.#allDone()}` }
    } catch (error) {
      if (!(error instanceof WaitRanOut)) throw error
      return this.#inconclusive(at, error.message)
    }
  }

  #allDone(): string {
    const steps = plural(this.#behaviour.path.calls.length, 'step')
    const { length } = this.#attempts
    return length === 0 ? steps : `${steps}, and ${plural(length, 'refused step')} tried in vain`
  }

  /** What the specification refuses after step `at`, tried one after the other. */
  async #makeAttempts(at: number): Promise<Departs | null> {
    for (const attempt of this.#behaviour.attempts.filter(({ after }) => after === at)) {
      this.#attempt = attempt
      const departed = this.#compareAttempt(attempt, await this.#try(attempt))
      if (departed !== null) return departed
      this.#attempt = null
    }
    return null
  }

  /** What is seen after the attempt. */
  async #try(attempt: Attempt): Promise<Observation> {
    const { path, trace } = this.#behaviour
    const run = this.#adapter.attempts?.[attempt.action] as AttemptHandler
    const state = this.#lens.shown(path.states[attempt.after] as State)
    const name = `the attempt ${this.#after(attempt.after)}`
    const answer = await this.#inTime(name, (signal) => run({ ...attempt, state, trace, signal }))
    const observed = await this.#observe(attempt.after)
    return answer === undefined ? observed : { ...observed, ...this.#lens.observation(answer, `${name}: its answer`) }
  }

  #compareAttempt(attempt: Attempt, observed: Observation): Departs | null {
    const { after: at } = attempt
    const moment = this.#moment(at)
    this.#counter.count(moment, observed)
    const differences = this.#lens.differences(moment, observed)
    if (differences.length === 0) {
      this.#attempts.push({ attempt, observed })
      return null
    }
    const text = `departs ${this.#after(at)}: ${differencesText(differences)}`
    return {
      outcome: 'departs',
      at,
      step: moment.step,
      how: null,
      attempt,
      differences,
      observed,
      ...this.#known(),
      text,
    }
  }

  /** What is seen after the step. */
  async #carryOut(at: number, step: Step): Promise<Observation> {
    const handler = this.#handlerOf(step)
    const atHand = (signal: StopSignal): StepAtHand => {
      const { path, trace } = this.#behaviour
      const [before, after] = path.states.slice(at - 1, at + 1).map((state) => this.#lens.shown(state))
      return { ...step, before: before as State, after: after as State, number: at, trace, signal }
    }
    this.#lacked = []
    switch (handler.how) {
      case 'forced': {
        const answer = await this.#inTime(this.#name(at), (signal) => handler.run(atHand(signal)))
        const observed = await this.#observe(at)
        if (answer === undefined) return observed
        return { ...observed, ...this.#lens.observation(answer, `${this.#name(at)}: its answer`) }
      }
      case 'awaited':
        return this.#awaited(at, handler.until, atHand)
      case 'unobservable': {
        const observed = await this.#observe(at)
        this.#requireUnseen(at, observed)
        return observed
      }
    }
  }

  async #awaited(
    at: number,
    until: ((step: StepAtHand) => boolean | Promise<boolean>) | null,
    atHand: (signal: StopSignal) => StepAtHand,
  ): Promise<Observation> {
    return this.#inTime(this.#name(at), async (signal) => {
      while (!signal.aborted) {
        if (until === null) {
          const observed = await this.#observe(at)
          this.#lacked = this.#lens.differences(this.#moment(at), observed)
          if (this.#lacked.length === 0) return observed
        } else {
          const isTaken: unknown = await until(atHand(signal))
          if (typeof isTaken !== 'boolean') {
            throw new UsageError(`${this.#name(at)}: "until" gave ${String(isTaken)}; expected true or false`)
          }
          if (isTaken) return this.#observe(at)
        }
        await sleep(this.#patience.pollMs)
      }
      throw new WaitRanOut(`${this.#name(at)} was not taken in time`)
    })
  }

  async #observe(at: number): Promise<Observation> {
    const seen = await this.#inTime(`the look ${this.#after(at)}`, (signal) => this.#adapter.observe(signal))
    return this.#lens.observation(seen, `conform: what was observed ${this.#after(at)}`)
  }

  #compare(at: number, observed: Observation): Departs | null {
    const moment = this.#moment(at)
    this.#counter.count(moment, observed)
    const differences = this.#lens.differences(moment, observed)
    const { step } = moment
    const handler = step === null ? null : this.#handlerOf(step)
    if (differences.length === 0) {
      if (step !== null && handler !== null) {
        const because = handler.how === 'unobservable' ? handler.because : null
        this.#steps.push({ step, how: handler.how, because, observed })
      }
      return null
    }
    const how = handler?.how ?? null
    const text = `departs ${this.#after(at)}${how === null ? '' : ` (${how})`}: ${differencesText(differences)}`
    return { outcome: 'departs', at, step, how, attempt: null, differences, observed, ...this.#known(), text }
  }

  #inconclusive(at: number, reason: string): Inconclusive {
    const { step } = this.#moment(at)
    const lacked = this.#lacked.length === 0 ? '' : `; until then ${differencesText(this.#lacked)}`
    const text = oneLine(`inconclusive ${this.#after(at)}: ${reason}${lacked}`)
    const attempt = this.#attempt
    return { outcome: 'inconclusive', at, step, attempt, reason, differences: this.#lacked, ...this.#known(), text }
  }

  /** Throws `UsageError` where what is compared shows a step of which the adapter says that nobody can see it. */
  #requireUnseen(at: number, observed: Observation): void {
    const [before, after] = [this.#moment(at - 1), this.#moment(at)]
    if (this.#lens.differences(after, observed).length === 0) return
    if (this.#lens.differences(before, observed).length > 0) return
    const seen = this.#lens.differences(after, observed).map(({ path }) => path)
    throw new UsageError(
      `conform: the adapter says that ${this.#name(at)} is unobservable, and it changes what is compared: ${seen.join(', ')}; say that it is awaited or forced`,
    )
  }

  #inTime<T>(what: string, work: (signal: StopSignal) => T | Promise<T>): Promise<T> {
    return inTime(work, this.#timed(what))
  }

  #timed(what: string): { readonly what: string; readonly milliseconds: number; readonly signal: StopSignal | null } {
    const { waitMs: milliseconds, signal } = this.#patience
    return { what, milliseconds, signal }
  }

  #known(): Pick<Conformance, 'trace' | 'steps' | 'attempts' | 'compared'> {
    const { compared } = this.#counter
    return { trace: this.#behaviour.trace, steps: [...this.#steps], attempts: [...this.#attempts], compared }
  }

  #handlerOf({ action }: Step): StepHandler {
    return this.#adapter.actions[action] as StepHandler
  }

  #moment(at: number): Moment {
    const { states, calls } = this.#behaviour.path
    return { state: states[at] as State, step: calls[at - 1] ?? null }
  }

  /** `step 3, deliver(message: m1)`. */
  #name(at: number): string {
    const { step } = this.#moment(at)
    return step === null ? 'the start' : `step ${at}, ${oneLine(stepText(this.#behaviour.definition.actions, step))}`
  }

  /** `after step 3, deliver(message: m1), where retry was refused and tried`. */
  #after(at: number): string {
    const place = at === 0 ? 'in the initial state' : `after ${this.#name(at)}`
    if (this.#attempt === null) return place
    return `${place}, where ${oneLine(stepText(this.#behaviour.definition.actions, this.#attempt))} was refused and tried`
  }
}

const kinds: readonly unknown[] = ['forced', 'awaited', 'unobservable'] satisfies StepHandler['how'][]

/** Where no compiler has said so. */
function requireAdapter(definition: SpecDefinition, adapter: Adapter): void {
  if (typeof adapter !== 'object' || adapter === null) {
    throw new UsageError(
      `conform: the adapter is ${describeKind(adapter)}; expected an object with actions, start, observe, stop`,
    )
  }
  for (const name of ['start', 'observe', 'stop'] as const) {
    if (typeof adapter[name] !== 'function') throw new UsageError(`conform: the adapter has no function "${name}"`)
  }
  const { actions } = adapter
  if (typeof actions !== 'object' || actions === null) {
    throw new UsageError('conform: the adapter has no "actions"; expected an object, { action: forced(…) }')
  }
  for (const [name, handler] of Object.entries(actions)) {
    requireAction(definition, name, 'conform: the adapter')
    requireHandler(name, handler as Partial<Record<'how' | 'run' | 'until' | 'because', unknown>> | undefined)
  }
}

function requireHandler(
  name: string,
  handler: Partial<Record<'how' | 'run' | 'until' | 'because', unknown>> | undefined,
): void {
  const where = `conform: the adapter, action "${name}"`
  if (typeof handler !== 'object' || handler === null || !kinds.includes(handler.how)) {
    throw new UsageError(`${where}: expected forced(…), awaited(…) or unobservable(…)`)
  }
  if (handler.how === 'forced' && typeof handler.run !== 'function') {
    throw new UsageError(`${where}: forced(…) takes a function that carries the step out`)
  }
  if (handler.how === 'awaited' && handler.until !== null && typeof handler.until !== 'function') {
    throw new UsageError(`${where}: awaited(…) takes a function that says whether the step was taken, or nothing`)
  }
  if (handler.how === 'unobservable' && (typeof handler.because !== 'string' || handler.because.trim() === '')) {
    throw new UsageError(`${where}: unobservable(…) takes the reason, as text`)
  }
}

function requireHandlers({ actions }: Adapter, { calls }: Path<State>): void {
  const missing = calls.find(({ action }) => !Object.hasOwn(actions, action) || actions[action] === undefined)
  if (missing === undefined) return
  const known = suggest(missing.action, Object.keys(actions))
  throw new UsageError(`conform: the adapter does not say how "${missing.action}" comes about${known}`)
}

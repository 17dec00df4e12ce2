/**
 * Pictures of a suite as data: the state machine of each phase, and which steps put messages into pools and take them out. Each is
 * what the explored graphs of its scenarios show, projected: what never happens in them is not drawn.
 */

import type { Completeness } from '../../checker/contract/result.ts'
import { plural } from '../../counterexamples/print/wording.ts'
import type { Counters, Engine, Failure } from '../port/engine.ts'
import type { Passing, PictureNotes } from '../port/picture-notes.ts'
import type { PlannedScenario } from '../port/plan.ts'
import type { Task } from '../port/task.ts'
import { type ProgressEvent, SharedProgress } from '../session/progress.ts'
import { type Session, startSession } from '../session/session.ts'

export interface PicturePlan {
  /** Of one suite. */
  readonly scenarios: readonly PlannedScenario[]
  /** Larger scenarios are left out. */
  readonly mostStates: number
  readonly memoryLimitBytes: number
}

export interface DrawnAction {
  readonly name: string
  readonly isFault: boolean
}

/** The words that one place takes, and the steps between them. */
export interface StateMachine {
  /** `broker`, `nodes.role`. */
  readonly place: string
  /** In the order in which they are met; null = the place holds none. */
  readonly words: readonly (string | null)[]
  /** Those that it begins with, in some scenario. */
  readonly starts: readonly (string | null)[]
  readonly moves: readonly {
    readonly from: string | null
    readonly to: string | null
    readonly actions: readonly DrawnAction[]
  }[]
}

export interface DrawnPassing extends Omit<Passing, 'action'> {
  readonly action: DrawnAction
}

export interface LeftOut {
  readonly planned: PlannedScenario
  /** A phrase: `more than 5,000 states`. */
  readonly reason: string
}

export interface SuitePictures {
  readonly suite: string
  /** In the order of the variables. */
  readonly machines: readonly StateMachine[]
  /** Empty where the suite has no pool of messages. */
  readonly flow: readonly DrawnPassing[]
  /** Scenarios whose graphs were not looked at, and why. */
  readonly leftOut: readonly LeftOut[]
  /** An error in the specification, which ended it. */
  readonly failure: Failure | null
}

/** Explores the scenarios one after the other. Cost: their graphs, without any promise. */
export function drawSuite(engine: Engine, plan: PicturePlan): Session<ProgressEvent, SuitePictures> {
  return startSession<ProgressEvent, SuitePictures>(async ({ emit, signal, endedBy }) => {
    const leftOut: LeftOut[] = []
    const taken: PictureNotes[] = []
    const progress = new SharedProgress(plan.scenarios.length, emit)
    let failure: Failure | null = null
    for (const [at, planned] of plan.scenarios.entries()) {
      const reason = whyNot(planned, plan, endedBy() !== null)
      if (reason === null) {
        const onProgress = (counters: Counters): void =>
          progress.update({ planned, index: at + 1, counters, doing: '' })
        const explored = await engine.explore(taskOf(planned, plan), { onProgress, signal })
        progress.end(at + 1)
        failure = explored.failure
        if (failure !== null) break
        // What was noted of a part of a graph happened all the same.
        if (explored.notes?.kind === 'noted') taken.push(explored.notes.notes)
        leftOut.push(...inPart(planned, explored.result.completeness, plan))
      } else leftOut.push({ planned, reason })
    }
    const actions = plan.scenarios.flatMap(({ scenario }) => scenario.spec.actions)
    const drawn = (name: string): DrawnAction => ({
      name,
      isFault: actions.find((action) => action.name === name)?.isFault === true,
    })
    const suite = plan.scenarios[0]?.suite.name ?? ''
    return { suite, machines: machinesOf(taken, drawn), flow: flowOf(taken, drawn), leftOut, failure }
  })
}

function whyNot({ scenario }: PlannedScenario, { mostStates }: PicturePlan, isEnded: boolean): string | null {
  if (isEnded) return 'the run was ended'
  return (scenario.counts?.distinct ?? 0) > mostStates ? tooLarge(mostStates) : null
}

function inPart(planned: PlannedScenario, completeness: Completeness, { mostStates }: PicturePlan): readonly LeftOut[] {
  const reasons: Partial<Record<Completeness, string>> = {
    states: tooLarge(mostStates),
    stopped: 'the run was ended',
    memory: 'there is not enough memory',
  }
  const reason = reasons[completeness]
  return reason === undefined ? [] : [{ planned, reason: `looked at in part only: ${reason}` }]
}

function tooLarge(mostStates: number): string {
  return `more than ${plural(mostStates, 'state')}`
}

function taskOf({ source, suite, scenario }: PlannedScenario, { mostStates, memoryLimitBytes }: PicturePlan): Task {
  const maxDepth = scenario.maxDepth === null ? {} : { maxDepth: scenario.maxDepth }
  const bounds = { maxStates: mostStates, memoryLimitBytes, exhaust: true, withoutStories: true, ...maxDepth }
  return { source, suite: suite.name, scenario: scenario.name, bounds, variant: { kind: 'noted' } }
}

type Drawn = (name: string) => DrawnAction

/** A place whose words never change is no phase, and one that holds nothing but somebody's name refers to somebody. */
function machinesOf(taken: readonly PictureNotes[], drawn: Drawn): readonly StateMachine[] {
  const changes = taken.flatMap((each) => each.changes)
  const starts = taken.flatMap((each) => each.starts)
  const names = new Set<string | null>(taken.flatMap((each) => each.names))
  const places = unique([...starts, ...changes].map(({ place }) => place))
  return places.flatMap((place): readonly StateMachine[] => {
    const own = changes.filter((change) => change.place === place)
    const begins = unique(starts.filter((start) => start.place === place).map(({ word }) => word))
    const words = unique([...begins, ...own.flatMap(({ from, to }) => [from, to])])
    if (own.length === 0 || words.some((word) => names.has(word))) return []
    const pairs = unique(own.map(({ from, to }) => JSON.stringify([from, to])))
    const moves = pairs.map((pair) => {
      const [from, to] = JSON.parse(pair) as [string | null, string | null]
      const between = own.filter((change) => change.from === from && change.to === to)
      return { from, to, actions: unique(between.map(({ action }) => action)).map(drawn) }
    })
    return [{ place, words, starts: begins, moves }]
  })
}

/** A pool of names holds somebody, and no messages. */
function flowOf(taken: readonly PictureNotes[], drawn: Drawn): readonly DrawnPassing[] {
  const names = new Set<string | null>(taken.flatMap((each) => each.names))
  const passings = taken.flatMap((each) => each.passings).filter(({ message }) => !names.has(message))
  const all = new Map(passings.map((each) => [JSON.stringify(Object.values(each)), each]))
  return [...all.values()].map((each) => ({ ...each, action: drawn(each.action) }))
}

function unique<T>(all: readonly T[]): readonly T[] {
  return [...new Set(all)]
}

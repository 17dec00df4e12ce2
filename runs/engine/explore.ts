/**
 * Carries out one task on a specification at hand, in slices: its driver decides about threads, timers and
 * signals. Stories are told here, where the traces were made: sets and bags lose their marks on the way to another
 * thread.
 */

import type { Hooks, Progress, StopReason } from '../../checker/contract/options.ts'
import type { CheckResult } from '../../checker/contract/result.ts'
import { replay } from '../../checker/faults/replay.ts'
import { withoutOthers } from '../../checker/trust/findings.ts'
import { type Story, tell, tellPath } from '../../counterexamples/index.ts'
import { type SpecDefinition, SpecError } from '../../spec/language/index.ts'
import { isReplayable } from '../../spec/language/property-kinds.ts'
import { scriptOf } from '../../spec/semantics/script.ts'
import type { Exploration, FailurePath, Replayed, Scripts } from '../port/engine.ts'
import { failureOf } from '../port/failure.ts'
import { partialResult } from '../port/partial-result.ts'
import type { ReplayTask, Task } from '../port/task.ts'
import { variantOf } from '../port/variant.ts'
import { watched } from './counted.ts'
import { RevalidatedExplorer } from './revalidated-explorer.ts'

/** What the driver of an exploration provides; see `Hooks`. */
export interface Host extends Pick<Hooks, 'activity' | 'collectGarbage'> {
  /** How long to explore between two looks at requests, in milliseconds. */
  readonly sliceMs: number
  /** Why the exploration is to end early, or null; asked after each slice. */
  readonly stopReason: () => StopReason | null
  /** Before any exploring: `names[n - 1]` is the user's function behind the activity number n. */
  readonly onStart?: (names: readonly string[]) => void
  /** At once when a property is settled or exploring has ended, because the function that runs next may never return. */
  readonly onSettled?: (progress: Progress) => void
  /** When exploring has ended; `isWhole` says whether all was asked of every state. See `Task.asksAll`. */
  readonly onExplored?: (isWhole: boolean) => void
  /** When exploring has ended, and verdicts and stories are worked out. */
  readonly onConclude?: () => void
  /** With the verdicts and traces, before any story is told, and with each story. */
  readonly onResult?: (result: CheckResult) => void
  readonly onStory?: (property: string, story: Story) => void
}

const storyActivity = 'a sentence of the story (says) or a promise, while the story was told'

/**
 * Yields its progress after each slice, and returns what came of it. An error in the specification is part of that;
 * anything else is thrown.
 */
export function* explore(definition: SpecDefinition, task: Task, host: Host): Generator<Progress, Exploration> {
  const variant = task.variant === undefined ? null : variantOf(definition, task.variant)
  const { activity, collectGarbage } = host
  const hooks: Hooks = {
    ...(activity !== undefined && { activity }),
    ...(collectGarbage !== undefined && { collectGarbage }),
    onSettled: () => host.onSettled?.(explorer.progress()),
  }
  let explorer: RevalidatedExplorer
  try {
    explorer = new RevalidatedExplorer(variant?.definition ?? definition, task.bounds, hooks, variant?.tuning)
  } catch (error) {
    if (!(error instanceof SpecError)) throw error
    return { ...nothing(definition), failure: failureOf(error) }
  }
  host.onStart?.([...explorer.functionNames, storyActivity])
  try {
    let isStopping = false
    while (!explorer.step(host.sliceMs)) {
      const progress = explorer.progress()
      yield progress
      const isBroken = variant?.mustHold.some((name) => progress.violated.includes(name)) === true
      const reason = host.stopReason() ?? (isBroken ? 'stopped' : null)
      if (reason !== null && !isStopping) explorer.stop(reason)
      isStopping = reason !== null
    }
    if (task.asksAll === true) host.onExplored?.(explorer.askAll(() => host.stopReason() === null))
    // Before verdicts and stories: a function that is run for them may never return.
    yield explorer.progress()
    host.onConclude?.()
    // A story looks at states beyond a bound; what happens there was not explored.
    const notes = variant?.notes()
    const result = task.properties === undefined ? explorer.result() : withoutOthers(explorer.result())
    if (notes !== undefined) return { result, stories: {}, notes, failure: null }
    host.onResult?.(result)
    const stories: Record<string, Story> = {}
    for (const [name, tellIt] of storiesOf(watched(definition, activity), result, task.tells)) {
      // Whoever asks for the end still gets every story, without what takes long to find out.
      const story = telling(explorer, activity, () => tellIt(host.stopReason() !== null))
      stories[name] = story
      host.onStory?.(name, story)
      yield explorer.progress()
    }
    const scripts = task.budget === undefined ? {} : { scripts: scriptsOf(result) }
    return { result, stories, ...scripts, failure: null }
  } catch (error) {
    if (!(error instanceof SpecError)) throw error
    yield explorer.progress()
    host.onConclude?.()
    const known = variant === null ? knownIn(watched(definition, activity), explorer, task) : null
    const progress = explorer.progress()
    const { violated, ...counters } = progress
    const partial = { result: partialResult(definition, 'stopped', { counters, violated, hints: [] }), stories: {} }
    const path = variant === null ? pathToError(definition, explorer, activity) : null
    return { ...(known ?? partial), failure: { ...failureOf(error), ...(path !== null && { path }) } }
  }
}

/** How it came to an error; null where that cannot be told. */
function pathToError(
  definition: SpecDefinition,
  explorer: RevalidatedExplorer,
  activity: Int32Array | undefined,
): FailurePath | null {
  const trace = explorer.errorTrace()
  if (trace === null) return null
  try {
    return { trace, steps: telling(explorer, activity, () => tellPath(watched(definition, activity), trace)) }
  } catch {
    return null
  }
}

/** Runs a story again, with what the task allows. */
export function runAgain(
  definition: SpecDefinition,
  { property, script }: ReplayTask,
  activity?: Int32Array,
): Replayed {
  return { result: replay(watched(definition, activity), property, script), failure: null }
}

/** What the user's functions that `runAgain` runs are called. */
export const replayActivity = 'a step of a story, run again with more faults,'

function telling<T>(explorer: RevalidatedExplorer, activity: Int32Array | undefined, action: () => T): T {
  if (activity !== undefined) activity[0] = explorer.functionNames.length + 1
  try {
    return action()
  } finally {
    if (activity !== undefined) activity[0] = 0
  }
}

/** Stories of what was found before an error, where they can still be told. */
function knownIn(
  definition: SpecDefinition,
  explorer: RevalidatedExplorer,
  { tells }: Task,
): Pick<Exploration, 'result' | 'stories'> | null {
  try {
    const result = explorer.resultAfterError()
    if (result === null) return null
    const stories = [...storiesOf(definition, result, tells)].map(([name, tellIt]) => [name, tellIt(false)] as const)
    return { result, stories: Object.fromEntries(stories) }
  } catch {
    return null
  }
}

/** Each story that is wanted, by property, yet to be told. */
function* storiesOf(
  definition: SpecDefinition,
  result: CheckResult,
  wanted?: readonly string[],
): Generator<readonly [name: string, tellIt: (isBrief: boolean) => Story]> {
  for (const { name, kind, part, trace, pointOfNoReturn = null } of result.properties) {
    if (trace === null || wanted?.includes(name) === false) continue
    yield [name, (isBrief) => tell(definition, { property: name, kind, part, trace, pointOfNoReturn }, isBrief)]
  }
}

function scriptsOf(result: CheckResult): Scripts {
  return Object.fromEntries(
    result.properties.flatMap(({ name, kind, trace }) =>
      trace === null || !isReplayable(kind) ? [] : [[name, scriptOf(trace)]],
    ),
  )
}

function nothing(definition: SpecDefinition): Pick<Exploration, 'result' | 'stories'> {
  return { result: partialResult(definition, 'stopped'), stories: {} }
}

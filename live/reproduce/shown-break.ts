/** Whether a neighbour that was seen to do otherwise than its specification shows the break of the row. */
import { stepText } from '../../counterexamples/print/sentence.ts'
import { type Adapter, forced, type StepHandler } from '../../runs/conform/adapter.ts'
import type { Departs } from '../../runs/conform/conform.ts'
import { isBrokenAsObserved, type Sight } from '../../runs/conform/promise-seen.ts'
import type { Observation, Projection } from '../../runs/observed/lens.ts'
import type { State } from '../../spec/language/index.ts'
import type { AnyLiveSuite } from '../suites/live-suite.ts'
import { type CarryOptions, carryOut } from './carry-out.ts'
import type { Errand } from './errand.ts'
import type { LiveRow } from './row.ts'

/** How it shows the break, in words; null where it does not, or nothing tells. */
export async function breakShown(
  errand: Errand,
  departs: Departs,
  projection: Projection | undefined,
  options: CarryOptions,
): Promise<string | null> {
  if (isBroken(errand, departs, projection)) return departs.text
  // A step that was left out may be what the break comes from: a fault that the neighbour does not have.
  if (errand.kind !== 'same steps' || !errand.isWhole) return null
  const after = await brokenAlongRow(errand, options)
  return after === null ? null : `${departs.text}; led along all steps of the row, it breaks the promise ${after}`
}

function isBroken({ on, broken }: Errand, sight: Sight, projection: Projection | undefined): boolean {
  const { definition } = on.scenario
  const { waysBack } = on.live
  // A part of the promise that the row has may be none of the neighbour's: all of it is asked.
  return broken.some(
    ({ promise }) => isBrokenAsObserved({ definition, promise, part: null }, sight, { projection, waysBack }) === true,
  )
}

/**
 * Another broker of the neighbour goes all steps of the row, whatever the specification of either says of them. Nothing is compared:
 * the promise is asked of what was seen after each. What nobody can see is taken from the specification of the row.
 */
async function brokenAlongRow(errand: Errand, options: CarryOptions): Promise<string | null> {
  const { row, on, broken } = errand
  const path = broken[0]?.path
  if (path === undefined) return null
  const seen: Observation[] = []
  const scenario = { ...row.scenario, configuration: on.scenario.configuration }
  const led: LiveRow = { live: onlyWatched(on.live, seen), scenario }
  const carried = await carryOut(led, path, options)
  if (!('conformance' in carried)) return null
  const at = seen.findIndex((observed, number) => {
    return isBroken(errand, { trace: path, at: number, attempt: null, observed }, carried.projection)
  })
  const step = path.steps[at]
  if (step === undefined) return null
  if (step.action === null) return 'in the initial state'
  const { actions } = row.scenario.definition
  return `after step ${at}, ${stepText(actions, { action: step.action, args: step.params })}`
}

/** What is seen goes to `seen`, state by state, and nothing is left to be compared. */
function onlyWatched(live: AnyLiveSuite, seen: Observation[]): AnyLiveSuite {
  return { ...live, open: (run) => watched(live.open(run), seen) }
}

function watched(adapter: Adapter<State>, seen: Observation[]): Adapter<State> {
  let answer: Observation = {}
  const heard = (handler: StepHandler<State>): StepHandler<State> =>
    handler.how === 'forced'
      ? forced(async (step) => {
          answer = (await handler.run(step)) ?? {}
        })
      : handler
  const actions = Object.entries(adapter.actions).flatMap(([name, handler]) =>
    handler === undefined ? [] : [[name, heard(handler)] as const],
  )
  return {
    ...(adapter.projection !== undefined && { projection: adapter.projection }),
    actions: Object.fromEntries(actions),
    start: (initial, signal) => adapter.start(initial, signal),
    observe: async (signal) => {
      seen.push({ ...(await adapter.observe(signal)), ...answer })
      answer = {}
      return {}
    },
    stop: () => adapter.stop(),
  }
}

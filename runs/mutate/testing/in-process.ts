/** Runs mutants in this thread, as the exploring thread does: for specifications that are known not to hang. */
import { createExplorer } from '../../../checker/index.ts'
import type { SelectedScenario } from '../../../cli/select-scenarios.ts'
import type { Run } from '../../../node/thread-engine.ts'
import { type AnySuite, SpecError } from '../../../spec/language/index.ts'
import { nothingKnown, partialResult } from '../../partial-result.ts'
import type { Session } from '../run-mutants.ts'
import { variantOf } from '../variant.ts'

/** `runs` is the number of runs after which the time is over. */
export function sessionOf({
  runs = Number.POSITIVE_INFINITY,
  maxStates = 20_000,
} = {}): Session & { readonly ran: string[] } {
  const ran: string[] = []
  return {
    ran,
    run: async ({ options, variant: request }, { scenario }): Promise<Run> => {
      if (request === undefined) throw new Error('mutants are variants')
      ran.push(`${scenario.name}: ${request.kind === 'observed' ? 'as it is' : request.mutation.id}`)
      const variant = variantOf(scenario.definition, request)
      try {
        const explorer = createExplorer(variant.definition, options, variant.tuning)
        while (!explorer.step(1000));
        return { result: explorer.result(), stories: {}, failure: null, notes: variant.notes() }
      } catch (error) {
        if (!(error instanceof SpecError)) throw error
        const result = partialResult(scenario.definition, 'stopped', nothingKnown)
        const failure = { code: error.details.code, message: error.message, location: null, stack: null }
        return { result, stories: {}, failure }
      }
    },
    secondsLeft: () => (ran.length < runs ? Number.POSITIVE_INFINITY : 0),
    memoryLimitBytes: 2 ** 30,
    maxStates,
    onProgress: () => {},
  }
}

export function selectedOf(suite: AnySuite): readonly SelectedScenario[] {
  return suite.scenarios.map((scenario) => ({
    suite,
    scenario,
    source: { kind: 'built-in' },
    argument: suite.name,
  }))
}

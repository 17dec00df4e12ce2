import { expect, it } from 'vitest'
import { twoPhaseCommit } from '../../spec/classic/two-phase-commit.ts'
import type { SpecDefinition, State } from '../../spec/language/index.ts'
import { check } from '../check.ts'

const managers = 8
const declaredAt = (): null => null
const safety = twoPhaseCommit.build({ managers })
/** Votes, their counting and the decision's arrival are fair for each manager; so everyone learns of the decision. */
const liveness: SpecDefinition = {
  ...safety,
  fairness: [
    { strength: 'weak', actions: ['decide to commit', 'decide to abort'], parameters: [], condition: null, declaredAt },
    ...['learn of commit', 'learn of abort'].map((action) => ({
      strength: 'weak' as const,
      actions: [action],
      parameters: ['manager'],
      condition: null,
      declaredAt,
    })),
  ],
  properties: [
    ...safety.properties,
    {
      kind: 'eventually',
      name: 'everyone learns of the decision',
      parts: [{ label: null, holds: hasDecided }],
      declaredAt,
    },
  ],
}

function hasDecided(state: State): boolean {
  return Object.values(state.phase as State).every((phase) => phase === 'committed' || phase === 'aborted')
}

/** Processor time of a check in seconds: the machine may be busy with other things. */
function secondsOf(definition: SpecDefinition): number {
  const before = process.cpuUsage()
  const { states, properties } = check(definition, { exhaust: true })
  expect(states.distinct).toBe(1_745_408)
  expect(properties.filter(({ kind }) => !kind.startsWith('reachable')).map(({ verdict }) => verdict)).not.toContain(
    'violated',
  )
  expect(properties.map(({ verdict }) => verdict)).not.toContain('undecided')
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

it('judges a liveness property of 1.7 million states within four times the time of a safety check', () => {
  const runs = [1, 2].map(() => ({ safety: secondsOf(safety), liveness: secondsOf(liveness) }))
  const ratio = Math.min(...runs.map((run) => run.liveness / run.safety))
  expect(ratio, JSON.stringify(runs)).toBeLessThan(4)
})

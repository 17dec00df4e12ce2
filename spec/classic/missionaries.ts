import { atAll, count, each, holds, specify, suite, violated } from '../language/index.ts'

const missionaries = ['m1', 'm2', 'm3'] as const
const cannibals = ['c1', 'c2', 'c3'] as const
const people = [...missionaries, ...cannibals] as const

type Person = (typeof people)[number]
const banks = ['east', 'west'] as const
type Bank = (typeof banks)[number]

const isMissionary = (person: Person): boolean => missionaries.some((missionary) => missionary === person)
const isCannibal = (person: Person): boolean => !isMissionary(person)
const opposite = (bank: Bank): Bank => (bank === 'east' ? 'west' : 'east')

/** The boat takes one or two. */
const parties: readonly (readonly Person[])[] = people.flatMap((first, index) => [
  [first],
  ...people.slice(index + 1).map((second) => [first, second]),
])

type Reason = 'no missionaries' | 'not outnumbered'

/**
 * Why no missionary is eaten on a bank; empty where one is. Each reason is a step of its own, as it is for TLC, which
 * splits an action at the alternatives of its guard: an empty bank is safe for both, and its crossing counts twice.
 */
function whySafe(missionaries: number, cannibals: number): readonly Reason[] {
  const reasons: Reason[] = []
  if (missionaries === 0) reasons.push('no missionaries')
  if (cannibals <= missionaries) reasons.push('not outnumbered')
  return reasons
}

const size = (party: readonly Person[], isCounted: (person: Person) => boolean): number =>
  party.filter(isCounted).length

const specification = specify('missionaries and cannibals', {
  boat: 'east' as Bank,
  bank: each(people, 'east' as Bank),
})
  .about(`
    Three missionaries and three cannibals cross a river in a boat for two. On neither bank may cannibals outnumber
    missionaries, where there are any. The property claims that someone stays behind for ever; its shortest
    counterexample is the solution. People are told apart, as in the original, so mirror images count.
    Source: tlaplus/Examples, specifications/MissionariesAndCannibals/MissionariesAndCannibals.tla.
  `)
  .derive('missionaries', banks, (s, bank) => count(s.bank, (at, person) => at === bank && isMissionary(person)))
  .derive('cannibals', banks, (s, bank) => count(s.bank, (at, person) => at === bank && isCannibal(person)))
  .action('cross')
  .over('party', (s) => parties.filter((party) => party.every((person) => s.bank[person] === s.boat)))
  .over('safeBehind', (s, { party }) =>
    whySafe(s.missionaries[s.boat] - size(party, isMissionary), s.cannibals[s.boat] - size(party, isCannibal)),
  )
  .over('safeAhead', (s, { party }) =>
    whySafe(
      s.missionaries[opposite(s.boat)] + size(party, isMissionary),
      s.cannibals[opposite(s.boat)] + size(party, isCannibal),
    ),
  )
  .changes(({ boat }, { party }) => ({ boat: opposite(boat), bank: atAll(party, opposite(boat)) }))
  .always('nobody is eaten', banks, (s, bank) => whySafe(s.missionaries[bank], s.cannibals[bank]).length > 0)
  .always('someone stays on the east bank', (s) => s.missionaries.east + s.cannibals.east > 0)
  .deadlockFree()

const countedAlternatives = 'the alternatives of the guard are parameters so that steps are counted as TLC counts them'

export const missionariesAndCannibals = suite('classic/missionaries', specification)
  .scenario({
    title: 'three of each, a boat for two',
    expect: { 'nobody is eaten': holds, 'someone stays on the east bank': violated(12), 'no deadlock': holds },
    counts: { distinct: 64, generated: 283, depth: 13 },
  })
  .accept({ finding: 'parameter-unused', of: 'cross.safeBehind', because: countedAlternatives })
  .accept({ finding: 'parameter-unused', of: 'cross.safeAhead', because: countedAlternatives })

/** Variables that take nearly as many values as there are states, so that whatever reads one is run in nearly each. */
import { collectionKindOf } from '../../spec/language/value.ts'
import type { FunctionStatistics, SlowSpot } from '../contract/result.ts'
import type { Ending } from '../explore/ending.ts'
import type { Program } from '../memo/program.ts'
import type { SampledGroup } from './sample-runs.ts'

/** A value hardly ever comes again where there is one for so few states. */
const FEWEST_STATES = 2

export function valuesPerState(
  { program, states }: Ending,
  sampled: readonly SampledGroup[],
  functions: readonly FunctionStatistics[],
): readonly SlowSpot[] {
  const { model, witnesses } = program
  const changing = Array.from({ length: model.stored }, (_, slot) => slot).filter((slot) => witnesses.hasChanged(slot))
  // A variable that is the whole state has a value for each by its nature.
  if (changing.length < 2) return []
  return changing.flatMap((slot): SlowSpot[] => {
    const values = model.table(slot).size
    if (slot >= model.firstGrown || FEWEST_STATES * values < states.distinct) return []
    const readers = sampled
      .filter(({ runs, bySlot }) => runs > 0 && 2 * (bySlot.get(slot) ?? 0) >= runs)
      .map(({ group }) => functions[group] as FunctionStatistics)
    const runs = readers.reduce((sum, each) => sum + each.runs, 0)
    if (runs < states.distinct) return []
    const path = model.path(slot)
    const names = readers.map(({ kind, name }) => `${kind} "${name}"`)
    const text = `"${path}" took ${counted(values)} values in ${counted(states.distinct)} states, so that what reads it (${listed(names)}) has to run in nearly each of them: ${formFor(program, slot)}`
    return [{ kind: 'value-per-state', subject: path, text, location: null, weight: runs }]
  })
}

function formFor({ model }: Program, slot: number): string {
  const example = model.table(slot).value(model.table(slot).size - 1)
  if (typeof example === 'number') {
    return 'leave out a count or a clock that only grows, or keep what is asked of it (a difference, a remainder, whether it is over)'
  }
  if (typeof example !== 'object' || example === null) return 'keep in it only what is asked of it'
  if (collectionKindOf(example) !== undefined)
    return 'declare it as a variable of its own, which is read by element and by pattern'
  if (Array.isArray(example)) {
    return 'keep only what its readers ask for, or declare it as list(…), or divide it by each(…) or record({ … }), so that they read a part'
  }
  return 'divide it by record({ … }) or each(…), so that its readers read the fields they look at'
}

export function counted(count: number): string {
  return count.toLocaleString('en-US')
}

/** The first names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown
}

import { type State, sameValue } from '../../spec/language/index.ts'
import { isDivided, type Shape, shapeUnder } from '../../spec/language/shape.ts'
import { suggest } from '../../spec/language/suggest.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { printFields } from '../print/print-value.ts'
import { count } from '../print/wording.ts'
import { playError } from './play-error.ts'

/** Which initial state: its index, from 0, or the values of some variables (of a family, of some members) in it. */
export type StartingFrom = number | State

/** The first initial state of this kind. Throws `PlayError` where there is none. Cost: computes those before it. */
export function initialState(world: PlainWorld, wanted: StartingFrom = 0): State {
  if (typeof wanted !== 'number' && (typeof wanted !== 'object' || wanted === null)) {
    const expected = 'expected the index of an initial state, or values of variables in it'
    throw playError(`startingFrom is ${String(wanted)}; ${expected}`, initialState)
  }
  let seen = 0
  const isWanted = typeof wanted === 'number' ? () => seen === wanted : matcher(world, wanted)
  for (const state of world.initialStates()) {
    if (isWanted(state)) return state
    seen++
  }
  const which = typeof wanted === 'number' ? `number ${wanted}, counted from 0` : `with ${printFields(wanted)}`
  throw playError(
    `there is no initial state ${which}; there ${seen === 1 ? 'is one' : `are ${count(seen)}`}`,
    initialState,
  )
}

function matcher({ definition }: PlainWorld, wanted: State): (state: State) => boolean {
  const { variables } = definition
  const unknown = Object.keys(wanted).find((name) => !variables.some((each) => each.name === name))
  if (unknown !== undefined) {
    const names = variables.map(({ name }) => name)
    throw playError(`startingFrom: there is no variable "${unknown}"${suggest(unknown, names)}`, initialState)
  }
  return (state) =>
    variables.every(({ name, shape }) => !Object.hasOwn(wanted, name) || isWithin(shape, wanted[name], state[name]))
}

/** Whether a family has the wanted members, level by level; a single value is the wanted one. */
function isWithin(shape: Shape, wanted: unknown, content: unknown): boolean {
  if (!isDivided(shape)) return sameValue(content, wanted)
  return Object.entries(wanted as State).every(([key, value]) =>
    isWithin(shapeUnder(shape, key) ?? null, value, (content as State)[key]),
  )
}

/** Who reads what a step wrote: the later steps of a story, and the promise at its end. Taken from plain runs. */
import { type State, sameValue } from '../../spec/language/index.ts'
import { choicesFor } from '../../spec/language/parameters.ts'
import { allCalls, type PlainPath } from '../../spec/semantics/path.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import type { Call } from '../../spec/semantics/world.ts'
import { slotsOf } from '../story/slots.ts'
import type { Feed } from '../story/story.ts'
import { readsDuring } from './promise-reads.ts'

/** By step (step n at n - 1, the closing step of a loop last): what it wrote that is read later. */
export function feedsOf(
  spec: PlainWorld,
  path: PlainPath,
  promiseReads: ReadonlyMap<number, ReadonlySet<string>>,
): readonly (readonly Feed[])[] {
  const calls = allCalls(path)
  const stateAfter = (number: number): number => (number === path.states.length ? (path.loop ?? 0) : number)
  const reads = calls.map((call, at) => readsOfStep(spec, path.states[at] ?? {}, call))
  const writes = calls.map((_, at) => writesOf(spec, path.states[at] ?? {}, path.states[stateAfter(at + 1)] ?? {}))
  return writes.map((paths, at) =>
    [...paths].flatMap((name) => {
      const readers = new Set<number>()
      let isReadByPromise = false
      const seen = new Set<number>()
      let state = stateAfter(at + 1)
      // Round the loop once and no further: by then it is the same again.
      while (!seen.has(state)) {
        seen.add(state)
        if (promiseReads.get(state)?.has(name)) isReadByPromise = true
        if (reads[state]?.has(name)) readers.add(state + 1)
        if (state >= calls.length || writes[state]?.has(name)) break
        state = stateAfter(state + 1)
      }
      if (readers.size === 0 && !isReadByPromise) return []
      return [{ path: name, readers: [...readers].sort((left, right) => left - right), isReadByPromise }]
    }),
  )
}

/** Variables read to find out that a step can be taken, and what it does. */
function readsOfStep(spec: PlainWorld, before: State, { action, args }: Call): ReadonlySet<string> {
  const definition = spec.definition.actions.find(({ name }) => name === action)
  if (definition === undefined) return new Set()
  return readsDuring(spec, before, (view) => {
    let given = {}
    for (const parameter of definition.parameters) {
      choicesFor(parameter, view, given)
      given = { ...given, [parameter.name]: args[parameter.name] }
    }
    if (definition.guard === null || definition.guard(view, args)) definition.effect(view, args)
  })
}

function writesOf(spec: PlainWorld, before: State, after: State): ReadonlySet<string> {
  const later = slotsOf(spec.definition, after)
  const changed = slotsOf(spec.definition, before).filter(({ value }, at) => !sameValue(value, later[at]?.value))
  return new Set(changed.map(({ path }) => path))
}

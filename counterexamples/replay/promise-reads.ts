/** Which variables a property reads where it is decided. */

import type { PropertyDefinition, State, StepCondition } from '../../spec/language/index.ts'
import {
  isOfProgress,
  type LookedAt,
  type ProgressProperty,
  propertyTraits,
} from '../../spec/language/property-kinds.ts'
import { partsAsked } from '../../spec/semantics/is-settled.ts'
import { loopIndices, loopSteps, type PlainPath } from '../../spec/semantics/path.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { recordedView } from '../../spec/semantics/recorded-view.ts'
import { Refinement } from '../../spec/semantics/refinement.ts'
import { storyBudget } from './story-budget.ts'
import { triggerIn } from './trigger.ts'

/**
 * Paths of variables, by index of the state in which they are read: at the end, on both sides of the last step, or all
 * round the loop.
 */
export function promiseReadsOf(
  spec: PlainWorld,
  property: PropertyDefinition,
  part: string | null,
  path: PlainPath,
): ReadonlyMap<number, ReadonlySet<string>> {
  const last = path.states.length - 1
  const indices: Readonly<Record<LookedAt, readonly number[]>> = {
    'last state': [last],
    'last step': [last - 1, last],
    loop: loopIndices(path),
    'whole path': [...path.states.keys()],
  }
  const record = (indices: readonly number[], read: (view: State, index: number) => void) =>
    new Map(
      indices.flatMap((index) => {
        const state = path.states[index]
        return state === undefined ? [] : [[index, readsDuring(spec, state, (view) => read(view, index))] as const]
      }),
    )
  const own = ownReads()
  return isOfProgress(property) ? withReads(own, assumedReads(property)) : own

  function ownReads(): ReadonlyMap<number, ReadonlySet<string>> {
    switch (property.kind) {
      case 'always':
      case 'can-always-reach':
      case 'no-way-back':
      case 'eventually':
      case 'infinitely-often':
      case 'eventually-always': {
        const parts = partsAsked(property.parts, part)
        return record(indices[propertyTraits[property.kind].lookedAt], (view) => {
          for (const { holds } of parts) holds(view)
        })
      }
      case 'leads-to':
      case 'leads-to-always': {
        const parts = partsAsked(property.parts, part).map((each) => ({
          ...each,
          at: triggerIn(spec, path, each, property),
        }))
        const mustStay = property.kind === 'leads-to-always'
        return record(indices['whole path'], (view, index) => {
          for (const { trigger, response, at } of parts) {
            if (at === null) continue
            if (index === at) trigger(view)
            // A loop that the trigger lies on has states before it, which come again after it.
            const from = mustStay ? (path.loop ?? last) : Math.min(at, path.loop ?? at)
            if (index >= from) response(view)
          }
        })
      }
      case 'reachable':
        return record([last], (view) => property.holds(view))
      case 'always-step':
      case 'reachable-step': {
        const call = path.calls.at(-1)
        if (call === undefined) return new Map()
        const before = recordedView(spec.definition, path.states[last - 1] ?? {}, spec.share)
        const after = readsDuring(spec, path.states[last] ?? {}, (view) => property.holds(before.view, call, view))
        return new Map([
          [last - 1, new Set(before.reads.keys())],
          [last, after],
        ])
      }
      case 'deadlock-free':
        return record([last], (view) => {
          property.isFinal?.(view)
          for (const action of spec.definition.actions) {
            for (const args of spec.instances(action, view)) action.guard?.(view, args)
          }
        })
      case 'infinitely-often-step':
        return stepReads(partsAsked(property.parts, part).map(({ holds }) => holds))
      case 'unless': {
        const parts = partsAsked(property.parts, part)
        return record(indices['last step'], (view) => {
          for (const { holds, until } of parts) {
            holds(view)
            until(view)
          }
        })
      }
      case 'refines': {
        // A family or a record that is handed on as it is has been read only where it is taken over.
        const refinement = new Refinement(spec.definition.name, property, storyBudget)
        return record(path.loop === null ? indices['last step'] : indices.loop, (view) => refinement.mapped(view))
      }
    }
  }

  /** What conditions read of the states on both sides of each step of the loop. */
  function stepReads(conditions: readonly StepCondition[]): ReadonlyMap<number, ReadonlySet<string>> {
    let reads: ReadonlyMap<number, ReadonlySet<string>> = new Map()
    for (const { from, to, call } of loopSteps(path)) {
      const before = recordedView(spec.definition, path.states[from] ?? {}, spec.share)
      const after = readsDuring(spec, path.states[to] ?? {}, (view) => {
        for (const holds of conditions) holds(before.view, call, view)
      })
      reads = withReads(withReads(reads, new Map([[from, new Set(before.reads.keys())]])), new Map([[to, after]]))
    }
    return reads
  }

  /** What is read to see that the loop does what is assumed. */
  function assumedReads(property: ProgressProperty): ReadonlyMap<number, ReadonlySet<string>> {
    const assumed = partsAsked<ProgressProperty['parts'][number]>(property.parts, part).flatMap(
      ({ assuming = [] }) => assuming,
    )
    const ofStates = record(indices.loop, (view) => {
      for (const each of assumed) if (each.of === 'states') each.holds(view)
    })
    return withReads(ofStates, stepReads(assumed.flatMap((each) => (each.of === 'steps' ? [each.holds] : []))))
  }
}

/** Both together. */
function withReads(
  first: ReadonlyMap<number, ReadonlySet<string>>,
  second: ReadonlyMap<number, ReadonlySet<string>>,
): ReadonlyMap<number, ReadonlySet<string>> {
  const indices = new Set([...first.keys(), ...second.keys()])
  return new Map(
    [...indices].map((index) => [index, new Set([...(first.get(index) ?? []), ...(second.get(index) ?? [])])]),
  )
}

/** Paths of the variables that a function of the user's reads in a state; until it throws, if it does. */
export function readsDuring(spec: PlainWorld, state: State, read: (view: State) => unknown): ReadonlySet<string> {
  const { view, reads } = recordedView(spec.definition, state, spec.share)
  try {
    read(view)
  } catch {
    // What it read until then is what it depends on.
  }
  return new Set(reads.keys())
}

import type { SpecDefinition, State } from './definition.ts'
import { contentOf, defineLazily, memberAt, withItsShape } from './family-shape.ts'
import { plainList } from './list-view.ts'
import { isPool, plainPool, type Share } from './plain-pool.ts'
import { printable } from './printed-view.ts'
import { holdsList, type Shape, shapeOfKeys } from './shape.ts'

/**
 * A state as user code sees it, over plain values: variables as they are, derived values computed on demand, nothing
 * tracked. For telling stories and for checking the checker; exploring uses tracked views. `share` gives the copy that
 * stands for every equal value, where there is one.
 */
export function plainView(definition: SpecDefinition, state: State, share: Share = (value) => value): State {
  const view: Record<string, unknown> = { ...state }
  for (const variable of definition.variables) {
    const { name, shape } = variable
    const content = state[name]
    view[name] = isPool(variable)
      ? plainPool(content as readonly unknown[], share)
      : holdsList(shape)
        ? withLists(shape, content, share)
        : withItsShape(shape, content)
  }
  for (const { name, keyLists, compute } of definition.derived) {
    defineLazily(view, name, shapeOfKeys(keyLists), (path) => compute(view, ...path))
  }
  // Without derived values it prints as it is, and may be returned whole: nothing is to be found in it but variables.
  return Object.freeze(definition.derived.length === 0 ? view : printable(view))
}

function withLists(shape: Shape, content: unknown, share: Share): unknown {
  return contentOf(shape, (path, leaf) => {
    const value = memberAt(content, path)
    return leaf === null ? value : plainList(value as readonly unknown[], share)
  })
}

import { defineLazily, memberAt, memberPath } from '../language/family-shape.ts'
import type { SpecDefinition, State } from '../language/index.ts'
import type { KeyPath } from '../language/keys.ts'
import { plainList } from '../language/list-view.ts'
import { isPool, plainPool, type Share } from '../language/plain-pool.ts'
import { printable } from '../language/printed-view.ts'
import { shapeOfKeys } from '../language/shape.ts'

/** A state as user code sees it that notes what was read. */
export interface RecordedView {
  readonly view: State
  /** Variables and members of families that were read, directly or through derived values, as paths with values. */
  readonly reads: ReadonlyMap<string, unknown>
  /** Derived values that were read. */
  readonly derivedReads: ReadonlyMap<string, unknown>
}

/** Like `plainView`; listing the keys of a family reads nothing, as while checking. */
export function recordedView(definition: SpecDefinition, state: State, share: Share = (value) => value): RecordedView {
  const view: Record<string, unknown> = {}
  const reads = new Map<string, unknown>()
  const derivedReads = new Map<string, unknown>()
  const note = (log: Map<string, unknown>, path: string, value: unknown): unknown => {
    log.set(path, value)
    return value
  }
  for (const variable of definition.variables) {
    const { name, shape } = variable
    const read = (path: KeyPath): unknown => note(reads, memberPath(name, path), memberAt(state[name], path))
    if (isPool(variable)) {
      const pool = plainPool(state[name] as readonly unknown[], share)
      defineLazily(view, name, shape, (path) => {
        read(path)
        return pool
      })
    } else {
      const lists = new Map<string, readonly unknown[]>()
      defineLazily(view, name, shape, (path, leaf) => {
        const value = read(path)
        if (leaf === null) return value
        const key = memberPath(name, path)
        const list = lists.get(key) ?? plainList(value as readonly unknown[], share)
        lists.set(key, list)
        return list
      })
    }
  }
  for (const { name, keyLists, compute } of definition.derived) {
    defineLazily(view, name, shapeOfKeys(keyLists), (path) =>
      note(derivedReads, memberPath(name, path), compute(view, ...path)),
    )
  }
  return { view: Object.freeze(printable(view)), reads, derivedReads }
}

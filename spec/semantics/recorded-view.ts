import type { SpecDefinition, State } from '../language/index.ts'
import { withDeclaredKeys } from '../language/keys.ts'
import { printable } from '../language/printed-view.ts'

/** A state as user code sees it that notes what was read. */
export interface RecordedView {
  readonly view: State
  /** Variables and members of families that were read, directly or through derived values, as paths with values. */
  readonly reads: ReadonlyMap<string, unknown>
  /** Derived values that were read. */
  readonly derivedReads: ReadonlyMap<string, unknown>
}

/** Like `plainView`; listing the keys of a family reads nothing, as while checking. */
export function recordedView(definition: SpecDefinition, state: State): RecordedView {
  const view: Record<string, unknown> = {}
  const reads = new Map<string, unknown>()
  const derivedReads = new Map<string, unknown>()
  const note = (log: Map<string, unknown>, path: string, value: unknown): unknown => {
    log.set(path, value)
    return value
  }
  for (const { name, keys } of definition.variables) {
    if (keys === null) {
      define(view, name, () => note(reads, name, state[name]))
      continue
    }
    const values = state[name] as Readonly<Record<string, unknown>>
    const members = printable(withDeclaredKeys({}, keys))
    for (const key of keys) define(members, String(key), () => note(reads, `${name}.${key}`, values[key]))
    define(view, name, () => members)
  }
  for (const { name, keys, compute } of definition.derived) {
    if (keys === null) {
      define(view, name, () => note(derivedReads, name, compute(view)))
      continue
    }
    const members = printable(withDeclaredKeys({}, keys))
    for (const key of keys) {
      define(members, String(key), () => note(derivedReads, `${name}.${key}`, compute(view, key)))
    }
    define(view, name, () => members)
  }
  return { view: Object.freeze(printable(view)), reads, derivedReads }
}

function define(target: object, name: string, get: () => unknown): void {
  Object.defineProperty(target, name, { get, enumerable: true })
}

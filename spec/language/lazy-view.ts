/**
 * An object whose members are read only where somebody looks: an ordinary object for whoever spreads it, lists its keys or
 * asks for its prototype. Frozen, and a write to it is told, also where JavaScript would let it pass in silence.
 */
import { printable } from './printed-view.ts'

/** `read` gives the value of a member; `refuse` is told of one that is assigned to. */
export function lazyView(
  names: readonly string[],
  read: (name: string) => unknown,
  refuse: (name: string) => void,
): Readonly<Record<string, unknown>> {
  const view: Record<string, unknown> = {}
  for (const name of names) {
    Object.defineProperty(view, name, { get: () => read(name), set: () => refuse(name), enumerable: true })
  }
  return Object.freeze(printable(view))
}

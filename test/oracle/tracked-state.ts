/** Plain states that note what is read of them, for computing findings without the engine. */
import type { Arguments, SpecDefinition, State } from '../../spec/language/index.ts'
import { withDeclaredKeys } from '../../spec/language/keys.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'

/** What was read, by reader: a function of the specification, or a derived value, each by a name of its own. */
export class ReadLog {
  readonly #byReader = new Map<string, Set<string>>()

  note(reader: string, place: string): void {
    this.of(reader).add(place)
  }

  of(reader: string): Set<string> {
    const places = this.#byReader.get(reader) ?? new Set<string>()
    this.#byReader.set(reader, places)
    return places
  }

  isRead(place: string): boolean {
    return [...this.#byReader.values()].some((places) => places.has(place))
  }

  /** Variables, or members of families, read by a reader itself or by derived values that it read, at any depth. */
  variablesBehind(reader: string, seen = new Set<string>()): Set<string> {
    const found = new Set<string>()
    for (const place of this.of(reader)) {
      if (!place.startsWith('derived ')) found.add(place)
      else if (!seen.has(place)) for (const behind of this.variablesBehind(place, seen.add(place))) found.add(behind)
    }
    return found
  }
}

/** Name of a variable or a member of one, or of a derived value, in a log. */
export function placeOf(kind: 'variable' | 'derived', name: string, key: string | number | null): string {
  return `${kind} ${JSON.stringify([name, key === null ? null : String(key)])}`
}

/** `state` as `reader` sees it; a derived value is computed each time it is read, by a reader of its own. */
export function trackedState(
  semantics: PlainWorld,
  definition: SpecDefinition,
  state: State,
  reader: string,
  log: ReadLog,
): State {
  const plain = semantics.view(state)
  const view: Record<string, unknown> = {}
  const put = (
    kind: 'variable' | 'derived',
    name: string,
    keys: readonly (string | number)[] | null,
    before: (key: string | number | null) => void,
  ): void => {
    const read = (key: string | number | null): unknown => {
      log.note(reader, placeOf(kind, name, key))
      before(key)
      return key === null ? plain[name] : (plain[name] as State)[key]
    }
    if (keys === null) {
      define(view, name, () => read(null))
      return
    }
    const members = withDeclaredKeys({}, keys)
    // In the order in which the plain state lists them.
    for (const key of Object.keys(plain[name] as object)) define(members, key, () => read(key))
    define(view, name, () => members)
  }
  for (const { name, keys } of definition.variables) put('variable', name, keys, () => {})
  for (const { name, keys, compute } of definition.derived) {
    put('derived', name, keys, (key) => {
      const own = trackedState(semantics, definition, state, placeOf('derived', name, key), log)
      if (key === null) compute(own)
      else compute(own, keys?.find((each) => String(each) === key) as string | number)
    })
  }
  return view
}

/** Arguments that say which of them are looked at. */
export function trackedArguments(args: Arguments, use: (parameter: string) => void): Arguments {
  const tracked = {}
  for (const name of Object.keys(args)) {
    define(tracked, name, () => {
      use(name)
      return args[name]
    })
  }
  return tracked
}

function define(target: object, name: string, get: () => unknown): void {
  Object.defineProperty(target, name, { get, enumerable: true })
}

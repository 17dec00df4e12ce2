/** Plain states that note what is read of them, for computing findings without the engine. */

import { memberAt } from '../../spec/language/family-shape.ts'
import type { Arguments, SpecDefinition, State } from '../../spec/language/index.ts'
import type { KeyPath } from '../../spec/language/keys.ts'
import { listView } from '../../spec/language/list-view.ts'
import { isPool } from '../../spec/language/plain-pool.ts'
import { type PoolQuestions, questionsTo } from '../../spec/language/pool-questions.ts'
import { poolView } from '../../spec/language/pool-view.ts'
import { isDivided, type Shape, shapeOfKeys, shapeUnder, withShape } from '../../spec/language/shape.ts'
import { type CollectionKind, collectionKindOf } from '../../spec/language/value.ts'
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
export function placeOf(kind: 'variable' | 'derived', name: string, path: KeyPath): string {
  return `${kind} ${JSON.stringify([name, ...path.map(String)])}`
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
  const put = (kind: 'variable' | 'derived', name: string, shape: Shape, before: (path: KeyPath) => void): void => {
    const read = (path: KeyPath): unknown => {
      log.note(reader, placeOf(kind, name, path))
      before(path)
      return memberAt(plain[name], path)
    }
    putLevel(view, name, plain[name], shape, [], read, semantics)
  }
  for (const variable of definition.variables) {
    const { name, shape } = variable
    if (isPool(variable)) {
      const pool = trackedPool(plain[name] as readonly unknown[], semantics, () =>
        log.note(reader, placeOf('variable', name, [])),
      )
      define(view, name, () => pool)
    } else put('variable', name, shape, () => {})
  }
  for (const derived of definition.derived) {
    put('derived', derived.name, shapeOfKeys(derived.keyLists), (path) => {
      const own = trackedState(semantics, definition, state, placeOf('derived', derived.name, path), log)
      derived.compute(own, ...path)
    })
  }
  return view
}

/** A pool of a plain state; each answer about its content is a read of it. */
function trackedPool(plain: readonly unknown[], { share }: PlainWorld, note: () => void): readonly unknown[] {
  const pool = questionsTo(plain) as PoolQuestions
  const noted =
    <Args extends unknown[], T>(ask: (...args: Args) => T) =>
    (...args: Args): T => {
      note()
      return ask(...args)
    }
  return poolView({
    kind: collectionKindOf(plain) as CollectionKind,
    share,
    copies: noted((element) => pool.copies(element)),
    part: noted((pattern) => pool.where(pattern)),
    whole: noted(() => pool.whole()),
    refuse: () => {
      throw new TypeError('a pool was written to')
    },
  })
}

/** A list of a plain state: whatever is asked of it but for the sake of a change is a read of it. */
function trackedList(plain: readonly unknown[], { share }: PlainWorld, note: () => unknown): readonly unknown[] {
  const values = share([...plain])
  const noted = (): readonly unknown[] => {
    note()
    return values
  }
  return listView({
    share,
    length: () => noted().length,
    lengthForChange: () => values.length,
    element: (index) => noted().at(index),
    whole: noted,
    refuse: () => {
      throw new TypeError('a list was written to')
    },
  })
}

/** Members in the order in which the plain state lists them, level by level. */
function putLevel(
  holder: object,
  name: string,
  plain: unknown,
  shape: Shape,
  path: KeyPath,
  read: (path: KeyPath) => unknown,
  semantics: PlainWorld,
): void {
  if (!isDivided(shape)) {
    const list = shape === null ? null : trackedList(plain as readonly unknown[], semantics, () => read(path))
    define(holder, name, () => list ?? read(path))
    return
  }
  const members = withShape({}, shape)
  for (const text of Object.keys(plain as object)) {
    const key = shape.keys.find((each) => String(each) === text) ?? text
    putLevel(members, text, (plain as State)[text], shapeUnder(shape, text) ?? null, [...path, key], read, semantics)
  }
  define(holder, name, () => members)
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

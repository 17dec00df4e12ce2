/**
 * Notes what steps do to phases and pools while a specification is explored. A phase is a place that holds a word: a variable, a
 * member of a family or a field whose value is a text, or null beside texts. The engine runs every action in every distinct situation, so a full
 * exploration notes everything.
 */
import { mapChanges, sharedFields } from '../../checker/mutation/changes.ts'
import { elementsOnlyIn, poolKind } from '../../checker/mutation/elements.ts'
import type { SpecDefinition, State } from '../../spec/language/index.ts'
import { disabled } from '../../spec/language/index.ts'
import { isDivided, membersOf, type Shape } from '../../spec/language/shape.ts'

/** A step that takes a place from one word to another. */
export interface PhaseChange {
  /** Variable or family, then fields: `nodes.role`. Keys of a family are left out, since its members are alike. */
  readonly place: string
  readonly from: string | null
  readonly to: string | null
  readonly action: string
}

/** A step that puts a message into a pool, or takes one out. */
export interface Passing {
  readonly pool: string
  /** The kind of message; null where messages of the pool name none. */
  readonly message: string | null
  readonly way: 'into' | 'out of'
  readonly action: string
}

/** Plain data; the same in any order of exploring. */
export interface PictureNotes {
  /** The words with which places begin. */
  readonly starts: readonly { readonly place: string; readonly word: string | null }[]
  readonly changes: readonly PhaseChange[]
  readonly passings: readonly Passing[]
  /** Words that name somebody: keys of families, and interchangeable ids. */
  readonly names: readonly string[]
}

/** A specification that does the same, and the notes that are taken of it. */
export interface Noting {
  readonly definition: SpecDefinition
  notes(): PictureNotes
}

export function noting(definition: SpecDefinition): Noting {
  const changes = new Map<string, PhaseChange>()
  const passings = new Map<string, Passing>()
  const note = (action: string, place: string, before: unknown, after: unknown): void => {
    if (isWord(before) && isWord(after)) {
      if (before !== after) keep(changes, { place, from: before, to: after, action })
      return
    }
    if (poolKind(before, after) !== null) {
      const pass = (way: Passing['way'], elements: readonly unknown[]): void => {
        for (const element of elements.filter(isMessage))
          keep(passings, { pool: place, message: kindOf(element), way, action })
      }
      pass('into', elementsOnlyIn(after, before))
      pass('out of', elementsOnlyIn(before, after))
      return
    }
    for (const field of sharedFields(before, after) ?? [])
      note(action, `${place}.${field}`, fieldOf(before, field), fieldOf(after, field))
  }
  const actions = definition.actions.map((action) => ({
    ...action,
    effect: (state: State, args: State) => {
      const changed = action.effect(state, args)
      if (changed === disabled) return changed
      mapChanges(definition, state, changed, (variable, before, after) => {
        note(action.name, variable, before, after)
        return after
      })
      return changed
    },
  }))
  return {
    definition: { ...definition, actions },
    notes: () => ({
      starts: startsOf(definition),
      changes: [...changes.values()],
      passings: [...passings.values()],
      names: namesIn(definition),
    }),
  }
}

/** Null stands beside words, for a place that holds none. */
function isWord(value: unknown): value is string | null {
  return typeof value === 'string' || value === null
}

function keep<T extends object>(all: Map<string, T>, item: T): void {
  all.set(JSON.stringify(Object.values(item)), item)
}

function fieldOf(value: unknown, field: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[field]
}

/** A pool of numbers holds no messages. */
function isMessage(element: unknown): element is string | object {
  return typeof element === 'string' || (typeof element === 'object' && element !== null)
}

/** A message names its kind in a field `type` or `kind`, or is a text that is it. */
function kindOf(element: string | object): string | null {
  if (typeof element === 'string') return element
  const named = ['type', 'kind'].map((field) => fieldOf(element, field)).find((value) => typeof value === 'string')
  return typeof named === 'string' ? named : null
}

function startsOf(definition: SpecDefinition): PictureNotes['starts'] {
  const starts = new Map<string, PictureNotes['starts'][number]>()
  const look = (place: string, shape: Shape, value: unknown): void => {
    if (isWord(value)) keep(starts, { place, word: value })
    else if (isDivided(shape)) {
      for (const { key, member } of membersOf(shape))
        look(shape.kind === 'family' ? place : `${place}.${key}`, member, fieldOf(value, String(key)))
    } else for (const field of sharedFields(value, value) ?? []) look(`${place}.${field}`, null, fieldOf(value, field))
  }
  for (const { name, shape, initial } of definition.variables) look(name, shape, initial)
  return [...starts.values()]
}

function namesIn({ variables, symmetric }: SpecDefinition): readonly string[] {
  const names = new Set<unknown>(symmetric?.flat())
  const look = (shape: Shape): void => {
    if (!isDivided(shape)) return
    if (shape.kind === 'family') for (const key of shape.keys) names.add(key)
    shape.members.forEach(look)
  }
  for (const { shape } of variables) look(shape)
  return [...names].filter((name) => typeof name === 'string')
}

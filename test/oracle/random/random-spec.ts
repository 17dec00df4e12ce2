/**
 * Random specifications: small state graphs from random expression trees, meant to meet every corner of the language.
 * A blueprint is plain data, so that a failing one shrinks and can be printed.
 */
import fc from 'fast-check'
import {
  append,
  at,
  bag,
  change,
  copies,
  count,
  disabled,
  each,
  every,
  has,
  insert,
  keysOf,
  list,
  record,
  removeOne,
  replace,
  type SpecDefinition,
  type State,
  sameValue,
  set,
  some,
  specify,
  tail,
  truncate,
  where,
} from '../../../spec/language/index.ts'
import { type KeyLists, type KeyPath, keyPaths } from '../../../spec/language/keys.ts'
import { isDivided, type Shape, shapeUnder } from '../../../spec/language/shape.ts'
import { collectionKindOf } from '../../../spec/language/value.ts'
import type { Args, LooseBuilder, StepCondition } from './loose-builder.ts'

/** Where an expression reads: a slot, counted round; of the state after the step where there is one. */
interface Place {
  readonly slot: number
  readonly isAfter: boolean
}

export type Expression =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'argument'; readonly index: number }
  | { readonly kind: 'action' }
  | { readonly kind: 'read'; readonly place: Place }
  | { readonly kind: 'readChosen'; readonly chooser: Expression; readonly places: readonly Place[] }
  | { readonly kind: 'tree'; readonly place: Place; readonly children: readonly Expression[] }
  | { readonly kind: 'same'; readonly left: Place; readonly right: Place }
  | { readonly kind: 'derived'; readonly index: number; readonly key: Expression; readonly isAfter: boolean }
  | { readonly kind: 'family'; readonly slot: number; readonly look: FamilyLook; readonly isAfter: boolean }
  | { readonly kind: 'add'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'ask'
      readonly place: Place
      readonly other: Place
      readonly question: PoolQuestion
      readonly pattern: PatternChoice
      readonly first: Expression
      readonly second: Expression
      readonly changes: number
    }

/** A pattern that is always the same, or one that the state and the arguments choose: some fields of an element. */
type PatternChoice =
  | { readonly kind: 'fixed'; readonly index: number }
  | { readonly kind: 'of element'; readonly element: Expression; readonly fields: number }

type FamilyLook = 'count' | 'some' | 'every' | 'keys' | 'spread' | 'first key' | 'changed' | 'beside'

export type Write =
  | { readonly kind: 'set'; readonly slot: number; readonly value: Expression }
  | { readonly kind: 'next'; readonly chooser: Expression; readonly by: Expression }
  | { readonly kind: 'setChosen'; readonly chooser: Expression; readonly value: Expression }
  | { readonly kind: 'copy'; readonly from: number; readonly to: number }
  | { readonly kind: 'insert'; readonly slot: number; readonly value: Expression }
  | { readonly kind: 'remove'; readonly slot: number; readonly value: Expression }
  | { readonly kind: 'spread'; readonly slot: number; readonly value: Expression }
  | { readonly kind: 'copyFamily'; readonly from: number; readonly to: number; readonly value: Expression | null }
  | { readonly kind: 'put'; readonly slot: number; readonly first: Expression; readonly second: Expression }
  | { readonly kind: 'keep'; readonly slot: number; readonly pattern: PatternChoice; readonly isWrapped: boolean }

export type Domain =
  | { readonly kind: 'constant'; readonly values: readonly unknown[] }
  | { readonly kind: 'values' }
  | { readonly kind: 'pool'; readonly slot: number }
  | { readonly kind: 'part'; readonly slot: number; readonly pattern: PatternChoice }
  /** The part; without its first element where it is the content of another slot, or the part by the next pattern. */
  | { readonly kind: 'compared part'; readonly slot: number; readonly pattern: number; readonly other: number }
  /** The part, or where the choice says so the one by the next pattern. */
  | { readonly kind: 'one of two parts'; readonly slot: number; readonly pattern: number; readonly choice: Expression }
  | { readonly kind: 'range'; readonly size: Expression }
  | { readonly kind: 'some values'; readonly choice: Expression }
  | { readonly kind: 'given'; readonly value: Expression }

interface Condition {
  readonly value: Expression
  /** The condition is false where the value leaves this remainder. */
  readonly divisor: number
  readonly remainder: number
}

export interface Blueprint {
  /** Values that variables take; structurally equal ones included. */
  readonly values: readonly unknown[]
  /** How many numbers and senders the messages have, of two kinds, that pools may hold besides; null = none. */
  readonly messages: { readonly numbers: number; readonly senders: number } | null
  /** Which message an action more puts into a pool, where there are messages: without one, most pools hold few. */
  readonly mailed: Expression
  readonly variables: readonly {
    readonly kind: 'value' | 'set' | 'bag' | 'list'
    /** Declared as the one before is, but for what it begins with. */
    readonly isTwin: boolean
    /** A list for each level of a family; none for a single variable. */
    readonly keyLists: KeyLists
    /** Which of the levels are records, where the others are families. */
    readonly isRecord: readonly boolean[]
    readonly initial: number
  }[]
  readonly initialStates: readonly (readonly { readonly slot: number; readonly value: number }[])[] | null
  readonly derived: readonly {
    readonly keyLists: KeyLists
    readonly value: Expression
    readonly isNested: boolean
  }[]
  readonly actions: readonly {
    readonly domains: readonly Domain[]
    readonly guard: Condition | null
    readonly disabledWhere: Condition | null
    readonly writes: readonly Write[]
    readonly otherwise: readonly Write[]
    readonly choice: Expression
  }[]
  /** Adds an action that takes each of so many slots to its next value: without one, most graphs are tiny. */
  readonly stirredSlots: number
  readonly stirGuard: Condition | null
  readonly properties: readonly {
    readonly kind: 'always' | 'keyed' | 'of pairs' | 'parts' | 'alwaysStep' | 'reachable' | 'reachableStep'
    readonly conditions: readonly Condition[]
  }[]
  readonly deadlockFree: 'no' | 'plain' | Condition
  readonly constraints: readonly Condition[]
}

/** What a set or a bag is asked. */
const poolQuestions = [
  'has',
  'copies',
  'part',
  'length',
  'same part',
  'one part',
  'first',
  'whole',
  'same',
  'in it',
] as const
type PoolQuestion = (typeof poolQuestions)[number]

/** Parts of the values below, and what they have not. */
const patterns: readonly Readonly<Record<string, unknown>>[] = [
  { k: 0 },
  { k: 1 },
  { n: 1 },
  { n: 1, k: 0 },
  {},
  { a: 1 },
  { b: [2] },
  { a: { a: [] } },
  { toString: 1 },
]

const place: fc.Arbitrary<Place> = fc.record({ slot: fc.nat(9), isAfter: fc.boolean() })

const { expression, pattern } = fc.letrec<{ expression: Expression; pattern: PatternChoice }>((tie) => ({
  pattern: fc.oneof(
    fc.record({ kind: fc.constant('fixed' as const), index: fc.nat(9) }),
    fc.record({ kind: fc.constant('of element' as const), element: tie('expression'), fields: fc.nat(15) }),
  ),
  expression: fc.oneof(
    { maxDepth: 3, depthSize: 'medium', withCrossShrink: true },
    fc.record({ kind: fc.constant('constant' as const), value: fc.nat(6) }),
    fc.record({ kind: fc.constant('read' as const), place }),
    fc.record({ kind: fc.constant('argument' as const), index: fc.nat(1) }),
    fc.record({ kind: fc.constant('action' as const) }),
    fc.record({ kind: fc.constant('same' as const), left: place, right: place }),
    fc.record({
      kind: fc.constant('family' as const),
      slot: fc.nat(9),
      look: fc.constantFrom<FamilyLook[]>('count', 'some', 'every', 'keys', 'spread', 'first key', 'changed', 'beside'),
      isAfter: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('readChosen' as const),
      chooser: tie('expression'),
      places: fc.array(place, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('tree' as const),
      place,
      children: fc.array(tie('expression'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('derived' as const),
      index: fc.nat(2),
      key: tie('expression'),
      isAfter: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('add' as const), left: tie('expression'), right: tie('expression') }),
    fc.record({
      kind: fc.constant('ask' as const),
      place,
      other: place,
      question: fc.constantFrom(...poolQuestions),
      pattern: tie('pattern'),
      first: tie('expression'),
      second: tie('expression'),
      changes: fc.nat(4),
    }),
  ),
}))

const condition: fc.Arbitrary<Condition> = fc.record({
  value: expression,
  divisor: fc.constantFrom(2, 5, 7, 11, 17, 23),
  remainder: fc.nat(22),
})

/** Values that are easily mistaken for each other, and ordinary ones. */
const smallValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.nat(3),
  fc.constantFrom<unknown[]>(null, 'null', true, false, '', '0', 0, -0, 1.5, 'a'),
  fc
    .constantFrom<(() => unknown)[]>(
      () => [],
      () => ({}),
      () => set(),
      () => bag(),
      () => [1],
      () => set([1]),
      () => bag([1]),
      () => bag([1, 1]),
      () => ({ a: 1, b: [2] }),
      () => ({ b: [2], a: 1 }),
      () => ({ a: { a: [] } }),
      () => ({ k: 0, n: 1 }),
      () => ({ k: 0, n: 2 }),
      () => ({ k: 1, n: 1 }),
      () => ({ k: 0 }),
      () => [[null], { a: set([{ x: 0 }]) }],
      () => [['null'], { a: set([{ x: -0 }]) }],
    )
    .map((make) => make()),
)

const messages = fc.record({
  numbers: fc.integer({ min: 2, max: 5 }),
  senders: fc.integer({ min: 2, max: 4 }),
})

const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ kind: fc.constant('next' as const), chooser: expression, by: expression }),
  fc.record({ kind: fc.constant('next' as const), chooser: expression, by: expression }),
  fc.record({ kind: fc.constant('set' as const), slot: fc.nat(9), value: expression }),
  fc.record({ kind: fc.constant('setChosen' as const), chooser: expression, value: expression }),
  fc.record({ kind: fc.constant('copy' as const), from: fc.nat(9), to: fc.nat(9) }),
  fc.record({ kind: fc.constant('insert' as const), slot: fc.nat(9), value: expression }),
  fc.record({ kind: fc.constant('remove' as const), slot: fc.nat(9), value: expression }),
  fc.record({ kind: fc.constant('spread' as const), slot: fc.nat(9), value: expression }),
  fc.record({
    kind: fc.constant('copyFamily' as const),
    from: fc.nat(9),
    to: fc.nat(9),
    value: fc.option(expression),
  }),
  fc.record({ kind: fc.constant('put' as const), slot: fc.nat(9), first: expression, second: expression }),
  fc.record({ kind: fc.constant('put' as const), slot: fc.nat(9), first: expression, second: expression }),
  fc.record({
    kind: fc.constant('keep' as const),
    slot: fc.nat(9),
    pattern,
    isWrapped: fc.boolean(),
  }),
)

const domain: fc.Arbitrary<Domain> = fc.oneof(
  fc.record({ kind: fc.constant('constant' as const), values: fc.array(smallValue, { maxLength: 4 }) }),
  fc.record({ kind: fc.constant('values' as const) }),
  fc.record({ kind: fc.constant('pool' as const), slot: fc.nat(9) }),
  fc.record({ kind: fc.constant('part' as const), slot: fc.nat(9), pattern }),
  fc.record({
    kind: fc.constant('compared part' as const),
    slot: fc.nat(9),
    pattern: fc.nat(9),
    other: fc.nat(9),
  }),
  fc.record({
    kind: fc.constant('one of two parts' as const),
    slot: fc.nat(9),
    pattern: fc.nat(9),
    choice: expression,
  }),
  fc.record({ kind: fc.constant('range' as const), size: expression }),
  fc.record({ kind: fc.constant('some values' as const), choice: expression }),
  fc.record({ kind: fc.constant('given' as const), value: expression }),
)

const keys = fc.constantFrom<(string | number)[][]>(
  ['a'],
  ['b', 'a'],
  [0, 1, 2],
  [2, 1],
  ['x', 10, 9],
  ['p', 'q', 'r', 's'],
)
const keyLists = fc.oneof(
  fc.constant([]),
  fc.tuple(keys),
  fc.tuple(keys),
  fc.tuple(keys, keys),
  fc.tuple(keys, keys, keys),
)
const writes = fc.array(write, { minLength: 1, maxLength: 3, size: 'max' })

export const blueprint: fc.Arbitrary<Blueprint> = fc.record({
  values: fc.array(smallValue, { minLength: 2, maxLength: 4, size: 'max' }),
  messages: fc.oneof(fc.constant(null), fc.constant(null), messages),
  mailed: expression,
  variables: fc.array(
    fc.record({
      kind: fc.constantFrom('value' as const, 'value' as const, 'set' as const, 'bag' as const, 'list' as const),
      isTwin: fc.boolean(),
      keyLists,
      isRecord: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      initial: fc.nat(3),
    }),
    { minLength: 1, maxLength: 4, size: 'max' },
  ),
  initialStates: fc.option(
    fc.array(fc.array(fc.record({ slot: fc.nat(9), value: fc.nat(3) }), { maxLength: 3 }), {
      minLength: 1,
      maxLength: 4,
    }),
    { freq: 2 },
  ),
  derived: fc.array(fc.record({ keyLists, value: expression, isNested: fc.boolean() }), { maxLength: 3 }),
  actions: fc.array(
    fc.record({
      domains: fc.array(domain, { maxLength: 2 }),
      guard: fc.option(condition, { freq: 2 }),
      disabledWhere: fc.option(condition, { freq: 2 }),
      writes,
      otherwise: writes,
      choice: expression,
    }),
    { minLength: 1, maxLength: 4, size: 'max' },
  ),
  stirredSlots: fc.nat(8),
  stirGuard: fc.option(condition, { freq: 2 }),
  properties: fc.array(
    fc.record({
      kind: fc.constantFrom(
        'always' as const,
        'keyed' as const,
        'of pairs' as const,
        'parts' as const,
        'alwaysStep' as const,
        'reachable' as const,
        'reachableStep' as const,
      ),
      conditions: fc.array(condition, { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 5, size: 'max' },
  ),
  deadlockFree: fc.oneof(fc.constantFrom('no' as const, 'plain' as const), condition),
  constraints: fc.array(condition, { maxLength: 2 }),
})

/** A slot as the specification sees it: at the end of a path of keys, empty for a single variable. */
interface Slot {
  readonly variable: string
  readonly path: KeyPath
  readonly kind: 'value' | 'set' | 'bag' | 'list'
}

/** A list of the state, or an ordinary array. */
type Values = readonly unknown[]

/** What is done to lists: in the language's own words, and in those of JavaScript, which mean the same. */
interface ListWords {
  append(values: Values, value: unknown): Values
  replace(values: Values, index: number, value: unknown): Values
  truncate(values: Values, length: number): Values
  tail(values: Values): Values
}
const ownWords: ListWords = { append, replace, truncate, tail }
const javaScript: ListWords = {
  append: (values, value) => [...values, value],
  replace: (values, index, value) => [...values.slice(0, index), value, ...values.slice(index + 1)],
  truncate: (values, length) => values.slice(0, length),
  tail: ([, ...rest]) => rest,
}

/** States that a blueprint may have at most: what does not fit is left out of it. */
const MOST_STATES = 2_000
/** Where pools hold messages: of what is possible little is reached. */
const MOST_STATES_WITH_MESSAGES = 1_000
/** Members of a set, a bag or a list in a state. */
const MOST_MEMBERS = 2

/** What an expression is evaluated on. */
interface Scope {
  readonly state: State
  readonly after?: State
  readonly args?: Readonly<Record<string, unknown>>
  readonly action?: string
  /** Derived values that are declared already. */
  readonly derived: number
}

/**
 * The specification that a blueprint describes. `isPlain` writes it without places: records are changed by a spread, lists
 * are ordinary arrays, and of sets and bags a copy is made before anything is asked of them or changed. It means the same, and for the second explorer
 * it takes another way: none of what views remember of changes.
 */
export function specificationOf(plan: Blueprint, isPlain = false): SpecDefinition {
  const members = plan.messages === null ? plan.values : [...messagesOf(plan.messages), ...plan.values.slice(0, 2)]
  // As they stand in a state: a copy keeps the order of keys that an author wrote.
  const elements = isPlain ? members.map(withSortedKeys) : members
  const changed = isPlain ? (view: object, fields: object): object => ({ ...view, ...fields }) : change
  const words = isPlain ? javaScript : ownWords
  const slots: Slot[] = []
  /** Families on every level, with a slot inside each. */
  const families: (Slot & { readonly lists: KeyLists; readonly inside: Slot })[] = []
  const variables: Record<string, unknown> = {}
  const initialOf = (kind: Slot['kind'], initial: number): unknown => {
    if (kind === 'value') return pick(plan.values, initial)
    if (kind === 'list') return elements.slice(0, initial % (MOST_MEMBERS + 1))
    const first = elements.slice(0, initial % 2)
    return kind === 'set' ? set(first) : bag(first)
  }
  // A variable declared as a set or a bag must stay one; these are to take any value.
  const declared = (kind: Slot['kind'], initial: number): unknown => {
    const value = initialOf(kind, initial)
    if (kind === 'list' && !isPlain) return list(value as Values)
    return kind === 'value' && Array.isArray(value) ? 0 : value
  }
  const mostStates = plan.messages === null ? MOST_STATES : MOST_STATES_WITH_MESSAGES
  let states = 1
  plan.variables.forEach(({ isTwin, initial, ...own }, at) => {
    const name = `v${at}`
    const { kind: wantedKind, keyLists, isRecord } = (isTwin && plan.variables[at - 1]) || own
    const isNoPool = wantedKind === 'value' || wantedKind === 'list'
    const kind = plan.messages !== null && at === 0 && isNoPool ? 'bag' : wantedKind
    // Messages are too many for more than one pool of them in a variable.
    const wanted = kind === 'value' || plan.messages === null ? keyLists : []
    const perSlot = kind === 'value' ? plan.values.length + 1 : poolsOf(elements.length)
    let most = slots.length === 0 ? 1 : 0
    for (let all = states * perSlot ** (most + 1); all <= mostStates; all *= perSlot) most++
    if (most === 0) return
    const lists = shortened(wanted, most)
    const paths = keyPaths(lists)
    states *= perSlot ** paths.length
    const numberOf = (path: KeyPath): number => paths.findIndex((each) => String(each) === String(path))
    const declare = (inner: KeyLists, path: KeyPath): unknown => {
      const [keys, ...deeper] = inner
      if (keys === undefined) return declared(kind, initial + numberOf(path))
      return isRecord[path.length]
        ? record(Object.fromEntries(keys.map((key) => [key, declare(deeper, [...path, key])])))
        : each(keys, (key) => declare(deeper, [...path, key]))
    }
    variables[name] = declare(lists, [])
    for (const path of paths) slots.push({ variable: name, path, kind })
    lists.forEach((_, level) => {
      for (const path of keyPaths(lists.slice(0, level))) {
        const inside = paths.find((each) => String(each.slice(0, level)) === String(path)) ?? []
        families.push({
          variable: name,
          path,
          kind,
          lists: lists.slice(level),
          inside: { variable: name, path: inside, kind },
        })
      }
    })
  })

  const slotAt = (number: number): Slot => pick(slots, number)
  const contentOf = (state: State, { variable, path }: Slot): unknown =>
    path.reduce<unknown>((level, key) => (level as Readonly<Record<string, unknown>>)[key], state[variable])
  const stateFor = (scope: Scope, isAfter: boolean): State => (isAfter ? (scope.after ?? scope.state) : scope.state)
  const read = (scope: Scope, { slot, isAfter }: Place): unknown => contentOf(stateFor(scope, isAfter), slotAt(slot))
  /** What may be asked about its elements. */
  const poolIn = <Content>(content: Content): Content => {
    if (!isPlain || !isCollection(content)) return content
    return (collectionKindOf(content) === 'set' ? set(content) : bag(content)) as never
  }
  const poolOf = (state: State, slot: Slot): ReturnType<typeof bag> => poolIn(contentOf(state, slot) as never)
  const isPlace = ({ slot }: Place): boolean => slotAt(slot).kind !== 'value' && slotAt(slot).path.length === 0
  const isList = ({ slot }: Place): boolean => slotAt(slot).kind === 'list'
  const patternOf = (choice: PatternChoice, scope: Scope): Readonly<Record<string, unknown>> => {
    if (choice.kind === 'fixed') return pick(patterns, choice.index)
    const element = withSortedKeys(pick(elements, evaluate(choice.element, scope)))
    if (typeof element !== 'object' || element === null || Array.isArray(element)) return {}
    return Object.fromEntries(Object.entries(element).filter((_, at) => ((choice.fields >> at) & 1) === 1))
  }

  const evaluate = (expression: Expression, scope: Scope): number => {
    switch (expression.kind) {
      case 'constant':
        return expression.value
      case 'argument':
        return measure(scope.args?.[`p${expression.index}`] ?? 2)
      case 'action':
        return measure(scope.action ?? '')
      case 'read':
        return measure(read(scope, expression.place))
      case 'readChosen':
        return measure(read(scope, pick(expression.places, evaluate(expression.chooser, scope))))
      case 'tree':
        return evaluate(pick(expression.children, measure(read(scope, expression.place))), scope)
      case 'same':
        return sameValue(read(scope, expression.left), read(scope, expression.right)) ? 1 : 0
      case 'derived':
        return readDerived(expression, scope)
      case 'family':
        return families.length === 0 ? 0 : lookAtFamily(expression.look, familyAt(expression, scope), changed)
      case 'ask':
        return ask(expression, scope)
      case 'add':
        return evaluate(expression.left, scope) + evaluate(expression.right, scope)
    }
  }
  const ask = (asked: Expression & { readonly kind: 'ask' }, scope: Scope): number => {
    const content = poolIn(read(scope, asked.place))
    const other = read(scope, asked.other)
    if (isList(asked.place)) return lookAtList(content as Values, asked, scope)
    if (!isCollection(content)) return 4
    // A place has elements as they stand in a state, and a value keeps the order of keys in what it is given.
    const inOrder = isPlace(asked.place) ? <T>(value: T): T => value : withSortedKeys
    const [first, second] = [asked.first, asked.second].map((each) => inOrder(pick(elements, evaluate(each, scope))))
    const pattern = patternOf(asked.pattern, scope)
    // Parts and elements of a variable are compared with === by content; what is another place is never the same.
    const isOne = (one: unknown, same: unknown): boolean =>
      // A list that is a place is no value, and equals none.
      isList(asked.other)
        ? false
        : isPlain && isPlace(asked.place)
          ? !isPlace(asked.other) && sameValue(one, same)
          : one === same
    const pool = pick(
      [
        () => content,
        () => insert(content, first),
        () => removeOne(content, first),
        () => removeOne(insert(content, first), second),
        () => insert(removeOne(removeOne(content, first), second), first),
      ],
      asked.changes,
    )()
    const part = (): readonly unknown[] => where(pool, pattern as never) as readonly unknown[]
    switch (asked.question) {
      case 'has':
        return has(pool, second) ? 1 : 0
      case 'copies':
        return copies(pool, second)
      case 'part':
        return measure(part())
      case 'length':
        return part().length
      case 'same part':
        return isCollection(other) && sameValue(part(), where(other, pattern as never)) ? 1 : 0
      case 'one part':
        if (!isCollection(other)) return 0
        if (!isPlain) return (part() as unknown) === where(other, pattern as never) ? 1 : 0
        return [asked.place, asked.other].every(isPlace) && sameValue(part(), where(other, pattern as never)) ? 1 : 0
      case 'first':
        return part().length > 0 && isOne(part()[0], other) ? 1 : 0
      case 'whole':
        return measure(pool.filter((value) => !isOne(value, other)))
      case 'same':
        return sameValue(pool, other) ? 1 : 0
      case 'in it':
        return (pool as readonly unknown[]).includes(other) ? 1 : 0
    }
  }
  const lookAtList = (content: Values, asked: Expression & { readonly kind: 'ask' }, scope: Scope): number => {
    const [first, second] = [asked.first, asked.second].map((each) => pick(elements, evaluate(each, scope)))
    const index = evaluate(asked.second, scope) % 3
    const values = pick(
      [
        () => content,
        () => words.append(content, first),
        () => words.truncate(content, 1),
        () => words.tail(words.append(content, first)),
        () => (content.length === 0 ? content : words.replace(words.append(content, second), 0, first)),
      ],
      asked.changes,
    )()
    switch (asked.question) {
      case 'has':
        return (values.some((each) => sameValue(each, second)) ? 1 : 0) + (content.includes(second) ? 2 : 0)
      case 'length':
        return values.length
      case 'first':
        return measure(values[index] ?? 'none')
      case 'copies':
        return measure(values.at(-1) ?? 'none')
      case 'part':
        return measure(values.at(-1 - index) ?? 'none')
      case 'same part':
        return measure([...values.map((value) => measure(value)), values.at(index) ?? null])
      case 'one part':
        return content[0] === content[1] ? 1 : 0
      case 'whole':
        return measure(values)
      case 'same':
        return sameValue(values, read(scope, asked.other)) ? 1 : 0
      case 'in it':
        return JSON.stringify(values).length + (1 in values ? 1 : 0) + Object.keys(values).length
    }
  }
  /** No longer than others are, read or not. */
  const changedList = (values: Values, number: number): Values => {
    const value = pick(elements, number)
    const longest = (all: Values): Values => words.truncate(all, MOST_MEMBERS)
    return pick(
      [
        () => longest(words.append(values, value)),
        () => words.append(words.tail(values), value),
        () => (values.length < MOST_MEMBERS ? words.append(values, value) : words.truncate(values, 1)),
        () => words.truncate(values, number % 2),
        () => (values.length > 0 ? words.replace(values, values.length - 1, value) : [value]),
        () => (values.at(1) === undefined ? words.append(values, value) : words.replace(values, 1, value)),
        () => [value],
        () => [...values].reverse(),
        () => words.tail(values),
        () => longest(words.append(words.replace(words.append(words.truncate(values, 1), value), 0, value), value)),
        () => values.filter((each) => !sameValue(each, value)),
      ],
      number,
    )()
  }
  const familyAt = ({ slot, isAfter }: { slot: number; isAfter: boolean }, scope: Scope): State =>
    contentOf(stateFor(scope, isAfter), pick(families, slot)) as State
  const readDerived = (expression: Expression & { readonly kind: 'derived' }, scope: Scope): number => {
    if (scope.derived === 0) return 5
    const number = expression.index % scope.derived
    const { keyLists: lists } = plan.derived[number] as Blueprint['derived'][number]
    const path = pick(keyPaths(lists), evaluate(expression.key, scope))
    return measure(contentOf(stateFor(scope, expression.isAfter), { variable: `d${number}`, path, kind: 'value' }))
  }
  const isTrue = ({ value, divisor, remainder }: Condition, scope: Scope): boolean =>
    evaluate(value, scope) % divisor !== remainder % divisor
  const all = plan.derived.length
  /** What parameters range over: not all of many elements, so that steps stay few. */
  const chosenOnes = plan.messages === null ? plan.values : elements.slice(-4)

  let spec = specify('random', variables) as unknown as LooseBuilder
  const { initialStates } = plan
  const declaredState = Object.fromEntries(spec.definition.variables.map(({ name, initial }) => [name, initial]))
  if (initialStates !== null) {
    spec = spec.startingFrom(function* () {
      for (const entries of initialStates) {
        const changes: Record<string, unknown> = {}
        for (const { slot, value } of entries)
          write(changes, slotAt(slot), initialOf(slotAt(slot).kind, value), declaredState)
        yield changes
      }
    })
  }
  plan.derived.forEach(({ keyLists: lists, value, isNested }, at) => {
    const compute = (state: State, args?: Args): unknown => {
      const number = evaluate(value, { state, derived: at, ...(args && { args }) }) % 5
      return isNested ? { at: [number, number % 2], of: plan.values[0] } : number
    }
    spec = spec.derive(`d${at}`, ...lists, (state: State, ...[p0, p1 = p0]: KeyPath) =>
      compute(state, p0 === undefined ? undefined : { p0, p1 }),
    )
  })

  const write = (changes: Record<string, unknown>, { variable, path }: Slot, value: unknown, state: State): void => {
    const shape = spec.definition.variables.find(({ name }) => name === variable)?.shape ?? null
    changes[variable] = written(changes[variable], path, value, { shape, before: () => state[variable] })
  }
  /** The change with the member at the end of a path put in; a family that was copied whole becomes its members. */
  const written = (
    known: unknown,
    [key, ...rest]: KeyPath,
    value: unknown,
    { shape, before }: { readonly shape: Shape; readonly before: () => unknown },
  ): unknown => {
    if (key === undefined || !isDivided(shape)) return value
    const members = known as Readonly<Record<string, unknown>> | undefined
    const inside = {
      shape: shapeUnder(shape, String(key)) ?? null,
      before: (): unknown => (before() as State)[key],
    }
    const member = rest.length === 0 ? value : written(members?.[key], rest, value, inside)
    if (shape.kind === 'record') return changed((members ?? before()) as object, { [key]: member })
    return { ...members, ...at(key, member) }
  }
  const put = (changes: Record<string, unknown>, slot: Slot, number: number, scope: Scope): void => {
    if (slot.kind === 'value') {
      write(changes, slot, pick(plan.values, number), scope.state)
      return
    }
    if (slot.kind === 'list') {
      write(changes, slot, changedList(contentOf(scope.state, slot) as Values, number), scope.state)
      return
    }
    const pool = poolOf(scope.state, slot)
    const value = pick(elements, number)
    write(changes, slot, pool.length < MOST_MEMBERS ? insert(pool, value) : removeOne(pool, value), scope.state)
  }
  /** What is put in the place of an element comes where there is none like it: so the graph stays small. */
  const isOneTooMuch = (slot: Slot, pool: ReturnType<typeof bag>, first: unknown, second: unknown): boolean => {
    const kind = typeof second === 'object' && second !== null && 'kind' in second ? second.kind : null
    if (kind !== null) return where(removeOne(pool, first), { kind } as never).length > 0
    return slot.kind === 'bag' && (copies(pool, second) > 0 || sameValue(first, second))
  }
  const applyWrites = (entries: readonly Write[], scope: Scope): Record<string, unknown> => {
    const changes: Record<string, unknown> = {}
    for (const entry of entries) {
      switch (entry.kind) {
        case 'set':
        case 'insert':
          put(changes, slotAt(entry.slot), evaluate(entry.value, scope), scope)
          break
        case 'next': {
          const slot = slotAt(evaluate(entry.chooser, scope))
          const now = contentOf(scope.state, slot)
          const index = plan.values.findIndex((value) => sameValue(value, now))
          put(changes, slot, index + 1 + evaluate(entry.by, scope), scope)
          break
        }
        case 'setChosen':
          put(changes, slotAt(evaluate(entry.chooser, scope)), evaluate(entry.value, scope), scope)
          break
        case 'copy': {
          const from = slotAt(entry.from)
          const to = slotAt(entry.to)
          if (from.kind === to.kind) write(changes, to, contentOf(scope.state, from), scope.state)
          break
        }
        case 'remove': {
          const slot = slotAt(entry.slot)
          if (slot.kind === 'value' || slot.kind === 'list') break
          const value = pick(elements, evaluate(entry.value, scope))
          write(changes, slot, removeOne(poolOf(scope.state, slot), value), scope.state)
          break
        }
        case 'put': {
          const slot = slotAt(entry.slot)
          if (slot.kind === 'value' || slot.kind === 'list') break
          const pool = poolOf(scope.state, slot)
          const [first, second] = [entry.first, entry.second].map((each) => pick(elements, evaluate(each, scope)))
          const isFull = isOneTooMuch(slot, pool, first, second)
          write(changes, slot, isFull ? removeOne(pool, second) : insert(removeOne(pool, first), second), scope.state)
          break
        }
        case 'keep': {
          const slot = slotAt(entry.slot)
          if (slot.kind === 'value' || slot.kind === 'list') break
          const part = where(poolOf(scope.state, slot), patternOf(entry.pattern, scope) as never)
          const again = slot.kind === 'set' ? set : bag
          write(changes, slot, entry.isWrapped ? again(part as readonly unknown[]) : part, scope.state)
          break
        }
        case 'spread': {
          if (families.length === 0) break
          const family = pick(families, entry.slot)
          const number = evaluate(entry.value, scope)
          write(changes, family, { ...(contentOf(scope.state, family) as object) }, scope.state)
          put(changes, family.inside, number, scope)
          break
        }
        case 'copyFamily': {
          if (families.length === 0) break
          const from = pick(families, entry.from)
          const to = pick(families, entry.to)
          if (from.kind !== to.kind || String(from.lists.map(sorted)) !== String(to.lists.map(sorted))) break
          write(changes, to, contentOf(scope.state, from), scope.state)
          if (entry.value !== null) put(changes, to.inside, evaluate(entry.value, scope), scope)
        }
      }
    }
    return changes
  }

  plan.actions.forEach(({ domains, guard, disabledWhere, writes: first, otherwise, choice }, number) => {
    const name = `act${number}`
    let action = spec.action(name)
    domains.forEach((each, at) => {
      action =
        each.kind === 'given'
          ? action.given(`p${at}`, (state, args) => {
              const value = pick(chosenOnes, evaluate(each.value, { state, args, derived: all }))
              return value === 0 ? undefined : value
            })
          : action.over(`p${at}`, domainOf(each))
    })
    if (guard !== null)
      action = action.when((state, args) => isTrue(guard, { state, args, action: name, derived: all }))
    spec = action.changes((state, args) => {
      const scope = { state, args, action: name, derived: all }
      if (disabledWhere !== null && !isTrue(disabledWhere, scope)) return disabled
      return applyWrites(evaluate(choice, scope) % 2 === 0 ? first : otherwise, scope)
    })
  })

  if (plan.stirredSlots > 0) {
    const { stirGuard } = plan
    const stir = spec.action('stir').over(
      'p0',
      slots.slice(0, plan.stirredSlots).map((_, slot) => slot),
    )
    const guarded =
      stirGuard === null ? stir : stir.when((state, args) => isTrue(stirGuard, { state, args, derived: all }))
    const by: Expression = { kind: 'constant', value: 0 }
    const chooser: Expression = { kind: 'constant', value: 0 }
    spec = guarded.changes((state, { p0 }) =>
      applyWrites([{ kind: 'next', chooser: { ...chooser, value: p0 as number }, by }], { state, derived: all }),
    )
  }
  if (plan.messages !== null) {
    const pools = slots.flatMap(({ kind }, at) => (kind === 'set' || kind === 'bag' ? [at] : []))
    const plus = (by: unknown): Expression => ({
      kind: 'add',
      left: plan.mailed,
      right: { kind: 'constant', value: by as number },
    })
    spec = spec
      .action('mail')
      .over('p0', pools.slice(0, 2))
      .over('p1', [0, 3, 7])
      .changes((state, args) =>
        applyWrites([{ kind: 'put', slot: args.p0 as number, first: plus(1), second: plus(args.p1) }], {
          state,
          args,
          derived: all,
        }),
      )
  }

  function domainOf(
    chosen: Exclude<Domain, { readonly kind: 'given' }>,
  ): readonly unknown[] | ((state: State, args: Args) => readonly unknown[]) {
    switch (chosen.kind) {
      case 'constant':
        return chosen.values
      case 'values':
        return chosenOnes
      case 'pool':
        return (state) => {
          const slot = slotAt(chosen.slot)
          const value = contentOf(state, slot)
          return Array.isArray(value) ? value : [value]
        }
      case 'part':
        return (state, args) => {
          const content = poolIn(contentOf(state, slotAt(chosen.slot)))
          const pattern = patternOf(chosen.pattern, { state, args, derived: all })
          return isCollection(content) ? (where(content, pattern as never) as never) : []
        }
      case 'compared part':
        return (state) => {
          const part = partOf(state, chosen.slot, chosen.pattern)
          const others = [contentOf(state, slotAt(chosen.other)), partOf(state, chosen.slot, chosen.pattern + 1)]
          return (others as readonly unknown[]).includes(part) ? part.slice(1) : part
        }
      case 'one of two parts':
        return (state, args) => {
          const choice = evaluate(chosen.choice, { state, args, derived: all })
          return partOf(state, chosen.slot, chosen.pattern + (choice % 2))
        }
      case 'range':
        return (state, args) =>
          Array.from({ length: evaluate(chosen.size, { state, args, derived: all }) % 4 }, (_, index) => index)
      case 'some values':
        return (state, args) =>
          chosenOnes.filter((_, index) => (evaluate(chosen.choice, { state, args, derived: all }) + index) % 2 === 0)
    }
  }

  function partOf(state: State, slot: number, pattern: number): readonly unknown[] {
    const content = contentOf(state, slotAt(slot))
    return isCollection(content) ? where(content, pick(patterns, pattern) as never) : []
  }

  plan.properties.forEach(({ kind, conditions }, at) => {
    const name = `${kind} ${at}`
    const first = conditions[0] as Condition
    const onState = (condition: Condition) => (state: State) => isTrue(condition, { state, derived: all })
    const onStep: StepCondition = (state, { action, args }, after) =>
      isTrue(first, { state, after, action, args, derived: all })
    if (kind === 'always') spec = spec.always(name, onState(first))
    else if (kind === 'keyed') {
      spec = spec.always(name, ['a', 7], (state: State, key: string | number) =>
        isTrue(first, { state, args: { p0: key }, derived: all }),
      )
    } else if (kind === 'of pairs') {
      spec = spec.always(name, ['a', 7], [7, 'b, c'], (state: State, p0: string | number, p1: string | number) =>
        isTrue(first, { state, args: { p0, p1 }, derived: all }),
      )
    } else if (kind === 'parts') {
      spec = spec.always(name, Object.fromEntries(conditions.map((each, part) => [`part ${part}`, onState(each)])))
    } else if (kind === 'alwaysStep') spec = spec.alwaysStep(name, onStep)
    else if (kind === 'reachable') spec = spec.reachable(name, (state) => !onState(first)(state))
    else spec = spec.reachableStep(name, (before, step, after) => !onStep(before, step, after))
  })
  const { deadlockFree } = plan
  if (deadlockFree === 'plain') spec = spec.deadlockFree()
  else if (deadlockFree !== 'no') spec = spec.deadlockFree((state) => !isTrue(deadlockFree, { state, derived: all }))
  plan.constraints.forEach((each, at) => {
    spec = spec.constraint(`constraint ${at}`, (state) =>
      isTrue({ ...each, divisor: each.divisor + 3 }, { state, derived: all }),
    )
  })
  return spec.definition
}

/** Messages of two kinds and several fields, which share most of them. */
function messagesOf({ numbers, senders }: Exclude<Blueprint['messages'], null>): readonly unknown[] {
  const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at)
  return upTo(numbers).flatMap((n) =>
    upTo(2).flatMap((kind) =>
      upTo(senders).map((by) => ({ kind: `kind ${kind}`, n, by: `n${by}`, ...(kind === 1 && { a: [n] }) })),
    ),
  )
}

function withSortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** How many pools of so many possible elements may come up, at most two at a time. */
function poolsOf(elements: number): number {
  return 1 + elements + (elements * (elements + 1)) / 2
}

function isCollection(value: unknown): value is ReturnType<typeof bag> {
  return typeof value === 'object' && value !== null && collectionKindOf(value) !== undefined
}

/** Lists with no more paths than that, the longest shortened first. */
function shortened(lists: KeyLists, most: number): KeyLists {
  if (keyPaths(lists).length <= most) return lists
  const longest = lists.reduce((best, keys, at) => (keys.length > (lists[best]?.length ?? 0) ? at : best), 0)
  return shortened(
    lists.map((keys, at) => (at === longest ? keys.slice(0, -1) : keys)),
    most,
  )
}

function sorted(keys: readonly (string | number)[]): readonly string[] {
  return keys.map(String).sort()
}

function lookAtFamily(look: FamilyLook, family: State, changed: (view: object, fields: object) => object): number {
  const members = family as never
  const matches = (value: unknown, key: unknown): boolean => (measure(value) + measure(key)) % 2 === 0
  switch (look) {
    case 'count':
      return count(members, matches as never)
    case 'some':
      return some(members, matches as never) ? 1 : 0
    case 'every':
      return every(members, matches as never) ? 1 : 0
    case 'keys':
      return Object.keys(family).length + ('a' in family ? 1 : 0)
    case 'spread':
      return measure({ ...family })
    case 'first key':
      return measure(keysOf(members)[0] ?? null) + measure(Object.keys(family)[0]) + measure(Object.values(family)[0])
    case 'changed':
      return measure(changed(family, { [String(Object.keys(family)[0])]: 0 }))
    case 'beside':
      return measure(
        (changed(family, { [String(Object.keys(family)[0])]: 0 }) as State)[String(Object.keys(family).at(-1))],
      )
  }
}

/** A small number that depends on the content of a value only. */
export function measure(value: unknown): number {
  switch (typeof value) {
    case 'number':
      return Math.abs(Math.round(value * 2)) % 97
    case 'string':
      return [...value].reduce((sum, letter) => (sum * 3 + letter.charCodeAt(0)) % 97, 11)
    case 'boolean':
      return value ? 13 : 14
    default: {
      if (value === null) return 3
      const entries = Object.entries(value as object)
      return entries.reduce((sum, [key, member]) => (sum * 5 + measure(key) + measure(member)) % 97, entries.length)
    }
  }
}

function pick<T>(from: readonly T[], number: number): T {
  return from[number % from.length] as T
}

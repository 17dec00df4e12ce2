/**
 * Random specifications in which ids are interchangeable: every guard, effect and promise is put together from pieces that
 * treat ids alike. Ids stand wherever they can: as keys of families and of objects, in values, in sets, bags and lists.
 */
import fc from 'fast-check'
import {
  at,
  bag,
  copies,
  count,
  each,
  has,
  insert,
  removeOne,
  type SpecDefinition,
  set,
  specify,
  where,
} from '../../../spec/language/index.ts'

/** What an id may do; `value` and `next` are among 0, 1 and 2. */
type Deed =
  | { readonly kind: 'step'; readonly value: number; readonly next: number }
  | { readonly kind: 'take' }
  | { readonly kind: 'release'; readonly next: number }
  | { readonly kind: 'queue'; readonly value: number }
  | { readonly kind: 'serve'; readonly next: number }
  | { readonly kind: 'send'; readonly value: number; readonly word: number }
  | { readonly kind: 'receive'; readonly next: number; readonly keeps: boolean }
  | { readonly kind: 'collect'; readonly word: number; readonly next: number }
  | { readonly kind: 'heed'; readonly word: number; readonly next: number }
  | { readonly kind: 'vote'; readonly value: number }
  | { readonly kind: 'meet'; readonly value: number }
  | { readonly kind: 'forget' }

type Promised =
  | { readonly kind: 'at most'; readonly value: number; readonly times: number }
  | { readonly kind: 'each'; readonly value: number }
  | { readonly kind: 'reachable'; readonly value: number; readonly times: number }
  | { readonly kind: 'step'; readonly value: number; readonly next: number }
  | { readonly kind: 'step seen'; readonly value: number; readonly next: number }
  | { readonly kind: 'no way back'; readonly value: number }
  | { readonly kind: 'can reach'; readonly value: number; readonly times: number }
  | { readonly kind: 'no end' }

export interface SymmetricBlueprint {
  readonly ids: number
  /** Whether another sort of ids is interchangeable as well: places that ids choose. */
  readonly places: number
  readonly deeds: readonly Deed[]
  readonly promises: readonly Promised[]
  /** The states begin with each choice of a holder. */
  readonly isHeld: boolean
  readonly mostMessages: number
  readonly isCut: boolean
}

const digit = fc.nat(2)

export const symmetricBlueprint: fc.Arbitrary<SymmetricBlueprint> = fc.record({
  ids: fc.integer({ min: 2, max: 3 }),
  places: fc.integer({ min: 0, max: 2 }),
  deeds: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('step' as const), value: digit, next: digit }),
      fc.record({ kind: fc.constant('take' as const) }),
      fc.record({ kind: fc.constant('release' as const), next: digit }),
      fc.record({ kind: fc.constant('queue' as const), value: digit }),
      fc.record({ kind: fc.constant('serve' as const), next: digit }),
      fc.record({ kind: fc.constant('send' as const), value: digit, word: digit }),
      fc.record({ kind: fc.constant('receive' as const), next: digit, keeps: fc.boolean() }),
      fc.record({ kind: fc.constant('collect' as const), word: digit, next: digit }),
      fc.record({ kind: fc.constant('heed' as const), word: digit, next: digit }),
      fc.record({ kind: fc.constant('vote' as const), value: digit }),
      fc.record({ kind: fc.constant('meet' as const), value: digit }),
      fc.record({ kind: fc.constant('forget' as const) }),
    ),
    { minLength: 1, maxLength: 5 },
  ),
  promises: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('at most' as const), value: digit, times: digit }),
      fc.record({ kind: fc.constant('each' as const), value: digit }),
      fc.record({ kind: fc.constant('reachable' as const), value: digit, times: digit }),
      fc.record({ kind: fc.constant('step' as const), value: digit, next: digit }),
      fc.record({ kind: fc.constant('step seen' as const), value: digit, next: digit }),
      fc.record({ kind: fc.constant('no way back' as const), value: digit }),
      fc.record({ kind: fc.constant('can reach' as const), value: digit, times: digit }),
      fc.record({ kind: fc.constant('no end' as const) }),
    ),
    { maxLength: 4 },
  ),
  isHeld: fc.boolean(),
  mostMessages: fc.integer({ min: 1, max: 2 }),
  isCut: fc.boolean(),
})

interface Message {
  readonly from: string
  readonly to: string
  readonly word: number
}

export function buildSymmetric(blueprint: SymmetricBlueprint): SpecDefinition {
  const ids = ['n1', 'n2', 'n3', 'n4'].slice(0, blueprint.ids)
  const places = ['east', 'west'].slice(0, blueprint.places)
  const { mostMessages } = blueprint
  const bare = specify('random symmetric', {
    value: each(ids, 0),
    holder: null as string | null,
    queue: [] as readonly string[],
    pool: set<Message>(),
    heard: bag<string>(),
    votes: {} as Readonly<Record<string, string>>,
    met: each(ids, each(ids, false)),
    at: each(ids, null as string | null),
  }).derive('busy', ids, (s, id) => s.holder === id || s.queue.includes(id))
  let spec = blueprint.isHeld ? bare.startingFrom(ids.map((id) => ({ holder: id }))) : bare
  blueprint.deeds.forEach((deed, number) => {
    const name = `${deed.kind} ${number}`
    const one = spec.action(name).over('id', ids)
    switch (deed.kind) {
      case 'step':
        spec = one
          .when((s, { id }) => s.value[id] === deed.value)
          .changes((_s, { id }) => ({ value: at(id, deed.next) })) as never
        return
      case 'take':
        spec = one.when((s) => s.holder === null).changes((_s, { id }) => ({ holder: id })) as never
        return
      case 'release':
        spec = one
          .when((s, { id }) => s.holder === id)
          .changes((_s, { id }) => ({ holder: null, value: at(id, deed.next) })) as never
        return
      case 'queue':
        spec = one
          .when((s, { id }) => s.value[id] === deed.value && !s.busy[id])
          .changes((s, { id }) => ({ queue: [...s.queue, id] })) as never
        return
      case 'serve':
        spec = spec
          .action(name)
          .given('id', (s) => s.queue[0])
          .changes((s, { id }) => ({ queue: s.queue.slice(1), value: at(id, deed.next) })) as never
        return
      case 'send':
        spec = one
          .over('to', ids)
          .when((s, { id, to }) => id !== to && s.value[id] === deed.value && s.pool.length < mostMessages)
          .changes((s, { id, to }) => ({ pool: insert(s.pool, { from: id, to, word: deed.word }) })) as never
        return
      case 'receive':
        spec = spec
          .action(name)
          .over('message', (s) => s.pool)
          .when((s, { message }) => copies(s.heard, message.from) < 2)
          .changes((s, { message }) => ({
            pool: deed.keeps ? s.pool : removeOne(s.pool, message),
            heard: deed.keeps ? insert(s.heard, message.from) : s.heard,
            value: at(message.to, (message.word + deed.next) % 3),
          })) as never
        return
      case 'collect':
        spec = one
          .when((s, { id }) => where(s.pool, { to: id, word: deed.word }).length > 0)
          .changes((s, { id }) => ({
            pool: where(s.pool, { to: id, word: deed.word }).reduce((rest, each) => removeOne(rest, each), s.pool),
            heard: where(s.pool, { to: id }).length > 1 && !has(s.heard, id) ? insert(s.heard, id) : s.heard,
            value: at(id, deed.next),
          })) as never
        return
      case 'heed':
        spec = one
          .over('message', (s, { id }) => where(s.pool, { from: id }))
          .when((s, { id, message }) => message.word === deed.word && s.value[id] !== deed.next)
          .changes((s, { id, message }) => ({
            pool: has(s.heard, id) ? set<Message>() : removeOne(s.pool, message),
            value: at(message.to, deed.next),
          })) as never
        return
      case 'vote':
        spec = one
          .over('to', ids)
          .when((s, { id }) => s.value[id] === deed.value && !(id in s.votes))
          .changes((s, { id, to }) => ({ votes: { ...s.votes, [id]: to } })) as never
        return
      case 'meet':
        spec = one
          .over('other', ids)
          .when((s, { id }) => s.value[id] === deed.value)
          .changes((s, { id, other }) => ({
            met: at(id, at(other, true)),
            at: at(
              id,
              places.find((place) => !ids.some((each) => s.at[each] === place) && places.length === 1) ?? null,
            ),
          })) as never
        return
      case 'forget':
        spec = spec.action(name).changes((s) => ({
          votes: {},
          heard: has(s.heard, s.holder ?? '') ? removeOne(s.heard, s.holder ?? '') : s.heard,
        })) as never
    }
  })
  if (places.length > 0) {
    spec = spec
      .action('go')
      .over('id', ids)
      .over('place', places)
      .when((s, { id }) => s.value[id] === 1)
      .changes((_s, { id, place }) => ({ at: at(id, place) })) as never
  }
  blueprint.promises.forEach((promised, number) => {
    const name = `${promised.kind} ${number}`
    switch (promised.kind) {
      case 'at most':
        spec = spec.always(name, (s) => count(s.value, promised.value) <= promised.times) as never
        return
      case 'each':
        spec = spec.always(name, ids, (s, id) => s.value[id] !== promised.value || s.holder !== id) as never
        return
      case 'reachable':
        spec = spec.reachable(name, (s) => count(s.value, promised.value) > promised.times) as never
        return
      case 'step':
        spec = spec.alwaysStep(name, (before, _step, after) =>
          ids.every((id) => before.value[id] !== promised.value || after.value[id] !== promised.next),
        ) as never
        return
      case 'step seen':
        spec = spec.reachableStep(name, (before, step, after) => {
          const { id = null } = (step as { readonly args: { readonly id?: string } }).args
          return (
            id !== null &&
            before.value[id] === promised.value &&
            after.value[id] === promised.next &&
            after.at[id] !== null
          )
        }) as never
        return
      case 'no way back':
        spec = spec.noWayBack(name, (s) => ids.some((id) => s.value[id] === promised.value)) as never
        return
      case 'can reach':
        spec = spec.canAlwaysReach(name, (s) => count(s.value, promised.value) >= promised.times) as never
        return
      case 'no end':
        if (!spec.definition.properties.some(({ kind }) => kind === 'deadlock-free')) {
          spec = spec.deadlockFree((s) => s.holder !== null) as never
        }
    }
  })
  if (blueprint.isCut) spec = spec.constraint('few votes', (s) => Object.keys(s.votes).length < 2 && s.queue.length < 3)
  const symmetric = spec.symmetric(ids)
  return (places.length > 0 ? symmetric.symmetric(places) : symmetric).definition
}

import { expectTypeOf, it } from 'vitest'
import { append, each, list, specify } from '../../spec/language/index.ts'
import { validate } from '../validate/validate.ts'
import { walk } from '../walk/walk.ts'
import { awaited, forced, unobservable } from './adapter.ts'
import { type Conformance, conform } from './conform.ts'

const keys = ['a', 'b'] as const
const spec = specify('queue', { log: list<'m1' | 'm2'>([]), seen: each(keys, false) })
  .action('send')
  .over('message', ['m1', 'm2'])
  .changes((s, { message }) => ({ log: append(s.log, message) }))
  .action('flush')
  .changes(() => ({}))
const { trace } = walk(spec, { seed: 1 })
const rest = { start: () => {}, observe: () => ({}), stop: () => {} }

it('knows the state in a projection and in a step, and the names of actions', () => {
  const run = conform(
    spec,
    {
      ...rest,
      start: (initial) => {
        expectTypeOf(initial.log).toEqualTypeOf<readonly ('m1' | 'm2')[]>()
      },
      actions: { send: forced(async ({ after }) => void after.log.length), flush: unobservable('in the kernel') },
      projection: { size: (s) => s.log.length, seen: (s) => s.seen.a },
    },
    trace,
  )
  expectTypeOf(run).toEqualTypeOf<Promise<Conformance>>()
  // @ts-expect-error There is no such action.
  conform(spec, { ...rest, actions: { sned: awaited() } }, trace)
  // @ts-expect-error There is no such variable.
  conform(spec, { ...rest, actions: {}, projection: { size: (s) => s.logs } }, trace)
  conform(spec.definition, { ...rest, actions: { anything: awaited() } }, trace)
})

it('knows hidden actions, and the state in the projection of a log', () => {
  validate(spec, [], { hidden: ['flush'], projection: { first: (s, step) => [s.log[0], step?.action] } })
  // @ts-expect-error There is no such action.
  validate(spec, [], { hidden: ['flsh'] })
})

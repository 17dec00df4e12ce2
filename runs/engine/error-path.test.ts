import { expect, it } from 'vitest'
import { type SpecDefinition, specify } from '../../spec/language/index.ts'
import type { Failure } from '../port/engine.ts'
import type { Task } from '../port/task.ts'
import { explore } from './explore.ts'

function failureOf(definition: SpecDefinition): Failure | null {
  const task: Task = { source: { kind: 'built-in' }, suite: 'tests', scenario: 'one', bounds: { exhaust: true } }
  const run = explore(definition, task, { sliceMs: 1e9, stopReason: () => null })
  let next = run.next()
  while (next.done !== true) next = run.next()
  return next.value.failure
}

const counter = () =>
  specify('counter', { n: 0 })
    .action('count')
    .over('by', [1, 2])
    .says((before, { by }) => `${before.n} and ${by}`)
    .changes((s, { by }) => ({ n: s.n + by }))

it('an error comes with the story of how it came to it', () => {
  const spec = counter().always('low', (s) => {
    if (s.n === 4) throw new Error('four')
    return true
  })
  const failure = failureOf(spec.definition)
  expect(failure?.message).toContain('four')
  expect(failure?.path?.trace).toMatchObject({
    length: 3,
    loop: null,
    steps: [{ action: null }, {}, { state: { n: 4 } }],
  })
  expect(failure?.path?.steps.map(({ sentence }) => sentence)).toEqual(['initial state', '0 and 2', '2 and 2'])
})

it('a sentence that cannot be told does not hide it', () => {
  const spec = counter()
    .action('fail')
    .says(() => {
      throw new Error('no words')
    })
    .when((s) => s.n === 1)
    .changes((s) => ({ n: s.n + 10 }))
    .always('low', (s) => {
      if (s.n === 11) throw new Error('eleven')
      return s.n < 20
    })
  expect(failureOf(spec.definition)?.path?.steps.map(({ sentence }) => sentence)).toEqual([
    'initial state',
    '0 and 1',
    'fail',
  ])
})

it('no way is told that leads elsewhere when it is run again, nor where no state was looked at', () => {
  let calls = 0
  const fickle = counter()
    .action('drift')
    .changes((s) => ({ n: s.n + (calls++ > 30 ? 2 : 1) }))
    .always('low', (s) => {
      if (s.n > 20) throw new Error('too high')
      return true
    })
  const failure = failureOf(fickle.definition)
  expect(failure?.code).toBe('impure')
  expect(failure?.path?.trace.steps.some(({ action }) => action === 'drift') ?? false).toBe(false)
  const none = counter().startingFrom(() => {
    throw new Error('nowhere')
  })
  expect(failureOf(none.definition)?.path).toBeUndefined()
})

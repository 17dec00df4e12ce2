import { expect, it } from 'vitest'
import { holds, specify, suite, suiteOf } from '../../spec/language/index.ts'
import { outlineOf, type SuiteOutline, shippedOutlineOf } from './outline.ts'

/** Lines of this file that an outline names, those of the suite, its scenarios, its actions and its properties. */
const linesOf = ({ location, scenarios, spec }: SuiteOutline): readonly (readonly (number | null)[])[] =>
  [[{ location }], scenarios, spec.actions, spec.properties].map((declared) => declared.map((each) => lineOf(each)))

function lineOf({ location }: { readonly location: string | null }): number | null {
  const line = /outline\.test\.ts:(\d+):\d+$/.exec(location ?? '')?.[1]
  return line === undefined ? null : Number(line) - first
}

const first = Number(/:(\d+):\d+\)?$/m.exec(new Error('here').stack ?? '')?.[1]) + 1
const lamp = () =>
  specify('lamp', { isLit: false })
    .action('switch')
    .changes((s) => ({ isLit: !s.isLit }))
    .action('wait')
    .changes(() => ({}))
    .always('either', (s) => s.isLit || !s.isLit)
    .deadlockFree()
const lamps = suite('lamps', lamp)
  .scenario({ title: 'one', expect: { either: holds, 'no deadlock': holds } })
  .scenario({ title: 'two', expect: { either: holds, 'no deadlock': holds } })

it('says of everything declared where that stands', () => {
  expect(linesOf(outlineOf(lamps))).toEqual([[8], [9, 10], [2, 4], [6, 7]])
})

it('says of a specification that is no suite where it begins', () => {
  expect(linesOf(outlineOf(suiteOf('lamp', lamp())))).toEqual([[1], [1], [2, 4], [6, 7]])
})

it('names no places in suites that ship', () => {
  expect(linesOf(shippedOutlineOf(lamps))).toEqual([[null], [null, null], [null, null], [null, null]])
})

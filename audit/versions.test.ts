import { expect, it } from 'vitest'
import { has, parseVersion, version } from './versions.ts'

it.each(['4.9', '4.9.4', '5.0', '5.0.0', '5.1.1', '5.2', '5.3.3', '5.4', '5.4.0'])('%s is a version', (name) => {
  expect(parseVersion(name)?.name).toBe(name)
})

it.each(['3', '4', '4.8', '5', '5.5', '5.3.x', '5.3.', 'v5.3', '', ' 5.3'])('%j is none', (name) => {
  expect(parseVersion(name)).toBeNull()
})

it('a feature comes with its release and stays', () => {
  const having = (names: readonly string[]) => names.map((name) => has('halfMinuteChecks', version(name)))
  expect(having(['4.9.8', '5.0', '5.1.0', '5.1.1', '5.2.0', '5.4'])).toEqual([false, false, false, true, true, true])
})

it('a line without a patch is its last release', () => {
  expect(has('halfMinuteChecks', version('5.1'))).toBe(true)
})

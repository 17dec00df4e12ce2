import { expect, it } from 'vitest'
import { hasColor } from './output.ts'

it.each([
  ['on a terminal', {}, true, true],
  ['in a pipe', {}, false, false],
  ['in a dumb terminal', { TERM: 'dumb' }, true, false],
  ['with NO_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  ['with an empty NO_COLOR', { NO_COLOR: '' }, true, true],
  ['with FORCE_COLOR in a pipe', { FORCE_COLOR: '1' }, false, true],
  ['with FORCE_COLOR=0', { FORCE_COLOR: '0' }, true, false],
  ['with FORCE_COLOR=false', { FORCE_COLOR: 'false' }, true, false],
])('colours %s', (_, env, isTerminal, expected) => {
  expect(hasColor(env, isTerminal)).toBe(expected)
})

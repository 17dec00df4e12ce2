import { expect, it } from 'vitest'
import { exitCodeOf } from './exit-code.ts'

it('an error beats a broken expectation, which beats a limit', () => {
  expect(exitCodeOf(['met', 'met'])).toBe(0)
  expect(exitCodeOf(['met', 'undecided'])).toBe(3)
  expect(exitCodeOf(['undecided', 'unmet'])).toBe(1)
  expect(exitCodeOf(['unmet', 'error', 'undecided'])).toBe(4)
})

it('a signal beats everything, because the run is not whole', () => {
  expect(exitCodeOf(['met'], 'SIGINT')).toBe(130)
  expect(exitCodeOf(['error'], 'SIGTERM')).toBe(143)
})

/** Specifications as tests: the public entry `ackproof/vitest`. */
export type { CheckSource } from '../node/library/open-source.ts'
export type { TestSuiteOptions } from '../node/vitest/test-options.ts'
export { testSuite } from '../node/vitest/test-suite.ts'

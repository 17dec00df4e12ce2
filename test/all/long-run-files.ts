/** What `npm run all` runs: every kind of random model, and the largest graphs. */
export const longRunFiles: readonly string[] = [
  'test/oracle/*.slow-test.ts',
  'test/oracle/mutation-agreement.test.ts',
  'checker/explore/goal-witnesses.test.ts',
  'checker/faults/{replay,search-faults}.test.ts',
  'runs/conform/random-conformance.test.ts',
  'checker/**/*.slow-test.ts',
  'test/rocketmq/*.slow-test.ts',
]

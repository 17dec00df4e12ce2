import { defineConfig } from 'vitest/config'
import { longRunFiles } from './test/all/long-run-files.ts'

const notOurs = ['**/node_modules/**', '**/dist/**']

/**
 * Four projects. `tests`: every test beside its source, and the types. `cli`: the built program from end to end.
 * `slow`: what explores large graphs. `vitest run --project tests` is quick enough for each change.
 * `all`: long runs by hand, whose results are kept in `test/all-results.json`.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'tests',
          include: ['**/*.test.ts'],
          exclude: [...notOurs, 'test/cli/**'],
          globalSetup: ['test/temporary-folder.ts'],
          testTimeout: 60_000,
          typecheck: { enabled: true, include: ['**/*.test-d.ts'], tsconfig: 'tsconfig.json' },
        },
      },
      {
        test: {
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          globalSetup: ['test/build-once.ts', 'test/temporary-folder.ts'],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'slow',
          include: ['**/*.slow-test.ts'],
          exclude: notOurs,
          globalSetup: ['test/build-once.ts', 'test/temporary-folder.ts'],
          testTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'all',
          include: [...longRunFiles],
          globalSetup: ['test/temporary-folder.ts', 'test/all/size-of-run.ts'],
          testTimeout: 24 * 3_600_000,
        },
      },
    ],
  },
})

import { defineConfig } from 'vitest/config'
import { longRunFiles } from './test/all/long-run-files.ts'
import { LongestFirst } from './test/longest-first.ts'

/** The runner leaves one processor to itself unless it is told otherwise: of two, that is half of the machine. */
const maxWorkers = '100%'
const notOurs = ['**/node_modules/**', '**/dist/**']

/**
 * Four projects. `tests`: every test beside its source, and the types. `cli`: the built program from end to end.
 * `slow`: what explores large graphs. `vitest run --project tests` is quick enough for each change.
 * `all`: long runs by hand, whose results are kept in `test/all-results.json`.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'tests',
          maxWorkers,
          include: ['**/*.test.ts'],
          exclude: [...notOurs, 'test/cli/**'],
          globalSetup: ['test/temporary-folder.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          typecheck: { enabled: true, include: ['**/*.test-d.ts'], tsconfig: 'tsconfig.json' },
        },
      },
      {
        test: {
          name: 'cli',
          maxWorkers,
          include: ['test/cli/**/*.test.ts'],
          globalSetup: ['test/build-once.ts', 'test/temporary-folder.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'slow',
          maxWorkers,
          include: ['**/*.slow-test.ts'],
          exclude: notOurs,
          globalSetup: ['test/build-once.ts', 'test/temporary-folder.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'all',
          maxWorkers,
          include: [...longRunFiles],
          globalSetup: ['test/temporary-folder.ts', 'test/all/size-of-run.ts'],
          testTimeout: 24 * 3_600_000,
        },
      },
    ],
  },
})

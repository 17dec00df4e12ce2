/** The order of test files: the longest begin first, so that none of them runs on alone at the end. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** On a clean checkout nothing is known of the last run, and the size of a file says little. */
const longest = [
  'test/branches.slow-test.ts',
  'test/mutation/built-in.slow-test.ts',
  'test/oracle/specifications.slow-test.ts',
  'test/suites.test.ts',
  'test/cli/documentation.test.ts',
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification): boolean => longest.some((file) => moduleId.endsWith(`/${file}`))
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

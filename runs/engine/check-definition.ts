import type { CheckOptions } from '../../checker/options.ts'
import type { CheckResult } from '../../checker/result.ts'
import type { SpecDefinition } from '../../spec/language/index.ts'
import { RevalidatedExplorer } from './revalidated-explorer.ts'

/**
 * Checks a specification exhaustively in this thread, to the end or to a limit, and runs every story again. Throws
 * `SpecError` on a mistake in it.
 */
export function checkDefinition(definition: SpecDefinition, options: CheckOptions = {}): CheckResult {
  const explorer = new RevalidatedExplorer(definition, options)
  while (!explorer.step(50));
  return explorer.result()
}

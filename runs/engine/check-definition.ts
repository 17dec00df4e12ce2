import type { CheckOptions } from '../../checker/contract/options.ts'
import type { CheckResult } from '../../checker/contract/result.ts'
import type { SpecDefinition } from '../../spec/language/index.ts'
import { requireContentEquality } from '../../spec/source/require-content-equality.ts'
import { RevalidatedExplorer } from './revalidated-explorer.ts'

/**
 * Checks a specification exhaustively in this thread, to the end or to a limit, and runs every story again. Throws
 * `SpecError` on a mistake in it.
 */
export function checkDefinition(definition: SpecDefinition, options: CheckOptions = {}): CheckResult {
  requireContentEquality(definition)
  const explorer = new RevalidatedExplorer(definition, options, options)
  while (!explorer.step(50));
  return explorer.result()
}

import type { SpecDefinition } from '../spec/language/index.ts'
import { requireContentEquality } from '../spec/source/require-content-equality.ts'
import { Explorer, type TuningOptions } from './explore/explorer.ts'
import type { CheckOptions } from './options.ts'
import type { CheckResult } from './result.ts'

/** Begins an exhaustive check that the caller drives with `step`. */
export function createExplorer(
  definition: SpecDefinition,
  options: CheckOptions = {},
  tuning: TuningOptions = {},
): Explorer {
  requireContentEquality(definition)
  return new Explorer(definition, options, tuning)
}

/**
 * Explores a specification exhaustively, to the end or to a limit; its stories are as the engine found them. Throws
 * `SpecError` on a mistake in it.
 */
export function check(definition: SpecDefinition, options: CheckOptions = {}, tuning: TuningOptions = {}): CheckResult {
  const explorer = createExplorer(definition, options, tuning)
  while (!explorer.step(50));
  return explorer.result()
}
